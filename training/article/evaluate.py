"""Measures a run's last checkpoint on the test set, as COCO counts.

    python -m training.article.evaluate --run runs/article

Writes ``evaluation.json`` into the run, and the same with pictures for TensorBoard.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from training.article import pipeline
from training.article.object_detection_setup import prepare


def last_checkpoint(run: Path) -> str:
    """The path of a run's last checkpoint.

    Raises:
        click.ClickException: if it has none.
    """
    import tensorflow as tf

    found = tf.train.latest_checkpoint(str(run))
    if found is None:
        raise click.ClickException(f"no checkpoint in {run}: train with training.article.train")
    return found


def evaluate(run: Path) -> dict[str, float]:
    """The API's figures: 'DetectionBoxes_Precision/mAP', '…/mAP@.50IOU', recalls, losses, and 'step'."""
    pipeline.read(run / pipeline.CONFIG)  # a clear error where there is none
    prepare()
    import tensorflow as tf
    from object_detection import inputs, model_lib_v2
    from object_detection.builders import model_builder
    from object_detection.utils import config_util

    configs = config_util.get_configs_from_pipeline_file(str(run / pipeline.CONFIG))
    # The API's loop wants one evaluation reader where a recipe can have many.
    configs["eval_input_config"] = configs["eval_input_configs"][0]
    model = model_builder.build(configs["model"], is_training=True)
    step = tf.Variable(0, trainable=False, dtype=tf.int64)
    tf.train.Checkpoint(step=step, model=model).restore(last_checkpoint(run)).expect_partial()
    pictures = inputs.eval_input(eval_config=configs["eval_config"], model_config=configs["model"],
                                 eval_input_config=configs["eval_input_config"], model=model)
    with tf.summary.create_file_writer(str(run / "eval")).as_default():
        figures = model_lib_v2.eager_eval_loop(model, configs, pictures, global_step=step)
    return {"step": int(step), **{name: float(value) for name, value in figures.items()}}


@click.command()
@click.option("--run", type=click.Path(path_type=Path), default="runs/article", show_default=True)
def main(run: Path) -> None:
    """Print and keep the COCO figures of a run's last checkpoint."""
    figures = evaluate(run)
    (run / "evaluation.json").write_text(json.dumps(figures, indent=2) + "\n")
    for name in ("mAP", "mAP@.50IOU", "mAP@.75IOU"):
        print(f"{name}: {figures[f'DetectionBoxes_Precision/{name}']:.4f}")
    print(f"after {figures['step']} steps; all figures are in {run / 'evaluation.json'}")


if __name__ == "__main__":
    main()
