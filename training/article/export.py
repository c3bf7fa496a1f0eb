"""Exports a run's last checkpoint, twice.

    python -m training.article.export --run runs/article

``exported/`` is laid out as the zoo's models are: ``saved_model`` takes a
picture of any size and gives the API's detections, suppression included.
``exported/heads`` stops before it: a plain graph of fixed size without control
flow, which tfjs can run with its synchronous ``execute()``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from training.article import pipeline
from training.article.evaluate import last_checkpoint
from training.article.object_detection_setup import prepare


def export_detections(run: Path, out: Path) -> None:
    """The API's own export: ``saved_model``, ``checkpoint`` and ``pipeline.config`` below ``out``."""
    config = pipeline.read(run / pipeline.CONFIG)
    prepare()
    from object_detection import exporter_lib_v2

    exporter_lib_v2.export_inference_graph("image_tensor", config, str(run), str(out))


def export_heads(run: Path, out: Path) -> None:
    """A SavedModel of the network up to its heads, boxes decoded.

    Its input is ``picture``, float32 [1, size, size, 3], 0 to 255. Its outputs,
    for every anchor, are ``scores`` [1, anchors, classes], 0 to 1, and ``boxes``
    [1, anchors, 4], (ymin, xmin, ymax, xmax) from 0 to 1. What is left to do is
    non-maximum suppression.
    """
    config = pipeline.read(run / pipeline.CONFIG)
    prepare()
    import tensorflow as tf
    from object_detection.builders import model_builder

    model = model_builder.build(config.model, is_training=False)
    size = config.model.ssd.image_resizer.fixed_shape_resizer.height

    @tf.function(input_signature=[tf.TensorSpec([1, size, size, 3], tf.float32, name="picture")])
    def heads(picture):
        # model.preprocess would wrap this in a loop over the pictures of a batch.
        normalised = model.feature_extractor.preprocess(picture)
        said = model.predict(normalised, tf.constant([[size, size, 3]]))
        boxes, _ = model._batch_decode(said["box_encodings"], said["anchors"])
        boxes = tf.clip_by_value(boxes, 0.0, 1.0)
        # Class 0 is the background.
        scores = tf.sigmoid(said["class_predictions_with_background"][..., 1:])
        return {"boxes": tf.identity(boxes, "boxes"), "scores": tf.identity(scores, "scores")}

    # Tracing makes the variables, which the checkpoint then fills.
    traced = heads.get_concrete_function()
    tf.train.Checkpoint(model=model).restore(last_checkpoint(run)).expect_partial().assert_existing_objects_matched()
    module = tf.Module()
    module.weights = list(traced.variables)  # and not the layers, whose own graphs would come along
    tf.saved_model.save(module, str(out), signatures=traced)


@click.command()
@click.option("--run", type=click.Path(path_type=Path), default="runs/article", show_default=True)
def main(run: Path) -> None:
    """Export a run's last checkpoint into its folder exported/."""
    out = run / "exported"
    if out.exists():
        shutil.rmtree(out)
    export_detections(run, out)
    export_heads(run, out / "heads")
    print(f"{out / 'saved_model'} and {out / 'heads'}")


if __name__ == "__main__":
    main()
