"""Runs the article's chain from records to the browser's model, in a process with Keras 2.

    TF_USE_LEGACY_KERAS=1 python -m tests.unit.article_chain FOLDER

Writes FOLDER/report.json. The recipe is the zoo's in small: the same backbone at
a third of its width, two levels and one layer of heads; a "zoo" made here stands
in for the one that tests must not download.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
import cv2
import numpy as np

from training.article import backbone, convert, evaluate, export, find, pipeline, preview, records, settle, train, voc
from training.article.object_detection_setup import prepare

SIZE = 128


def call(command, *arguments) -> None:
    command.main([str(argument) for argument in arguments], standalone_mode=False)


def make_records(folder: Path) -> None:
    """Photos of black bars on white, each with its box."""
    rng = np.random.default_rng(0)
    for split, count in (("train", 4), ("test", 2)):
        (folder / "partitioned" / split).mkdir(parents=True)
        for i in range(count):
            left, top = (int(v) for v in rng.integers(8, 56, 2))
            photo = np.full((SIZE, SIZE), 255, np.uint8)
            photo[top:top + 16, left:left + 56] = 0
            stem = folder / "partitioned" / split / f"{i}"
            cv2.imwrite(f"{stem}.png", photo)
            voc.write(voc.Annotation(f"{i}.png", SIZE, SIZE, [voc.Box("http", left, top, left + 56, top + 16)]),
                      stem.with_suffix(".xml"))
    call(records.main, "write", folder / "partitioned", "--out", folder / "records")


def small(config) -> None:
    """Makes a recipe small enough for a test, in place."""
    pipeline.slim(config, SIZE, 0.35)
    ssd = config.model.ssd
    ssd.feature_extractor.fpn.max_level = ssd.anchor_generator.multiscale_anchor_generator.max_level = 4
    ssd.box_predictor.weight_shared_convolutional_box_predictor.num_layers_before_predictor = 1


def make_zoo(folder: Path) -> None:
    """A model of 90 classes, untrained, laid out as the zoo's are."""
    prepare()
    import tensorflow as tf
    from object_detection.builders import model_builder

    config = pipeline.read(pipeline.RECIPE)
    small(config)
    pipeline.write(config, folder / "pipeline.config")
    model = model_builder.build(config.model, is_training=False)
    model.predict(tf.zeros([1, SIZE, SIZE, 3]), tf.constant([[SIZE, SIZE, 3]]))  # makes the variables
    manager = tf.train.CheckpointManager(tf.train.Checkpoint(model=model), str(folder / "checkpoint"), max_to_keep=1)
    manager.save(checkpoint_number=0)


def largest_difference(one: str, other: str, part: str) -> float:
    """Largest difference between two checkpoints' variables whose names hold ``part``."""
    import tensorflow as tf

    first, second = tf.train.load_checkpoint(one), tf.train.load_checkpoint(other)
    names = [name for name in first.get_variable_to_shape_map() if part in name and name.endswith("VARIABLE_VALUE")
             and "OPTIMIZER_SLOT" not in name]
    assert names, f"no variables of {part} in {one}"
    return max(float(np.abs(first.get_tensor(name) - second.get_tensor(name)).max()) for name in names)


def best(run: Path, photo: Path) -> dict:
    """The best [score, ymin, xmin, ymax, xmax] of the API's export, and the like of the heads.

    The like is that of the anchor that comes nearest, not of the highest score:
    a network hardly trained gives many anchors the same one.
    """
    import tensorflow as tf

    picture = cv2.imread(str(photo))[None, ..., ::-1]
    (run / "picture.rgb").write_bytes(picture.tobytes())  # for article_execute.mjs
    seen, heads = (tf.saved_model.load(str(run / "exported" / name)).signatures["serving_default"](
        tf.constant(picture, kind)) for name, kind in (("saved_model", tf.uint8), ("heads", tf.float32)))
    first = np.array([seen["detection_scores"][0, 0], *seen["detection_boxes"][0, 0]])
    every = np.concatenate([heads["scores"][0, :, :1], heads["boxes"][0]], 1)
    anchor = int(np.abs(every - first).max(1).argmin())
    return {"detections": first.tolist(), "anchor": anchor, "heads": every[anchor].tolist()}


def found(run: Path, photo: Path) -> list:
    """What our evaluation takes the best detection for: [score, left, top, right, bottom], px."""
    first = find.article_detector(run)(cv2.imread(str(photo), cv2.IMREAD_GRAYSCALE), 0.0)[0]
    return [first.score, *first.box.tolist()]


def begun_with_mobilenet(folder: Path) -> dict:
    """How far what the API restores of training.article.backbone's checkpoint is from the tfjs model it was made of,
    and what is said of a model with a weight too few.

    Args:
        folder: with the ``zoo`` whose recipe is small; the rest is written into ``backbone`` below it.
    """
    import tensorflow as tf
    from object_detection.builders import model_builder
    from tensorflowjs.write_weights import write_weights

    recipe, tfjs = folder / "zoo/pipeline.config", folder / "backbone/tfjs"
    tfjs.mkdir(parents=True)
    rng = np.random.default_rng(0)
    given = {name: rng.random(variable.shape, np.float32) for name, variable in backbone.by_name(backbone.network(recipe))}

    def write(weights: dict) -> Path:
        manifest = write_weights([[{"name": name, "data": data} for name, data in weights.items()]], str(tfjs),
                                 write_manifest=False, quantization_dtype_map={"uint8": "Conv1/kernel"})
        (tfjs / "model.json").write_text(json.dumps({"weightsManifest": manifest}))
        return backbone.write(tfjs.parent, tfjs, recipe)

    checkpoint = write(given)
    model = model_builder.build(pipeline.read(recipe).model, is_training=True)
    model.predict(tf.zeros([1, SIZE, SIZE, 3]), tf.constant([[SIZE, SIZE, 3]]))
    tf.train.Checkpoint(**model.restore_from_objects("classification")).restore(str(checkpoint)).assert_existing_objects_matched()
    apart = {name: float(np.abs(given[name] - variable.numpy()).max())
             for name, variable in backbone.by_name(model.feature_extractor.classification_backbone)}
    try:
        write(dict(list(given.items())[1:]))
        other = ""
    except click.ClickException as error:
        other = error.message
    return {"apart": apart, "other": other}


def main(folder: Path) -> None:
    run, zoo = folder / "run", folder / "zoo"
    make_records(folder)
    make_zoo(zoo)
    call(pipeline.main, "--records", folder / "records", "--run", run, "--zoo", zoo, "--steps", 2, "--batch", 2,
         "--size", SIZE, "--width", 0.35, "--augmentation", "text")
    call(train.main, "--run", run, "--checkpoint-every", 2, "--log-every", 1)
    loaded = largest_difference(f"{run}/ckpt-1", str(zoo / "checkpoint/ckpt-0"), "_feature_extractor")
    trained = largest_difference(f"{run}/ckpt-2", str(zoo / "checkpoint/ckpt-0"), "_feature_extractor")
    call(settle.main, "--run", run, "--batches", 2)
    settled = {part: largest_difference(f"{run}/settled/ckpt-3", f"{run}/ckpt-2", part) for part in ("kernel", "gamma", "moving_variance")}
    call(evaluate.main, "--run", run)
    call(export.main, "--run", run)
    call(preview.main, "--run", run, "--threshold", 0)
    call(convert.main, "--run", run)
    from model_export.tfjs import describe  # brings Keras 3 in, so after TensorFlow with Keras 2

    (folder / "report.json").write_text(json.dumps({
        "loaded": loaded, "trained": trained, "settled": settled, "backbone": begun_with_mobilenet(folder), "best": best(run, folder / "partitioned/test/0.png"),
        "found": found(run, folder / "partitioned/test/0.png"), "web": describe(run / "web/heads")}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
