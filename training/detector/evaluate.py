"""Measures the detector on pages it never saw.

    python -m training.detector.evaluate --model runs/detector/last.keras

Pages come from documents and fonts of the test split, the camera from seeds
that training never draws. A prefix counts as found where a candidate starts
within 0.6 of its letters' height in x and 0.4 in y, at a height within 30 %.
Prefixes cut by the picture's edge, or with letters outside the sizes asked
for, are neither asked for nor held against the detector.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import click
import cv2
import numpy as np
from tqdm import tqdm

from training.camera.light import expose
from training.camera.view import View, random_view
from training.detector import dataset, maps
from training.detector.decode import decode
from training.pages.page import Page, page_stems, prefix_spans

TEST_SEED = 90_001
SIZE = 640
SMALLEST_ASKED = 10.0  # px


@dataclass
class Truth:
    """A link's start in a picture."""

    kind: str
    prefix: bool
    x: float
    y: float
    height: float
    asked: bool


def starts(page: Page, view: View) -> list[Truth]:
    """The starts of links in a picture, in picture px."""
    found = []
    for link, line, x0, x1 in prefix_spans(page):
        ends = view.picture_points(np.array([[x0, line.baseline], [x1, line.baseline],
                                             [x0, line.baseline - line.height]]))
        (x, y), (right, _), (_, top) = ends
        height = line.height / max(1e-6, view.scale_at(x, y))
        if not (-height < x < view.width + height and -height < y < view.height + height):
            continue
        whole = x > 2 and right < view.width - 2 and top > 2 and y < view.height - 2
        found.append(Truth(link.kind, link.prefix_length > 0, x, y, height,
                           whole and SMALLEST_ASKED <= height <= maps.LARGEST * 0.9))
    return found


def shots(folders: list[Path], count: int, seed: int = TEST_SEED):
    """Yields (name of the condition, picture, truths): the test set, made afresh."""
    stems = [page_stems(folder) for folder in folders]
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        source = stems[i % len(stems)]
        page = Page.load(source[int(rng.integers(len(source)))])
        target, height = dataset.choose_target(rng, page)
        scale = min(2.5, np.exp(rng.uniform(np.log(10.5), np.log(44))) / height)
        view = random_view(rng, SIZE, SIZE, target, scale)
        picture = view.photograph(page.image, float(rng.uniform(0, 255)))
        picture = expose(rng, picture, cv2.flip(picture, 0) if rng.random() < 0.15 else None,
                         finest=height * scale)
        yield folders[i % len(folders)].parent.name, picture, starts(page, view)


def matches(truth: Truth, candidate) -> bool:
    """Whether a candidate is a truth found."""
    return (abs(candidate.x - truth.x) <= 0.6 * truth.height
            and abs(candidate.y - truth.y) <= 0.4 * truth.height
            and abs(np.log(candidate.height / truth.height)) <= np.log(1.3))


def measure(run, pictures, threshold: float) -> dict:
    """Counts hits, misses and false alarms.

    Args:
        run: uint8 [H, W] → raw maps [rows, cols, CHANNELS].
        pictures: as ``shots`` yields.
        threshold: candidates below this score are not shown.
    """
    asked, found = defaultdict(int), defaultdict(int)
    false, offsets = {"prefix": 0, "bare": 0}, []
    shown = {"prefix": 0, "bare": 0}
    for name, picture, truths in pictures:
        candidates = [c for c in decode(run(picture)) if c.score >= threshold]
        for truth in truths:
            if not truth.asked:
                continue
            hit = [c for c in candidates if matches(truth, c)]
            for key in ("prefix" if truth.prefix else "bare", truth.kind,
                        f"{'prefix' if truth.prefix else 'bare'}, {name}",
                        f"{'prefix' if truth.prefix else 'bare'}, {'10 to 16' if truth.height < 16 else 'above 16'} px"):
                asked[key] += 1
                found[key] += bool(hit)
            if hit:
                c = max(hit, key=lambda c: c.score)
                offsets.append(((c.x - truth.x) / truth.height, (c.y - truth.y) / truth.height,
                                np.log(c.height / truth.height)))
        for c in candidates:
            shown[c.kind] += 1
            # On or beside any start, asked for or not, is no false alarm.
            near = any(abs(c.x - t.x) < 6 * t.height and abs(c.y - t.y) < 0.8 * t.height for t in truths)
            edge = c.x < c.height or c.prefix_end > picture.shape[1] - 2
            false[c.kind] += not near and not edge
    return {
        "recall": {key: {"of": asked[key], "recall": round(found[key] / asked[key], 4)} for key in sorted(asked)},
        "precision": {kind: round(1 - false[kind] / max(1, shown[kind]), 4) for kind in shown},
        "median error in heights (x, y, ln height)": np.round(np.median(np.abs(offsets), 0), 3).tolist() if offsets else None,
    }


@click.command()
@click.option("--model", "source", type=click.Path(path_type=Path), default=None,
              help="A .keras file; default: the committed weights.")
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/test", "data/pages/designed/test"), show_default=True)
@click.option("--count", default=400, show_default=True)
@click.option("--threshold", default=0.4, show_default=True)
def main(source: Path | None, folders: tuple[Path, ...], count: int, threshold: float) -> None:
    """Print recall and precision of the detector on test pages."""
    import keras

    from training.detector.model import build, fold

    dataset.stems_of(list(folders))
    model = build()
    if source:
        model.set_weights(keras.models.load_model(source, compile=False).get_weights())
    else:
        model.load_weights(Path(__file__).parents[2] / "model_export/detector/detector.weights.h5")
    model = fold(model)

    def run(picture: np.ndarray) -> np.ndarray:
        return np.asarray(model(picture[None, ..., None].astype(np.float32)))[0]

    pictures = tqdm(shots(list(folders), count), total=count)
    print(json.dumps(measure(run, pictures, threshold), indent=2))


if __name__ == "__main__":
    main()
