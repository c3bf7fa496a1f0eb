"""Pictures in which one thing alone makes a link hard to find.

Each condition is a plain photo (upright, flat, even light, letters of 16 to 26
px, a good sensor) with one trouble added; ``photograph`` draws how much of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from training.camera import light
from training.camera.view import Bend, View
from training.pages.page import Link, Page

PLAIN_LETTERS = (16.0, 26.0)  # height of the letter h in the picture, px
SMALL_LETTERS = (10.0, 12.0)
LARGEST_SCALE = 2.5  # enlarging a page more only shows its pixels


@dataclass(frozen=True)
class Condition:
    """One trouble.

    An effect takes (generator, picture float32 0 to 255, height of the letters,
    (x, y) of the link's start) and returns a picture.
    """

    effect: Callable = lambda rng, x, height, at: x
    letters: tuple[float, float] = PLAIN_LETTERS
    turn: tuple[float, float] = (0.0, 0.0)  # degrees, to either side
    bent: bool = False
    cropped: bool = False
    one: bool = False  # about the link looked at, not about others in the picture
    dark: bool = False  # the page in negative where it is not dark by itself
    style: str = ""  # links that look like this, and pages with such (see ``Link.style``)


def blurred(rng, x, height, at):
    """Out of focus: a disc of up to a quarter of the letters' height."""
    return cv2.filter2D(x, -1, light.disc(height * rng.uniform(0.07, 0.12)), borderType=cv2.BORDER_REFLECT)


def moved(rng, x, height, at):
    """A hand that moved by up to a fifth of the letters' height."""
    return cv2.filter2D(x, -1, light.motion(rng, 1 + height * rng.uniform(0.12, 0.22)), borderType=cv2.BORDER_REFLECT)


def noisy(rng, x, height, at):
    """A dark room: noise of 10 to 18 grey values."""
    return x + rng.standard_normal(x.shape, np.float32) * rng.uniform(10, 18)


def compressed(rng, x, height, at):
    """Sent through a messenger: JPEG of quality 15 to 30."""
    data = np.clip(x, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", data, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(15, 31))])
    return cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE).astype(np.float32)


def shaded(rng, x, height, at):
    """The shadow of a hand that takes 40 to 65 % of the light."""
    return x * light.shadow(rng, x.shape, 0.4, 0.65)


def glaring(rng, x, height, at):
    """A bright spot on or beside the link's start."""
    return light.glare(rng, x, np.array(at[::-1]) + rng.uniform(-3, 3, 2) * height, 0.4, 0.7)


# Order is that of the table.
CONDITIONS = {
    "plain": Condition(),
    "dark ground": Condition(dark=True, one=True),
    "coloured ground": Condition(style="coloured"),
    "over a picture": Condition(style="picture"),
    "underlined": Condition(style="underlined"),
    "italic": Condition(style="italic"),
    "bold": Condition(style="bold"),
    "monospaced": Condition(style="monospaced"),
    "tilted 8 to 15°": Condition(turn=(8.0, 15.0)),
    "bent page": Condition(bent=True),
    "out of focus": Condition(blurred),
    "motion blur": Condition(moved),
    "noise": Condition(noisy),
    "JPEG 15 to 30": Condition(compressed),
    "shadow": Condition(shaded),
    "glare": Condition(glaring, one=True),
    "cropped by the edge": Condition(cropped=True, one=True),
    "letters 10 to 12 px": Condition(letters=SMALL_LETTERS),
}


def is_dark(page: Page, link: Link) -> bool:
    """Whether a link stands light on a dark ground: most of what is around it is ground."""
    index, first, end = link.pieces[0]
    line = page.lines[index]
    top, bottom = (int(line.baseline + part * line.height) for part in (-1.2, 0.4))
    left, right = int(line.spans[first, 0]), int(line.spans[end - 1, 1]) + 1
    part = page.image[max(0, top):bottom, max(0, left):right]
    if not part.size:
        return False
    low, middle, high = np.percentile(part, [2, 50, 98])
    return bool(high - middle > middle - low)


def choose(rng: np.random.Generator, page: Page, condition: Condition) -> Link | None:
    """A link with a prefix to look at, or None where the page has none that will do."""
    fit = [link for link in page.links if link.prefix_length and (not condition.style or condition.style in link.style)]
    return fit[int(rng.integers(len(fit)))] if fit else None


def photograph(rng: np.random.Generator, page: Page, link: Link, condition: Condition, size: int,
               ) -> tuple[np.ndarray, View]:
    """A photo of a link under a condition, uint8 [size, size], and the view that took it."""
    index, first, _ = link.pieces[0]
    line = page.lines[index]
    start = (float(line.spans[first, 0]), line.baseline)
    letters = float(np.exp(rng.uniform(*np.log(condition.letters))))
    scale = min(LARGEST_SCALE, letters / line.height)
    letters = scale * line.height
    view = look(rng, start, scale, letters, condition, size)
    image = page.image
    if condition.dark and not is_dark(page, link):
        image = 255 - image
    x = view.photograph(image, float(rng.uniform(60, 255))).astype(np.float32)
    at = view.picture_points(np.array([start]))[0]
    x = condition.effect(rng, cv2.GaussianBlur(x, (0, 0), 0.5), letters, at)
    x = x + rng.standard_normal(x.shape, np.float32) * 2
    return np.clip(x + 0.5, 0, 255).astype(np.uint8), view


def look(rng: np.random.Generator, start: tuple[float, float], scale: float, letters: float,
         condition: Condition, size: int) -> View:
    """A view of a link's start: anywhere in the picture, or close to its edge."""
    turn = np.deg2rad(rng.uniform(*condition.turn) * rng.choice([-1, 1]))
    at = rng.uniform([0.1 * size, 0.1 * size], [0.6 * size, 0.9 * size])
    if condition.cropped:
        # A finder's view: the prefix whole, and the edge through what follows or right above or below.
        side, gap = int(rng.integers(3)), rng.uniform(0.3, 1.0) * letters
        at = [np.array([size - 7.5 * letters - gap, at[1]]), np.array([at[0], gap + 1.1 * letters]),
              np.array([at[0], size - gap - 0.4 * letters])][side]
    cos, sin = np.cos(turn) / scale, np.sin(turn) / scale
    bend = Bend()
    if condition.bent:
        reach = rng.uniform(0.3, 0.8) * size / scale
        # The steepest slope of the bell curve is 0.86 of depth / reach.
        depth = rng.uniform(0.1, 0.2) / 0.86 * reach * rng.choice([-1, 1])
        bend = Bend(depth, start[0] + rng.choice([-1, 1]) * rng.uniform(0.4, 1.0) * reach, reach)
    to_flat = np.array([[1, 0, start[0]], [0, 1, start[1] - float(bend.shift(np.asarray(start[0])))], [0, 0, 1.0]])
    turned = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    to_origin = np.array([[1, 0, -at[0]], [0, 1, -at[1]], [0, 0, 1.0]])
    return View(size, size, to_flat @ turned @ to_origin, bend)
