"""The benchmark's own camera: other views, sizes and amounts than training draws.

Three views, as people take them: close to a link, half a page, a full page. Each
picture has one trouble of ``training.detector.conditions`` (which training does
not use) on top of a hand that is never quite straight.
"""

from __future__ import annotations

import cv2
import numpy as np

from training.camera import light
from training.camera.view import Bend, View
from training.detector.conditions import CONDITIONS, is_dark
from training.pages.page import Link, Page

SIZES = [(1080, 1440), (1440, 1080), (1512, 2016), (2016, 1512)]  # width, height
VIEWS = ["close", "half", "page"]
CLOSE_LETTERS = (22.0, 40.0)  # height of the letter h of the link looked at, px
SMALLEST_LETTERS = 10.5  # nobody photographs a link from so far that it cannot be read
TROUBLES = ["plain", "plain", "plain", "dark ground", "tilted 8 to 15°", "bent page", "out of focus", "motion blur",
            "noise", "JPEG 15 to 30", "shadow", "glare"]
TILT = (8.0, 11.0)  # degrees
STRAIGHT = 2.5  # degrees, standard deviation
SKEW = 0.035  # of the picture's sides: how far a corner may be off


def centre_of(page: Page, link: Link | None, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Where to look, page px, and the height of the letters there."""
    if link is None:
        height, width = page.image.shape
        middle = np.array([width, height]) * rng.uniform(0.1, 0.9, 2)
        return middle, float(np.median([line.height for line in page.lines])) if page.lines else 20.0
    index, first, end = link.pieces[0]
    line = page.lines[index]
    return np.array([(line.spans[first, 0] + line.spans[end - 1, 1]) / 2, line.baseline]), line.height


def look(rng: np.random.Generator, page: Page, link: Link | None, view: str, trouble: str) -> View:
    """A view of a page, around a link where one is given."""
    condition = CONDITIONS[trouble]
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    tall, wide = page.image.shape
    centre, letters = centre_of(page, link, rng)
    # Page px per picture px.
    if view == "close":
        scale = letters / float(np.exp(rng.uniform(*np.log(CLOSE_LETTERS))))
    else:
        scale = max(wide / width, tall / height) * (rng.uniform(1.02, 1.12) if view == "page" else rng.uniform(0.5, 0.7))
    scale = float(np.clip(scale, 0.5, letters / SMALLEST_LETTERS))
    span = np.array([width, height]) * scale
    # Somewhere around the link, and no further off the page than a hand would.
    at = centre + rng.uniform(-0.28, 0.28, 2) * span
    for axis, size in enumerate((wide, tall)):
        low, high = span[axis] / 2 - 0.06 * span[axis], size - span[axis] / 2 + 0.06 * span[axis]
        at[axis] = np.clip(at[axis], low, high) if low < high else size / 2
    turn = np.deg2rad(rng.uniform(*TILT) * rng.choice([-1, 1]) if condition.turn[1] else rng.normal(0, STRAIGHT))
    corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
    skewed = (corners + rng.uniform(-SKEW, SKEW, (4, 2)) / 2) * span
    turned = skewed @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    picture = (corners + 0.5) * [width, height]
    bend = Bend()
    if condition.bent:
        reach = rng.uniform(0.35, 0.7) * wide
        bend = Bend(rng.uniform(0.06, 0.16) * reach * rng.choice([-1, 1]), rng.choice([0.0, wide]), reach)
    quad = turned + at - np.array([0, float(bend.shift(np.asarray(at[0])))])
    to_page = cv2.getPerspectiveTransform(picture.astype(np.float32), quad.astype(np.float32))
    return View(width, height, to_page.astype(np.float64), bend)


def take(rng: np.random.Generator, page: Page, link: Link | None, seen: View, trouble: str) -> np.ndarray:
    """The photo of a view, uint8 [height, width]."""
    condition = CONDITIONS[trouble]
    image = 255 - page.image if condition.dark and not (link and is_dark(page, link)) else page.image
    x = seen.photograph(image, float(rng.uniform(40, 220))).astype(np.float32)
    # Light that falls off evenly to one side.
    ys, xs = light.axes_of(x)
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * (xs / seen.width - 0.5) + np.sin(angle) * (ys / seen.height - 0.5)
    x *= rng.uniform(0.72, 1.0) * (1 + rng.uniform(0, 0.3) * slope)
    centre, letters = centre_of(page, link, rng)
    start = seen.picture_points(centre[None])[0]
    height = letters / max(1e-6, seen.scale_at(*start))
    x = condition.effect(rng, cv2.GaussianBlur(x, (0, 0), 0.55), float(np.clip(height, 8, 40)), start)
    x += cv2.GaussianBlur(rng.standard_normal(x.shape, np.float32), (0, 0), 0.6) * rng.uniform(1, 5)
    return np.clip(x + 0.5, 0, 255).astype(np.uint8)
