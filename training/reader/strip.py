"""Cuts the strip of picture along a link's line, as ``web_src/scan/strip.js`` does.

Both are held to ``tests/vectors/strip.json``: what a reader learns on must be
what it will see on the phone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from training.detector.decode import Candidate
from training.reader.tones import dark_on_light

# What a strip shows, in heights of the letter h: room for accents and descenders.
ABOVE, BELOW = 1.32, 0.5
BEFORE = 0.6  # paper before the first letter
BEYOND = 5.0  # past where the detector saw the link end
EXTEND = 90.0  # longest strip


@dataclass
class Strip:
    """A straightened line of print."""

    image: np.ndarray  # uint8 [height, width], dark on light
    points: np.ndarray  # float64 [width, 3]: x, y, slope of the baseline in the picture
    cut_by_edge: bool


def seen_length(candidate: Candidate) -> float:
    """How far the link was seen to run, px; its prefix at least."""
    end = candidate.baseline[-1][0] if candidate.baseline else candidate.prefix_end
    return max(end, candidate.prefix_end) - candidate.x


def curve(candidate: Candidate) -> tuple[float, float, float]:
    """Least-squares parabola y = a + b t + c t², t = x - candidate.x."""
    points = np.asarray(candidate.baseline)
    if len(points) < 3:
        return candidate.y, candidate.slope, 0.0
    span = points[-1, 0] - candidate.x or 1.0
    long = len(points) >= 5 and span > 12 * candidate.height
    t = (points[:, 0] - candidate.x) / span
    coefficients = np.polyfit(t, points[:, 1] - candidate.y, 2 if long else 1)[::-1]
    a, b, c = (*coefficients, 0.0)[:3]
    return candidate.y + a, b / span, c / span**2


def path_of(candidate: Candidate) -> Callable[[float], tuple[float, float]]:
    """A candidate's baseline, made even: y and slope at any x of the picture; see ``baselineOf`` in ``path.js``."""
    a, b, c = curve(candidate)
    last = seen_length(candidate)

    def at(x: float) -> tuple[float, float]:
        # Beyond what was seen the line goes on straight: a parabola would run away.
        t = min(max(x - candidate.x, 0.0), last)
        slope = b + 2 * c * t
        return a + b * t + c * t * t + slope * (x - candidate.x - t), slope

    return at


def path_along(candidate: Candidate, width: int, height: int, before: float, length: float,
               step: float) -> tuple[np.ndarray, bool]:
    """Points of the line to cut along; see ``pathAlong`` in ``path.js``."""
    at = path_of(candidate)
    points = []
    x, at_edge = candidate.x - before, False
    while x < candidate.x + length:
        y, slope = at(x)
        if x >= width or y - candidate.height >= height or y <= 0:
            at_edge = x >= width
            break
        if x >= 0:
            points.append((x, y, slope))
        x += step / np.hypot(1, slope)
    return np.array(points).reshape(-1, 3), at_edge


def cut_strip(picture: np.ndarray, candidate: Candidate, height: int, extend: float = EXTEND,
              beyond: float = BEYOND) -> Strip | None:
    """Cuts a strip.

    Args:
        picture: uint8 [height, width], grey, at full resolution.
        candidate: in the picture's pixels.
        height: of the strip, px.
        extend: longest strip, in heights of the letter h.
        beyond: how far past the link's seen end, in the same.

    Returns:
        None where the candidate lies outside the picture.
    """
    scale = (ABOVE + BELOW) * candidate.height / height
    length = min(extend * candidate.height, seen_length(candidate) + beyond * candidate.height)
    points, at_edge = path_along(candidate, picture.shape[1], picture.shape[0],
                                 BEFORE * candidate.height, length, scale)
    if not len(points):
        return None
    return Strip(dark_on_light(sample(picture, points, scale, height)), points, at_edge)


def sample(picture: np.ndarray, points: np.ndarray, scale: float, height: int) -> np.ndarray:
    """Fetches the pixels across the path, several samples to each where it shrinks."""
    fine = int(max(1, min(6, np.floor(scale + 0.5))))
    base = ABOVE / (ABOVE + BELOW) * height
    x, y, slope = points.T
    n = np.hypot(1, slope)
    tx, ty = scale / n, scale * slope / n
    total = np.zeros((height, len(points)), np.float64)
    rows = np.arange(height)[:, None]
    for j in range(fine):
        down = rows + (j + 0.5) / fine - base
        for i in range(fine):
            along = (i + 0.5) / fine - 0.5
            px = x + along * tx - down * ty - 0.5
            py = y + along * ty + down * tx - 0.5
            total += cv2.remap(picture.astype(np.float32), px.astype(np.float32), py.astype(np.float32),
                               cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.floor(total / fine**2 + 0.5).astype(np.uint8)
