"""Upright boxes around prefixes, (left, top, right, bottom) in picture px: what COCO counts."""

from __future__ import annotations

import numpy as np

from training.camera.view import View
from training.detector.decode import Candidate
from training.pages.page import Line

DESCENT = 0.3  # of the p and the slashes below the baseline, in heights of the letter h


def around(corners: np.ndarray) -> np.ndarray:
    """The upright box around points, float [n, 2]."""
    return np.concatenate([corners.min(0), corners.max(0)])


def of_print(view: View, line: Line, x0: float, x1: float) -> np.ndarray:
    """The box around a stretch of a page's line as a view shows it; may reach over the picture's edge."""
    top, bottom = line.baseline - line.height, line.baseline + DESCENT * line.height
    return around(view.picture_points(np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]])))


def of_candidate(found: Candidate) -> np.ndarray:
    """The box around a candidate's prefix."""
    along = np.array([1.0, found.slope]) / np.hypot(1.0, found.slope)
    up = np.array([along[1], -along[0]])
    ends = np.array([[found.x, found.y], [found.prefix_end, found.y_at(found.prefix_end)]])
    return around(np.concatenate([ends + up * found.height, ends - up * DESCENT * found.height]))


def clipped(box: np.ndarray, width: int, height: int) -> np.ndarray:
    """The part of a box that is inside a picture."""
    return np.clip(box, 0, [width, height, width, height])


def share_inside(box: np.ndarray, width: int, height: int) -> float:
    """How much of a box is inside a picture, 0 to 1."""
    left, top, right, bottom = clipped(box, width, height)
    whole = max(1e-6, (box[2] - box[0]) * (box[3] - box[1]))
    return float(max(0.0, right - left) * max(0.0, bottom - top) / whole)
