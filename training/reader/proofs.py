"""Proofs: lines of print cut straight from their page, before any camera saw them.

A strip (``dataset.example``) is photographed once, and its light, blur and noise can be
learned by heart with it. A proof is cut where such a strip would be, finer and with some
room above and below; ``photograph`` makes another strip of it each time it is used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from training.pages import fonts
from training.pages.page import Line, Page
from training.pages.wear import wear
from training.reader import lines
from training.reader.charset import to_classes
from training.reader.dataset import HEIGHT, WORN, all_faces, fits, row, stretch
from training.reader.strip import ABOVE, BEFORE, BELOW

FINE = 1.5  # px of proof to one of strip
ROOM = 8  # px of proof above and below what the strip shows
ROWS = int(HEIGHT * FINE) + 2 * ROOM
DRAWN = 0.8  # share of proofs from lines drawn for the purpose, the others from pages
A_PAGE = 4  # proofs of one page: a line may be cut twice, with another end
LEAST, LEAST_CHARACTERS = 24, 2  # px of strip
# What the detector and ``align`` leave, measured on 400 strips: of ln height mean and standard deviation, of the
# start in heights; and what a camera that looks aslant does: to the width, and how far letters lean.
HEIGHT_ERROR, START_ERROR, WIDTH_ERROR, LEAN = (0.04, 0.1), 0.2, 0.05, 0.03


@dataclass
class Proof:
    """A straight line of print."""

    image: np.ndarray  # uint8 [ROWS, FINE * width]
    width: int  # px of the strip that it becomes
    classes: list[int]


def proof(rng: np.random.Generator, page: Page, widest: int) -> Proof | None:
    """A proof of some line of a page, no wider than ``widest`` px of strip; None where nothing fits."""
    chosen = stretch(rng, page, widest)
    if chosen is None:
        return None
    index, first, end = chosen
    line = page.lines[index]
    height = line.height * float(np.exp(rng.normal(*HEIGHT_ERROR)))
    along = (ABOVE + BELOW) * height / HEIGHT * float(np.exp(rng.normal(0, WIDTH_ERROR)))  # page px to one of strip
    left = line.spans[first, 0] - height * (BEFORE + rng.normal(0, START_ERROR))
    beyond = float(rng.uniform(1, 6)) * height
    end = min(end, int(np.searchsorted(line.spans[:, 1], left + widest * along - beyond)))
    if end - first < LEAST_CHARACTERS or line.height < 5:
        return None
    width = int((line.spans[end - 1, 1] + beyond - left) / along)
    classes = classes_between(row(page, line), left, left + width * along)
    if not LEAST <= width <= widest or not fits(width, classes):
        return None
    return Proof(cut(page.image, line.baseline, left, height, along, width, rng.normal(0, LEAN)), width, classes)


def cut(image: np.ndarray, baseline: float, left: float, height: float, along: float, width: int, lean: float) -> np.ndarray:
    """Fetches a proof.

    Args:
        image: uint8 [height, width].
        baseline, left, height: of what is cut, page px.
        along: page px to one px of strip.
        width: px of strip.
        lean: px that letters lean to a side for each that they rise.
    """
    right, down = along / FINE, (ABOVE + BELOW) * height / (ROWS - 2 * ROOM)
    top = baseline - ABOVE * height - ROOM * down
    # From the proof's px to the page's; of both, centres lie at half px.
    to_page = np.array([[right, lean * down, left + right / 2 + lean * (top - baseline) - 0.5],
                        [0, down, top + down / 2 - 0.5]])
    finer = max(right, down)
    if finer > 1.5:
        image = cv2.resize(image, None, fx=1 / finer, fy=1 / finer, interpolation=cv2.INTER_AREA)
        to_page = (to_page + [[0, 0, 0.5]] * 2) / finer - [[0, 0, 0.5]] * 2
    return cv2.warpAffine(image, to_page, (round(width * FINE), ROWS), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                          borderMode=cv2.BORDER_REPLICATE)


def classes_between(line: Line, left: float, right: float) -> list[int]:
    """As ``dataset.seen_classes``: of the characters most of whose width lies between two places of a line."""
    inside = np.clip(line.spans, left, right)
    share = (inside[:, 1] - inside[:, 0]) / np.maximum(line.spans[:, 1] - line.spans[:, 0], 1e-6)
    return to_classes(" ".join("".join(char for char, on in zip(line.text, share > 0.55) if on).split()))


def batch(seed: int, stems: list[str], font_folder: str, count: int, widest: int) -> list[Proof]:
    """``count`` proofs, the same for the same arguments; see ``dataset.batch``."""
    rng = np.random.default_rng([seed, 13])
    folder = Path(font_folder)
    faces = [face for face in all_faces(folder) if not fonts.is_test_family(face.family)]
    found: list[Proof] = []
    while len(found) < count:
        drawn = not stems or rng.random() < DRAWN
        page = lines.render(rng, faces, folder) if drawn else Page.load(Path(stems[int(rng.integers(len(stems)))]))
        if page.lines and rng.random() < WORN:
            height = float(np.median([line.height for line in page.lines]))
            page = replace(page, image=wear(rng, page.image, height, 0.25 if drawn else 0.0))
        made = (proof(rng, page, widest) for _ in range(A_PAGE))
        found += [one for one in made if one]
    return found[:count]
