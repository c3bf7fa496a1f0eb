"""Exports a trained reader: shards for the browser, weights for fine-tuning.

    python -m model_export.reader.export --model runs/reader/last.weights.h5
    python -m training.reader.calibrate
    python -m model_export.reader.export --model runs/careful/last.weights.h5
    python -m training.reader.calibrate --export model_export/reader/careful

Writes ``web/`` (model.json and shards), ``reader.weights.h5`` and
``reader.json`` (what the browser must know besides the graph), the careful reader's
into ``careful``. Other weights are as sure as they are: a new export forgets the
calibration of the last.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import click
import keras
import numpy as np

from model_export import chromium, tfjs
from training.reader import dataset
from training.reader.charset import CHARACTERS
from training.reader.confidence import NEUTRAL
from training.reader.ctc import probabilities, read
from training.reader.model import QUICK, fold, load, shape_of

HERE = Path(__file__).parent
# Most of a reader's weights are in its pointwise kernels. Those of the last block and of the logits hold a few
# values far from all others: in 8 bits, which share their range evenly, the rest would be told apart too coarsely.
MIXED = {"uint8": ["*/r[0-9]*_pointwise_*/convolution/*", "*/t_[a-f]_pointwise_*/convolution/*"], "float16": True}
STORED = {"float16": "float16", "mixed": MIXED, "none": None}


class Difference(NamedTuple):
    """Between what Chromium and Keras see in sample strips."""

    step: float  # of a probability in one time step, the largest
    character: float  # of a character's confidence, likewise; 1 where another text is read


# By how weights are stored.
LARGEST = {"float16": Difference(0.02, 0.02), "mixed": Difference(0.1, 0.02), "none": Difference(0.01, 0.01)}
# Of the careful reader in 8 bits a character may show a step earlier or later, which changes nothing that is read.
LARGEST_CAREFUL = {**LARGEST, "mixed": Difference(0.5, 0.1)}
# Strips are widened with white to a multiple of this, px: a graphics card compiles its programs
# for each new width.
MULTIPLE = 64


def metadata(characters: str = CHARACTERS) -> dict:
    """Constants that the browser's reading shares with Python's; the characters are those that a reader tells apart."""
    return {"height": dataset.HEIGHT, "step": dataset.STEP, "multiple": MULTIPLE, "characters": characters}


#: What calibration finds out; until then a reader is taken at its word, and hardly trusted.
UNCALIBRATED = {"temperature": 1.0, "calibration": NEUTRAL, "sure": 0.995, "agreement": 1.0}


def sample_strips() -> list[np.ndarray]:
    """Strips as the reader meets them, of a few widths, and one of noise; uint8 [HEIGHT, width]."""
    from training.detector.decode import Candidate
    from training.pages.page import Line
    from training.reader.strip import cut_strip

    rng = np.random.default_rng(0)
    strips = [rng.integers(0, 256, (dataset.HEIGHT, 96), dtype=np.uint8)]
    for text in ("https://example.org/parity", "see www.example.org/a?b=c."):
        picture, line = _printed(text)
        assert isinstance(line, Line)
        candidate = Candidate("prefix", 1.0, float(line.spans[0, 0]), line.baseline, line.height, 0.0,
                              float(line.spans[6, 1]), [(float(x), line.baseline) for x in line.spans[:, 0]])
        strips.append(cut_strip(picture, candidate, dataset.HEIGHT).image)
    return strips


def _printed(text: str):
    """A line of text on white, and its truth."""
    from PIL import Image, ImageDraw, ImageFont

    from training.pages.page import Line

    font = ImageFont.load_default(28)
    ends = [font.getlength(text[: i + 1]) for i in range(len(text))]
    image = Image.new("L", (int(ends[-1]) + 120, 90), 255)
    ImageDraw.Draw(image).text((30, 60), text, font=font, fill=0, anchor="ls")
    spans = np.array([[30 + a, 30 + b] for a, b in zip([0.0, *ends], ends)], np.float32)
    return np.asarray(image), Line(text, spans, 60.0, float(-font.getbbox("h", anchor="ls")[1]))


def parity(model: keras.Model, web: Path, browser=None) -> Difference:
    """Compares the exported graph in Chromium with Keras on sample strips."""
    strips = sample_strips()
    meta = {**metadata(shape_of(model).characters), **UNCALIBRATED}
    found = chromium.run_reader(web, strips, meta, browser=browser)
    each = [difference(logits, read_logits(model, strip)) for strip, (logits, _) in zip(strips, found)]
    return Difference(*np.max(each, 0))


def difference(logits: np.ndarray, expected: np.ndarray) -> Difference:
    """Of one strip, logits float32 [steps, classes] each."""
    step = float(np.abs(probabilities(logits) - probabilities(expected)).max())
    here, there = read(logits), read(expected)
    if here.text != there.text:
        return Difference(step, 1.0)
    apart = (abs(a.confidence - b.confidence) for a, b in zip(here.characters, there.characters))
    return Difference(step, max(apart, default=0.0))


def read_logits(model: keras.Model, strip: np.ndarray) -> np.ndarray:
    """What the app's reader sees in a strip, uint8 [HEIGHT, width]: logits, float32 [steps, classes]."""
    height, width = strip.shape
    wide = np.full((1, height, -(-width // MULTIPLE) * MULTIPLE, 1), 255, np.float32)
    wide[0, :, :width, 0] = strip
    return np.asarray(model(wide, training=False))[0, 0, : width // dataset.STEP]


def export(weights: Path, folder: Path, stored: str = "mixed") -> dict:
    """Writes a folder as model_export/reader; returns what ``tfjs.convert`` counts.

    Args:
        weights: of the trained network, .weights.h5.
        folder: gets web/, reader.weights.h5 and reader.json.
        stored: how, see STORED.
    """
    model = load(weights)
    kept = folder / "reader.weights.h5"
    summary = tfjs.convert(fold(model), folder / "web", STORED[stored])
    if not (kept.exists() and kept.samefile(weights)):
        shutil.copyfile(weights, kept)
        (folder / "reader.json").unlink(missing_ok=True)
    write_metadata(folder, characters=shape_of(model).characters)
    return summary


def write_metadata(folder: Path, **known) -> None:
    """Updates reader.json: today's constants, and what calibration or the export knows, here or before."""
    path = folder / "reader.json"
    before = json.loads(path.read_text()) if path.exists() else UNCALIBRATED
    constants = metadata(before.get("characters", CHARACTERS))
    path.write_text(json.dumps({**before, **constants, **known}, indent=1) + "\n")


@click.command()
@click.option("--model", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              default=HERE / "reader.weights.h5", show_default=True, help="Trained .weights.h5 of either reader.")
@click.option("--stored", type=click.Choice(list(STORED)), default="mixed", show_default=True,
              help="How weights are stored; mixed: most in 8 bits, the others in 16.")
def main(source: Path, stored: str) -> None:
    """Export a reader for the browser."""
    tfjs.quiet()
    try:
        model = load(source)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    careful = shape_of(model) != QUICK
    folder = HERE / "careful" if careful else HERE
    folder.mkdir(exist_ok=True)
    summary = export(source, folder, stored)
    print(f"{folder}: {summary['bytes']} bytes, {summary['nodes']} nodes: {summary['operations']}")
    off = parity(model, folder / "web")
    print(f"largest differences between Chromium and Keras: {off.step:.4f} in a step, {off.character:.4f} of a character")
    if any(here > most for here, most in zip(off, (LARGEST_CAREFUL if careful else LARGEST)[stored])):
        raise click.ClickException("Chromium computes something else than Keras")


if __name__ == "__main__":
    main()
