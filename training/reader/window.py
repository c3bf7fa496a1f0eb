"""A stretch of a line of print, straightened and coarse: its ink without underlines and rules.

The twin of ``web_src/scan/window.js``.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

FINE = 10  # rows and columns to a height of the letter h
TOP, BOTTOM = 18, 11  # rows above and below the baseline
LETTERS = slice(8, 19)  # rows that hold a line's letters
LEAST_RANGE = 16  # grey values between ink and paper, at least
PAPER = 0.75  # this share of a window is darker than its paper, where print is dark
RULE = 18  # ink in a row this long is an underline's or a table's rule, px
RULED = 0.4  # ink that such a row has at least


@dataclass
class Tones:
    """Of a line's print."""

    inverted: bool  # light on dark
    span: float  # grey values between ink and paper


def window(picture: np.ndarray, x: float, y: float, slope: float, height: float, cols: int) -> np.ndarray:
    """Looks along and across a line from a point of its baseline on.

    Args:
        picture: uint8 [height, width].
        x, y: the point, px.
        slope: dy/dx of the baseline.
        height: of the letter h, px.
        cols: of the window, FINE of them to a height.

    Returns:
        uint8 [TOP + BOTTOM, cols].
    """
    scale, n = height / FINE, np.hypot(1, slope)
    along = (np.arange(cols) + 0.5) * scale / n
    down = (np.arange(TOP + BOTTOM)[:, None] + 0.5 - TOP) * scale / n
    px, py = x + along - down * slope - 0.5, y + along * slope + down - 0.5
    grey = cv2.remap(picture, px.astype(np.float32), py.astype(np.float32), cv2.INTER_LINEAR,
                     borderMode=cv2.BORDER_REPLICATE)
    return np.floor(grey + 0.5).astype(np.uint8)


def part(values: np.ndarray, share: float) -> float:
    """The value that this share of them lies below."""
    ordered = np.sort(values, axis=None)
    return float(ordered[min(len(ordered) - 1, int(share * len(ordered)))])


def tones_of(grey: np.ndarray) -> Tones:
    """Print covers less than half of a line and the paper around it, so the middle tone is near the ground's."""
    low, middle, high = (part(grey, share) for share in (0.03, 0.5, 0.97))
    return Tones(middle - low < high - middle, max(LEAST_RANGE, high - low))


def ink_of(grey: np.ndarray, tones: Tones) -> np.ndarray:
    """Ink 0 to 1, float64 of the window's shape; paper is what most of the window is."""
    light = 255.0 - grey if tones.inverted else grey.astype(np.float64)
    ink = np.clip((part(light, PAPER) - light) / tones.span, 0, 1)
    sums = np.pad(np.cumsum(ink > RULED, 1), ((0, 0), (1, 0)))
    for row, col in zip(*np.nonzero(sums[:, RULE:] - sums[:, :-RULE] == RULE)):
        ink[max(0, row - 1):row + 2, col:col + RULE] = 0.0
    return ink
