"""Where the camera stands: the map from picture to page, and back.

A view maps every point of the picture to a point of the page: a perspective
(scale, tilt, turn) followed by a bend of the paper towards its spine. Pixels
are fetched along it, and labels read off it: its derivatives give a line's
slope and height at any place of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True)
class Bend:
    """Paper that rises towards its spine: y moves by ``depth`` page px there.

    The shift falls off with the distance from ``spine`` (x in page px) over
    ``reach`` page px. ``depth`` 0 is a flat page.
    """

    depth: float = 0.0
    spine: float = 0.0
    reach: float = 1.0

    def shift(self, x: np.ndarray) -> np.ndarray:
        """Vertical shift in page px at the page's x."""
        return self.depth * np.exp(-((x - self.spine) / self.reach) ** 2)


@dataclass(frozen=True)
class View:
    """A camera's view of a page: picture size and the map to page px."""

    width: int
    height: int
    to_page: np.ndarray  # float64 [3, 3], picture px → flat page px
    bend: Bend = Bend()

    def page_points(self, points: np.ndarray) -> np.ndarray:
        """Maps picture points, float [..., 2], to the page."""
        flat = cv2.perspectiveTransform(
            np.asarray(points, np.float64).reshape(1, -1, 2), self.to_page).reshape(np.shape(points))
        bent = flat.copy()
        bent[..., 1] += self.bend.shift(flat[..., 0])
        return bent

    def picture_points(self, points: np.ndarray) -> np.ndarray:
        """Maps page points, float [..., 2], into the picture."""
        flat = np.array(points, np.float64)
        # The bend shifts y by a function of x alone, so it is undone exactly.
        flat[..., 1] -= self.bend.shift(flat[..., 0])
        back = np.linalg.inv(self.to_page)
        return cv2.perspectiveTransform(flat.reshape(1, -1, 2), back).reshape(np.shape(points))

    def scale_at(self, x: float, y: float) -> float:
        """Page px per picture px around a picture point, along the page's y."""
        p = self.page_points(np.array([[x, y], [x + 1, y], [x, y + 1]]))
        return float(np.hypot(p[1, 1] - p[0, 1], p[2, 1] - p[0, 1]))

    def photograph(self, image: np.ndarray, ground: float) -> np.ndarray:
        """Resamples a page along the view.

        Args:
            image: uint8 [page height, page width].
            ground: grey value around the page.

        Returns:
            uint8 [height, width].
        """
        xs = np.arange(self.width, dtype=np.float32)[None, :] + 0.5
        ys = np.arange(self.height, dtype=np.float32)[:, None] + 0.5
        # Written out instead of page_points: this runs for every pixel.
        h = self.to_page.astype(np.float32)
        w = h[2, 0] * xs + h[2, 1] * ys + h[2, 2]
        px = (h[0, 0] * xs + h[0, 1] * ys + h[0, 2]) / w
        py = (h[1, 0] * xs + h[1, 1] * ys + h[1, 2]) / w
        if self.bend.depth:
            py += self.bend.shift(px).astype(np.float32)
        # Only what is seen of the page needs to be shrunk below.
        left, top = (max(0, int(v.min()) - 8) for v in (px, py))
        right, bottom = int(px.max()) + 8, int(py.max()) + 8
        part = image[top:max(bottom, top + 1), left:max(right, left + 1)]
        if not part.size:
            return np.full((self.height, self.width), ground, np.uint8)
        px, py = px - left, py - top
        # Fetching single pixels of a page much finer than the picture would
        # alias: shrink the page first so that it is at most 1.5 times finer.
        fine = self.scale_at(self.width / 2, self.height / 2)
        if fine > 1.5:
            before = part.shape
            part = cv2.resize(part, None, fx=1.2 / fine, fy=1.2 / fine, interpolation=cv2.INTER_AREA)
            px *= part.shape[1] / before[1]
            py *= part.shape[0] / before[0]
        # Pixel centres lie at half pixels in our coordinates, at whole ones in OpenCV's.
        return cv2.remap(part, px - 0.5, py - 0.5, cv2.INTER_LINEAR,
                         borderMode=cv2.BORDER_CONSTANT, borderValue=ground)


def random_view(rng: np.random.Generator, width: int, height: int, target: tuple[float, float],
                scale: float, most_turn: float = 15.0) -> View:
    """Draws a view that shows a page point somewhere in the picture.

    Args:
        target: page point (x, y) to be inside the picture.
        scale: picture px per page px at that point.
        most_turn: limit of the turn in the picture's plane, degrees.
    """
    turn = np.deg2rad(np.clip(rng.normal(0, most_turn / 3), -most_turn, most_turn))
    if rng.random() < 0.25:
        turn = 0.0
    cos, sin = np.cos(turn), np.sin(turn)
    # Picture point relative to where the target goes, turned and scaled.
    u, v = rng.uniform(0.08, 0.92) * width, rng.uniform(0.05, 0.95) * height
    similar = np.array([[cos / scale, -sin / scale, 0], [sin / scale, cos / scale, 0], [0, 0, 1.0]])
    to_origin = np.array([[1, 0, -u], [0, 1, -v], [0, 0, 1.0]])
    to_target = np.array([[1, 0, target[0]], [0, 1, target[1]], [0, 0, 1.0]])
    tilt = np.eye(3)
    if rng.random() < 0.7:
        tilt[2, :2] = rng.normal(0, 0.12, 2) / max(width, height)
        tilt[0, 1] = rng.normal(0, 0.03)
        tilt[1, 1] = 1 + np.clip(rng.normal(0, 0.06), -0.15, 0.15)
    bend = Bend()
    if rng.random() < 0.35:
        reach = rng.uniform(6, 20) * width / scale / 8
        # Slopes above one in five are never read by people either.
        depth = rng.uniform(-0.2, 0.2) * reach
        bend = Bend(depth, target[0] + rng.uniform(-1, 1) * width / scale, reach)
        to_target[1, 2] -= float(bend.shift(np.asarray(target[0])))
    return View(width, height, to_target @ similar @ tilt @ to_origin, bend)
