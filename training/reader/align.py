"""Follows the print of a link's line: where its baseline runs, where it ends, and how high its letters are.

The detector sees a small picture, and may lose a link before its end: a strip cut
along what it saw leaves the line. So the line is followed in the full picture, window
by window, by what every line of print has: an edge from ink to paper at its baseline,
and one from paper to ink at the top of its small letters.

The twin of ``web_src/scan/align.js``; both are held to ``tests/vectors/align.json``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from training.detector.decode import Candidate
from training.reader.strip import seen_length
from training.reader.window import BOTTOM, FINE, LETTERS, TOP, ink_of, tones_of, window

FIRST = 5.0  # width of the first window at most, heights
WINDOW = 3.0  # of the others
STEP = 1.5  # from one to the next
OFFSETS = np.arange(-7, 8) * 0.05  # of the baseline from where it is expected, heights; down is positive
TILTS = np.arange(-4, 5) * 0.02  # in the first window, from the slope that the detector saw
SMALL = np.array([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0])  # heights of small letters tried there
USUAL_SMALL = 0.7
EDGE = 2  # rows on either side of an edge
TOP_COUNTS = 0.7  # the small letters' edge, beside the baseline's
# What a tenth of a height, a step of tilt and a tenth of the small letters' height away from the expected cost.
OFF_COSTS, TILT_COSTS, SMALL_COSTS = 0.006, 0.004, 0.02
LEAST = 0.06  # edges weaker than this are no print
GAIN, TURN = 0.42, 0.167  # how much of a window's offset the line is moved, and turned by, at once
INKED = 0.35  # ink from which a column holds a letter
GAP = 5  # columns of paper that end the link once the detector no longer sees it
FURTHEST = 60.0  # beyond where it saw the link end, heights
CURVED = 12.0  # lines longer than this may bend, heights
STRAY = 0.08  # a window that is this far off the line counts a quarter, heights
LOW = 0.045  # the steepest edge lies this much below the baseline: round letters reach lower, heights
# ln of the letters' height from that of the small ones, fitted on simulated photos of 390 links of typeset documents.
FROM_SMALL, SMALL_POWER = 0.27, 0.9
SMALL_RANGE = np.arange(45, 96, 5) / 100
MOST_CHANGE = 1.35


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


def _sheared(ink: np.ndarray, tilt: float) -> np.ndarray:
    """Row means of a window, as if its line went down by ``tilt`` a column; float64 [rows]."""
    cols = np.arange(ink.shape[1])
    rows = np.arange(len(ink))[:, None] + tilt * (cols + 0.5)
    low = np.clip(np.floor(rows).astype(int), 0, len(ink) - 2)
    part = np.clip(rows - low, 0, 1)
    return (ink[low, cols] * (1 - part) + ink[low + 1, cols] * part).mean(1)


def _score(edges: np.ndarray, small: np.ndarray | float) -> np.ndarray:
    """How much each of OFFSETS looks like a baseline with small letters so high on it; float64 […, offsets]."""
    at = TOP + OFFSETS * FINE
    tops = at - np.asarray(small)[..., None] * FINE
    return _at(edges, at) - TOP_COUNTS * _at(edges, tops) - OFF_COSTS * (OFFSETS / 0.1) ** 2


def _first_look(ink: np.ndarray) -> tuple[float, float, float]:
    """(offset, tilt, height of small letters) that the first window fits best."""
    unusual = SMALL_COSTS * ((SMALL - USUAL_SMALL) / 0.1) ** 2
    scores = np.stack([_score(_edges(_sheared(ink, tilt)), SMALL) - unusual[:, None]
                       - TILT_COSTS * (tilt / 0.02) ** 2 for tilt in TILTS])
    tilt, small, offset = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return float(OFFSETS[offset]), float(TILTS[tilt]), float(SMALL[small])


@dataclass
class _Followed:
    """A line, as far as it was followed."""

    points: np.ndarray  # of its baseline, float64 [n, 2]
    profile: np.ndarray  # mean ink of the rows around it, float64 [TOP + BOTTOM]
    end: float  # x


def _follow(picture: np.ndarray, candidate: Candidate) -> _Followed:
    height, x, slope = candidate.height, candidate.x, candidate.slope
    seen = seen_length(candidate) / height
    first = window(picture, x, candidate.y, slope, height, int(np.clip(seen, WINDOW, FIRST) * FINE))
    tones = tones_of(first)
    offset, tilt, small = _first_look(ink_of(first, tones))
    y = candidate.y + offset * height * np.hypot(1, slope)
    slope += tilt * (1 + slope**2)
    points, profile, gone, paper = [(x, y)], np.zeros(TOP + BOTTOM), 0.0, 0
    while gone < seen + FURTHEST and x < picture.shape[1] and 0 < y < picture.shape[0] + height:
        n = np.hypot(1, slope)
        ink = ink_of(window(picture, x, y, slope, height, int(WINDOW * FINE)), tones)
        for col, inked in enumerate((ink[LETTERS, :int(STEP * FINE)] > INKED).any(0), 1):
            paper = 0 if inked else paper + 1
            if paper >= GAP and gone + col / FINE >= seen:
                return _Followed(np.array(points), profile / max(1, len(points) - 1),
                                 x + (col - paper) / FINE * height / n)
        rows = ink.mean(1)
        scores = _score(_edges(rows), small)
        best = int(np.argmax(scores))
        off = OFFSETS[best] if scores[best] > LEAST else 0.0
        if scores[best] > LEAST:
            middle = WINDOW / 2 * height / n
            points.append((x + middle, y + middle * slope + off * height * n))
            profile += _at(rows, np.arange(TOP + BOTTOM) + off * FINE)
        step = STEP * height / n
        y += GAIN * off * height
        slope += TURN * off
        x, y = x + step, y + step * slope
        gone += STEP
    return _Followed(np.array(points), profile / max(1, len(points) - 1), min(x, float(picture.shape[1])))


def _even(points: np.ndarray, x: float, height: float) -> np.ndarray:
    """A parabola, or a straight line where it is short, strays counting little: [a, b, c] of t = X - x."""
    t = points[:, 0] - x
    order = 3 if t[-1] > CURVED * height and len(points) >= 5 else 2
    powers = (t / t[-1])[:, None] ** np.arange(order)
    weights = np.ones(len(points))
    for _ in range(3):
        normal = (powers * weights[:, None]).T
        found = np.linalg.solve(normal @ powers, normal @ (points[:, 1] - points[0, 1]))
        off = (points[:, 1] - points[0, 1] - powers @ found) / height
        weights = 1 / (1 + (off / STRAY) ** 2) ** 2
    found = found / t[-1] ** np.arange(order)
    return np.pad(found, (0, 3 - order)) + [points[0, 1], 0, 0]


def _letters(profile: np.ndarray) -> float:
    """What the candidate's height is to be multiplied with, by the height of the small letters."""
    edges = -_at(_edges(profile), TOP - SMALL_RANGE * FINE)
    best = int(np.argmax(edges))
    if edges[best] <= LEAST:
        return 1.0
    small = SMALL_RANGE[best]
    if 0 < best < len(edges) - 1:
        a, b, c = edges[best - 1:best + 2]
        small += 0.05 * 0.5 * (a - c) / min(a - 2 * b + c, -1e-9)
    return float(np.clip(np.exp(FROM_SMALL) * small**SMALL_POWER, 1 / MOST_CHANGE, MOST_CHANGE))


def align(picture: np.ndarray, candidate: Candidate) -> Candidate:
    """The candidate, its baseline and height as the print has them.

    Args:
        picture: uint8 [height, width], grey, at full resolution.
        candidate: in the picture's pixels.

    Returns:
        One whose baseline runs to the first gap beyond where the detector saw the link end. Where there is no
        print to follow, the candidate itself.
    """
    line = _follow(picture, candidate)
    if len(line.points) < 3:
        return candidate
    a, b, c = _even(line.points, candidate.x, candidate.height)
    a -= LOW * candidate.height * np.hypot(1, b)
    t = np.linspace(0, max(line.end - candidate.x, STEP * candidate.height), max(5, len(line.points)))
    return replace(candidate, y=float(a), slope=float(b), height=candidate.height * _letters(line.profile),
                   baseline=[(float(candidate.x + at), float(a + b * at + c * at * at)) for at in t])
