"""Runs the exported SavedModel on the test set and draws what it saw.

    python -m training.article.preview --run runs/article

Labelled boxes are green; what the model saw is red, with its score.
"""

from __future__ import annotations

from pathlib import Path

import click

from training.article import pipeline, records, sheet


@click.command()
@click.option("--run", type=click.Path(path_type=Path), default="runs/article", show_default=True)
@click.option("--records", "source", type=click.Path(path_type=Path, exists=True), default=None,
              help="A record file; default: the run's test set.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Default: preview.png in the run.")
@click.option("--count", default=16, show_default=True)
@click.option("--threshold", default=0.3, show_default=True, help="Least score drawn.")
def main(run: Path, source: Path | None, out: Path | None, count: int, threshold: float) -> None:
    """Draw a contact sheet of what the exported model sees."""
    import tensorflow as tf

    config = pipeline.read(run / pipeline.CONFIG)
    saved = run / "exported" / "saved_model"
    if not saved.exists():
        raise click.ClickException(f"no {saved}: export with training.article.export")
    source = source or Path(config.eval_input_reader[0].tf_record_input_reader.input_path[0])
    out = out or run / "preview.png"
    detect, drawn = tf.saved_model.load(str(saved)).signatures["serving_default"], []
    for _, picture, truth in records.pictures(source, count):
        # OpenCV reads BGR, and the model wants RGB.
        seen = {name: value.numpy()[0] for name, value in detect(tf.constant(picture[None, ..., ::-1])).items()}
        sure = seen["detection_scores"] >= threshold
        drawn.append(sheet.draw(sheet.draw(picture, truth, sheet.TRUTH), seen["detection_boxes"][sure], sheet.FOUND,
                                [f"{score:.2f}" for score in seen["detection_scores"][sure]]))
    if not drawn:
        raise click.ClickException(f"no photos in {source}")
    sheet.write(drawn, out)
    print(f"{len(drawn)} photos in {out}")


if __name__ == "__main__":
    main()
