"""Follows the print of a link's line: where its baseline runs, and where it ends.

The detector sees a small picture, and may lose a link before its end: a strip cut
along what it saw may leave the line. So the line is followed in the full picture,
window by window, by what every line of print has: an edge from ink to paper at its
baseline, and one from paper to ink at the top of its small letters.

The twin of ``web_src/scan/align.js``; both are held to ``tests/vectors/align.json``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from training.detector.decode import Candidate
from training.reader.strip import path_of, seen_length
from training.reader.window import FINE, LETTERS, TOP, ink_of, tones_of, window

# All lengths are in heights of the letter h unless something else is said. The numbers were chosen on simulated
# photos of 390 links on training pages: with them the baseline is off by more than 0.15 heights on 8 % of the
# links, on 12 % as the detector saw it.
FIRST = 5.0  # width of the first window at most
WINDOW = 3.0  # of the others
STEP = 1.5  # from one to the next
OFFSETS = np.arange(-5, 6) * 0.05  # of the baseline from where it is expected; down is positive
SMALL = np.array([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0])  # heights of small letters; 1 for capitals
USUAL_SMALL = 0.7
EDGE = 2  # rows on either side of an edge
TOP_COUNTS = 0.7  # the small letters' edge, beside the baseline's
OFF_COSTS, SMALL_COSTS = 0.04, 0.02  # what a tenth away from the expected costs
LEAST = 0.08  # edges weaker than this are no print
GAIN, TURN = 0.4, 0.08  # how much of a window's offset the line is moved, and turned by, at once
INKED = 0.35  # ink from which a column holds a letter
GAP = 5  # columns of paper that end the link once the detector no longer sees it
FURTHEST = 60.0  # beyond where it saw the link end
CURVED = 12.0  # lines longer than this may bend another way than the detector saw
# Standard deviations: of a window's offset, and of what the detector saw: its y, its slope, its curve.
MEASURED, SEEN = 0.06, np.array([0.08, 0.03, 0.02])
STRAY = 0.08  # a window that is this far off the line counts a quarter
LOW = 0.01  # the steepest edge lies this much below the baseline: round letters reach lower


def _edges(profile: np.ndarray) -> np.ndarray:
    """Between rows: ink above minus ink below, means over EDGE rows; float64 [rows + 1]."""
    sums = np.concatenate([[0.0], np.cumsum(profile)])
    rows = np.arange(len(profile) + 1)
    up, down = np.maximum(rows - EDGE, 0), np.minimum(rows + EDGE, len(profile))
    return (2 * sums[rows] - sums[up] - sums[down]) / EDGE


def _at(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Between the values, and the outer ones beyond."""
    low = np.clip(np.floor(places).astype(int), 0, len(values) - 2)
    part = np.clip(places - low, 0, 1)
    return values[low] * (1 - part) + values[low + 1] * part


def _scores(ink: np.ndarray, small: np.ndarray | float) -> np.ndarray:
    """How much each of OFFSETS looks like a baseline with small letters so high on it; float64 […, offsets]."""
    edges = _edges(ink.mean(1))
    at = TOP + OFFSETS * FINE
    tops = at - np.asarray(small)[..., None] * FINE
    return _at(edges, at) - TOP_COUNTS * _at(edges, tops) - OFF_COSTS * (OFFSETS / 0.1) ** 2


def _small_letters(ink: np.ndarray) -> float:
    """How high a line's small letters are, by its first window."""
    scores = _scores(ink, SMALL) - SMALL_COSTS * ((SMALL[:, None] - USUAL_SMALL) / 0.1) ** 2
    return float(SMALL[scores.max(1).argmax()])


def _best(scores: np.ndarray) -> float | None:
    """The offset of the best score, between its neighbours; None where there is no print."""
    best = int(np.argmax(scores))
    if scores[best] <= LEAST:
        return None
    if not 0 < best < len(scores) - 1:
        return float(OFFSETS[best])
    a, b, c = scores[best - 1:best + 2]
    return float(OFFSETS[best] + 0.05 * 0.5 * (a - c) / min(a - 2 * b + c, -1e-9))


@dataclass
class _Followed:
    """How far print lies below where the detector saw its baseline; both float64 [windows], heights."""

    along: np.ndarray  # from the start
    below: np.ndarray
    end: float  # x where the link ends, px


def _follow(picture: np.ndarray, candidate: Candidate) -> _Followed:
    height, path = candidate.height, path_of(candidate)
    seen = seen_length(candidate) / height
    x, below, turned, gone, paper = candidate.x, 0.0, 0.0, 0.0, 0
    first = window(picture, x, *path(x), height, int(np.clip(seen, WINDOW, FIRST) * FINE))
    tones = tones_of(first)
    small = _small_letters(ink_of(first, tones))
    along, found = [], []
    while gone < seen + FURTHEST and x < picture.shape[1]:
        y, slope = path(x)
        slope += turned
        px = height / np.hypot(1, slope)  # of x, to a height along the line
        ink = ink_of(window(picture, x, y + below * height, slope, height, int(WINDOW * FINE)), tones)
        for col, inked in enumerate((ink[LETTERS, :int(STEP * FINE)] > INKED).any(0), 1):
            paper = 0 if inked else paper + 1
            if paper >= GAP and gone + col / FINE >= seen:
                return _Followed(np.array(along), np.array(found), x + (col - paper) / FINE * px)
        off = _best(_scores(ink, small))
        if off is not None:
            along.append((x + WINDOW / 2 * px - candidate.x) / height)
            found.append(below + turned * WINDOW / 2 + off)
        below += GAIN * (off or 0) + turned * STEP
        turned += TURN * (off or 0)
        x, gone = x + STEP * px, gone + STEP
    return _Followed(np.array(along), np.array(found), min(x, float(picture.shape[1])))


def _even(line: _Followed) -> np.ndarray:
    """The likeliest straight line, or parabola where it is long, through what was found: its coefficients."""
    order = 3 if line.along[-1] > CURVED and len(line.along) >= 5 else 2
    length = max(1.0, line.along[-1])
    powers = (line.along / length)[:, None] ** np.arange(order)
    prior = (MEASURED / (SEEN[:order] * [1, length, length][:order])) ** 2
    weights = np.ones(len(line.along))
    for _ in range(3):
        normal = (powers * weights[:, None]).T
        found = np.linalg.solve(normal @ powers + np.diag(prior), normal @ line.below)
        weights = 1 / (1 + ((line.below - powers @ found) / STRAY) ** 2) ** 2
    return found / length ** np.arange(order)


def align(picture: np.ndarray, candidate: Candidate) -> Candidate:
    """The candidate, its baseline as the print has it.

    Args:
        picture: uint8 [height, width], grey, at full resolution.
        candidate: in the picture's pixels.

    Returns:
        One whose baseline runs to the first gap beyond where the detector saw the link end. Where there is no
        print to follow, the candidate itself.
    """
    line = _follow(picture, candidate)
    if not len(line.along):
        return candidate
    below, path, height = _even(line), path_of(candidate), candidate.height
    length = max(line.end - candidate.x, STEP * height)
    # Beyond the last window a parabola would run away.
    furthest = line.along[-1] + WINDOW / 2
    baseline = []
    for t in np.linspace(0, length, max(5, len(line.along))):
        moved = float(min(t / height, furthest) ** np.arange(len(below)) @ below)
        baseline.append((float(candidate.x + t), float(path(candidate.x + t)[0] + (moved - LOW) * height)))
    return replace(candidate, y=baseline[0][1], slope=float(path(candidate.x)[1] + below[1]), baseline=baseline)
