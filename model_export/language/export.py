"""Exports the trained language model: its weights, one byte each, for web_src/scan/language.js.

    python -m model_export.language.export --model runs/language/last.weights.h5

Writes ``web/language.bin``, ``language.json`` (shapes, scales, and how much the model's word counts)
and ``language.weights.h5``, for training on.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import keras
import numpy as np

from training.language.model import CONTEXT, build
from training.reader.charset import CHARACTERS

HERE = Path(__file__).parent

#: How much the model's word counts beside what the reader sees (`weight` of its logarithms), and how often text is
#: nothing that a model could know. Tried on strips of held-out pages, see MODEL_CARD.md.
COUNTS = {"weight": 0.3, "unknown": 0.5}


def quantised(model: keras.Model) -> tuple[bytes, list[dict]]:
    """The weights as int8, in the order of the layers, and of each tensor its name, shape and scale."""
    parts, rows = [], []
    for layer in model.layers:
        for variable in layer.weights:
            values = np.asarray(variable)
            scale = float(np.abs(values).max()) / 127 or 1.0
            parts.append(np.round(values / scale).astype(np.int8).tobytes())
            rows.append({"name": f"{layer.name}/{variable.name}", "shape": list(values.shape), "scale": scale})
    return b"".join(parts), rows


def restored(content: bytes, rows: list[dict]) -> list[np.ndarray]:
    """The weights that the browser computes with."""
    values, found = np.frombuffer(content, np.int8), []
    for row in rows:
        size = int(np.prod(row["shape"]))
        found.append(values[:size].reshape(row["shape"]).astype(np.float32) * row["scale"])
        values = values[size:]
    return found


def export(weights: Path, folder: Path) -> int:
    """Writes a folder as model_export/language; returns the bytes of the weights."""
    model = build()
    model.load_weights(weights)
    content, rows = quantised(model)
    (folder / "web").mkdir(parents=True, exist_ok=True)
    (folder / "web" / "language.bin").write_bytes(content)
    meta = {"characters": CHARACTERS, "context": CONTEXT, **COUNTS, "tensors": rows}
    (folder / "language.json").write_text(json.dumps(meta, indent=1) + "\n")
    kept = folder / "language.weights.h5"
    if not (kept.exists() and kept.samefile(weights)):
        shutil.copyfile(weights, kept)
    return len(content)


def load(folder: Path = HERE) -> keras.Model:
    """The exported model, with the weights that the browser has."""
    model = build()
    rows = json.loads((folder / "language.json").read_text())["tensors"]
    model.set_weights(restored((folder / "web" / "language.bin").read_bytes(), rows))
    return model


@click.command()
@click.option("--model", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=None,
              help="Trained .weights.h5; default: the committed weights.")
def main(source: Path | None) -> None:
    """Export the language model for the browser."""
    source = source or HERE / "language.weights.h5"
    if not source.exists():
        raise click.ClickException(f"{source} is missing: train the language model, then give --model")
    print(f"{export(source, HERE)} bytes")


if __name__ == "__main__":
    main()
