"""Makes the original's detector for the benchmarks: its graph at its full size, with random weights.

    python -m benchmarks.original_graph runs/original

What a graph costs does not depend on its weights, so none are trained: the
zoo's recipe with the article's changes (SSD MobileNetV2 FPNLite, 640 x 640,
51,150 anchors, one class) is built by the Object Detection API, exported up to
its raw heads and converted as training/article does.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

import bootstrap

DEFAULT = Path("runs/original")
CLASSES = 1  # 'http'
SEED = (1, 2)


def ensure_original_graph(folder: Path = DEFAULT) -> Path:
    """The folder of the tfjs graph (model.json and its shards), made if it is not there; takes a minute or two.

    The graph's input is ``picture``, float32 [1, 640, 640, 3], 0 to 255; its outputs
    are ``scores`` [1, 51150, 1] and ``boxes`` [1, 51150, 4], (ymin, xmin, ymax, xmax)
    from 0 to 1, before suppression. It runs with ``execute()``.

    Raises:
        RuntimeError: if it cannot be made; the text ends with what the API said.
    """
    web = folder.resolve() / "web"
    if not (web / "model.json").is_file():
        # In a process of its own: the API needs Keras 2, chosen before TensorFlow is imported.
        done = subprocess.run([sys.executable, "-m", "benchmarks.original_graph", str(folder.resolve())],
                              cwd=bootstrap.ROOT, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the original's graph could not be made:\n{done.stderr[-2000:]}")
    return web


def make(folder: Path) -> None:
    """Builds, exports and converts the graph into ``folder/web``, which appears only when whole."""
    from training.article import convert, export, pipeline
    from training.article.object_detection_setup import prepare

    prepare()
    import tensorflow as tf
    from object_detection.builders import model_builder

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        run = Path(aside)
        config = pipeline.read(pipeline.RECIPE)
        config.model.ssd.num_classes = CLASSES
        pipeline.write(config, run / pipeline.CONFIG)
        model = model_builder.build(config.model, is_training=False)
        size = config.model.ssd.image_resizer.fixed_shape_resizer.height
        model.predict(tf.zeros([1, size, size, 3]), tf.constant([[size, size, 3]]))  # makes the variables
        for variable in model.variables:  # fresh zeros and ones would be simplified away, trained values are not
            if variable.dtype.is_floating:
                variable.assign_add(tf.random.stateless_uniform(variable.shape, SEED, 0.01, 0.02))
        tf.train.CheckpointManager(tf.train.Checkpoint(model=model), str(run), max_to_keep=1).save()
        export.export_heads(run, run / "heads")
        summary = convert.convert(run / "heads", run / "web")
        if convert.CONTROL_FLOW & set(summary["operations"]):
            raise RuntimeError("the graph holds control flow: execute() cannot run it")
        if (folder / "web").exists():
            shutil.rmtree(folder / "web")
        (run / "web").rename(folder / "web")
    print(f"{folder / 'web'}: {summary['nodes']} nodes, {summary['bytes']:,} bytes")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=DEFAULT)
def main(folder: Path) -> None:
    """Make the original's graph in FOLDER/web."""
    make(folder)


if __name__ == "__main__":
    main()
