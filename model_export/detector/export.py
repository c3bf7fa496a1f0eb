"""Exports the trained detector: shards for the browser, weights for fine-tuning.

    python -m model_export.detector.export --model runs/detector/last.keras

Writes ``web/`` (model.json and shards), ``detector.weights.h5`` and
``detector.json`` (what the browser must know besides the graph).
"""

from __future__ import annotations

import json
from pathlib import Path

import click
import keras
import numpy as np

from model_export import chromium, tfjs
from training.detector import decode, maps
from training.detector.model import SMALL, fold, load, shape_of

HERE = Path(__file__).parent
WEIGHTS = HERE / "detector.weights.h5"


# Weights are stored in 16 bits; a logit off by this much moves a probability by 1 %.
LARGEST_ERROR = 0.05


def parity(model: keras.Model) -> float:
    """Largest difference between the exported graph in Chromium and a Keras model.

    Compared on noise and on steps of grey: any operation that differs shows there.
    """
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (96, 160), dtype=np.uint8)
    steps = np.kron(rng.integers(0, 256, (8, 10), dtype=np.uint8), np.ones((16, 16), np.uint8))
    pictures = [noise, steps]
    expected = [np.asarray(model(p[None, ..., None].astype(np.float32), training=False))[0] for p in pictures]
    found = chromium.run_detector(HERE / "web", pictures)
    return max(float(np.abs(maps - truth).max()) for (maps, _), truth in zip(found, expected))


def metadata() -> dict:
    """Constants that the browser's decoding shares with Python's."""
    return {
        "stride": maps.STRIDE, "reach": maps.REACH, "channels": maps.CHANNELS, "multiple": 32,
        "cell": decode.CELL, "weakBare": decode.WEAK_BARE, "onLink": decode.ON_LINK,
        "sameX": decode.SAME_X, "sameY": decode.SAME_Y, "sameHeight": decode.SAME_HEIGHT,
        "longestGap": decode.LONGEST_GAP,
        "smallest": maps.SMALLEST, "largest": maps.LARGEST,
    }


@click.command()
@click.option("--model", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=WEIGHTS, show_default=True,
              help="Trained weights, .keras or .weights.h5.")
@click.option("--quantise", type=click.Choice(["float16", "uint8", "none"]), default="float16",
              show_default=True)
def main(source: Path, quantise: str) -> None:
    """Export the detector for the browser."""
    tfjs.quiet()
    try:
        model = load(source)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if shape_of(model) != SMALL:
        raise click.ClickException(f"{source} is no detector for the app, but one that it may learn from: train with --teacher {source}")
    model.save_weights(WEIGHTS)
    summary = tfjs.convert(fold(model), HERE / "web", None if quantise == "none" else quantise)
    (HERE / "detector.json").write_text(json.dumps(metadata(), indent=2) + "\n")
    print(f"{summary['bytes']} bytes, {summary['nodes']} nodes: {summary['operations']}")
    error = parity(model)
    print(f"largest difference between Chromium and Keras: {error:.4f}")
    if error > LARGEST_ERROR:
        raise click.ClickException(f"Chromium computes something else than Keras: off by {error:.3f}")


if __name__ == "__main__":
    main()
