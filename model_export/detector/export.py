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

from model_export import tfjs
from training.detector import decode, maps
from training.detector.loss import detector_loss  # noqa: F401  (registers it for loading)
from training.detector.model import build, fold

HERE = Path(__file__).parent
WEIGHTS = HERE / "detector.weights.h5"


def metadata() -> dict:
    """Constants that the browser's decoding shares with Python's."""
    return {
        "stride": maps.STRIDE, "reach": maps.REACH, "channels": maps.CHANNELS, "multiple": 32,
        "cell": decode.CELL, "onLink": decode.ON_LINK,
        "sameX": decode.SAME_X, "sameY": decode.SAME_Y, "sameHeight": decode.SAME_HEIGHT,
        "longestGap": decode.LONGEST_GAP,
        "smallest": maps.SMALLEST, "largest": maps.LARGEST,
    }


@click.command()
@click.option("--model", "source", type=click.Path(path_type=Path, exists=True), default=None,
              help="A trained .keras file; default: the committed weights.")
@click.option("--quantise", type=click.Choice(["float16", "uint8", "none"]), default="float16",
              show_default=True)
def main(source: Path | None, quantise: str) -> None:
    """Export the detector for the browser."""
    tfjs.quiet()
    model = build()
    if source:
        model.set_weights(keras.models.load_model(source, compile=False).get_weights())
        model.save_weights(WEIGHTS)
    else:
        model.load_weights(WEIGHTS)
    summary = tfjs.convert(fold(model), HERE / "web", None if quantise == "none" else quantise)
    (HERE / "detector.json").write_text(json.dumps(metadata(), indent=2) + "\n")
    print(f"{summary['bytes']} bytes, {summary['nodes']} nodes: {summary['operations']}")


if __name__ == "__main__":
    main()
