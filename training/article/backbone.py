"""MobileNet V2 with what ImageNet taught it, for machines that cannot have the zoo's checkpoint.

    python -m training.article.backbone
    python -m training.article.pipeline --backbone data/backbone/ckpt-1

Weights of this network that a package registry has come with NSFWJS
(https://github.com/infinitered/nsfwjs, MIT): Keras's own, kept as ImageNet left them up to block 10 and
trained further from there on, 8 bits a weight. Pictures scaled to [0, 1] were fed to it, where the recipe
scales to [-1, 1]: training sees to that, as to the rounding.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np

import bootstrap
from training import npm
from training.article import pipeline
from training.article.object_detection_setup import prepare

PACKAGE = "nsfwjs@4.4.0"
MODEL = "node_modules/nsfwjs/dist/models/mobilenet_v2"
CHECKPOINT = "ckpt"

# The package has the model.json as a script, and the weights as text in another.
UNPACK = """
const { mkdirSync, writeFileSync } = require('node:fs');
const model = require('./%(model)s/model.min.js');
const [{ paths: [path] }] = model.weightsManifest;
mkdirSync('tfjs', { recursive: true });
writeFileSync(`tfjs/${path}`, Buffer.from(require(`./%(model)s/${path}.min.js`), 'base64'));
writeFileSync('tfjs/model.json', JSON.stringify(model));
""" % {"model": MODEL}


def fetch(folder: Path) -> Path:
    """Fetches the package into ``folder`` with npm and unpacks its model; returns the model's folder.

    Raises:
        click.ClickException: if it cannot be had, or is not what it was.
    """
    model = folder / "tfjs"
    if (model / "model.json").is_file():
        return model
    try:
        npm.install([PACKAGE], folder)
    except click.ClickException as error:
        raise click.ClickException(f"{error.message}\nOr do without it: training.article.pipeline --from-scratch") from error
    done = subprocess.run([bootstrap.node().node, "--eval", UNPACK], cwd=folder, capture_output=True, text=True, encoding="utf8")
    if done.returncode:
        raise click.ClickException(f"{PACKAGE} is not what it was:\n{done.stderr[-800:]}")
    return model


def weights(model: Path) -> dict[str, np.ndarray]:
    """A tfjs layers model's weights by name, ``<layer>/<kind of weight>``, float32."""
    from tensorflowjs.read_weights import read_weights

    manifest = json.loads((model / "model.json").read_text())["weightsManifest"]
    return {weight["name"]: weight["data"].astype(np.float32) for weight in read_weights(manifest, str(model), flatten=True)}


def by_name(network) -> Iterator[tuple[str, Any]]:
    """A Keras network's variables, each by the name that its weight has in a tfjs layers model."""
    for layer in network.layers:
        for variable in layer.weights:
            yield f"{layer.name}/{variable.name.split('/')[-1].split(':')[0]}", variable


def take(network, given: dict[str, np.ndarray]) -> None:
    """Sets a Keras network's weights, in place, to those of the same names.

    Raises:
        click.ClickException: if one is missing, or has another shape: the network is another one.
    """
    for name, variable in by_name(network):
        if name not in given or given[name].shape != tuple(variable.shape):
            raise click.ClickException(f"these are another network's weights: {name} should be {tuple(variable.shape)}, "
                                       f"and is {given[name].shape if name in given else 'not there'}")
        variable.assign(given[name])


def network(recipe: Path):
    """A recipe's MobileNet V2 as the Object Detection API builds and restores it, weights random."""
    prepare()
    from object_detection.builders import model_builder

    extractor = model_builder.build(pipeline.read(recipe).model, is_training=True).feature_extractor
    extractor.build((None, None, None, 3))
    return extractor.classification_backbone


def write(folder: Path, model: Path, recipe: Path = pipeline.RECIPE) -> Path:
    """Writes the checkpoint that ``fine_tune_checkpoint_type: "classification"`` restores; returns its path.

    Args:
        model: folder of the tfjs layers model whose weights it takes.
    """
    backbone = network(recipe)  # before all else: it decides which Keras this process has
    take(backbone, weights(model))
    import tensorflow as tf

    # save, not write: the API asks for a counter of savings, too.
    return Path(tf.train.Checkpoint(feature_extractor=backbone).save(str(folder / CHECKPOINT)))


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default="data/backbone", show_default=True)
def main(out: Path) -> None:
    """Fetch MobileNet V2's weights and write them as the Object Detection API reads them."""
    print(write(out, fetch(out)))


if __name__ == "__main__":
    main()
