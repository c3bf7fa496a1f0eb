"""What printers and use do to letters: thin, fat, broken, faded, streaked, or made of dots.

Fonts are rendered as their makers drew them; receipts, tickets, photocopies and
cheap books are not. Each effect takes and returns a page image uint8 [height,
width] with dark print on light ground; ``height`` is that of the letter h, px.
"""

from __future__ import annotations

import cv2
import numpy as np


def thin(rng: np.random.Generator, image: np.ndarray, height: float) -> np.ndarray:
    """Too little ink: strokes lose a little on every side."""
    size = max(2, int(round(height * rng.uniform(0.02, 0.07))) + 1)
    return mix(rng, image, cv2.dilate(image, np.ones((size, size), np.uint8)))


def fat(rng: np.random.Generator, image: np.ndarray, height: float) -> np.ndarray:
    """Too much ink: strokes grow and small holes close."""
    size = max(2, int(round(height * rng.uniform(0.03, 0.09))) + 1)
    return mix(rng, image, cv2.erode(image, np.ones((size, size), np.uint8)))


def mix(rng: np.random.Generator, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Part of an effect: the whole of it would wipe out hairlines."""
    share = float(rng.uniform(0.35, 0.9))
    return cv2.addWeighted(before, 1 - share, after, share, 0)


def broken(rng: np.random.Generator, image: np.ndarray, height: float) -> np.ndarray:
    """Toner that did not hold: specks of paper in the ink."""
    grain = max(1.0, height * rng.uniform(0.03, 0.12))
    shape = [int(np.ceil(size / grain)) for size in image.shape]
    noise = cv2.resize(rng.random(shape, np.float32), image.shape[::-1], interpolation=cv2.INTER_LINEAR)
    lost = np.clip((noise - rng.uniform(0.62, 0.85)) * 8, 0, 1)
    return fade(image, lost * rng.uniform(0.5, 1.0))


def faded(rng: np.random.Generator, image: np.ndarray, height: float) -> np.ndarray:
    """Print that is paler here than there, as on old receipts."""
    cells = [max(2, int(size / height / rng.uniform(2, 12))) for size in image.shape]
    field = cv2.resize(rng.random(cells, np.float32), image.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return fade(image, np.clip(field, 0, 1) * rng.uniform(0.3, 0.85))


def streaked(rng: np.random.Generator, image: np.ndarray, height: float) -> np.ndarray:
    """A print head with dead elements: pale lines along or across the page."""
    along = int(rng.integers(2))
    pitch = height * rng.uniform(0.3, 4)
    places = np.arange(rng.uniform(0, pitch), image.shape[along], pitch)
    lost = np.zeros(image.shape[along], np.float32)
    width = max(1, int(height * rng.uniform(0.02, 0.08)))
    for place in places.astype(int):
        lost[place : place + width] = rng.uniform(0.3, 1.0)
    return fade(image, lost[:, None] if along == 0 else lost[None, :])


def fade(image: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """Takes a share 0 to 1 of the ink away, float32 [height, width] or broadcast to it."""
    return (image + (255.0 - image) * lost + 0.5).astype(np.uint8)


def dots(rng: np.random.Generator, image: np.ndarray, height: float) -> np.ndarray:
    """A dot-matrix printer: letters of round dots on a grid of seven to eleven rows."""
    pitch = max(2.5, height / rng.uniform(6.5, 11))
    rows, columns = (int(size / pitch) for size in image.shape)
    if not rows or not columns:
        return image
    coverage = cv2.resize(255 - image, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    struck = np.clip((coverage - rng.uniform(0.22, 0.4)) * 6, 0, 1)
    struck *= 1 - rng.uniform(0, 0.4) * rng.random(struck.shape, np.float32)
    ys, xs = (np.arange(size, dtype=np.float32) / pitch for size in image.shape)
    row, column = np.minimum(ys.astype(int), rows - 1), np.minimum(xs.astype(int), columns - 1)
    away = np.hypot((ys - row - 0.5)[:, None], (xs - column - 0.5)[None, :])
    dot = np.clip((rng.uniform(0.4, 0.72) - away) * pitch + 0.5, 0, 1)
    return (255 - 255 * dot * struck[row][:, column]).astype(np.uint8)


EFFECTS = [thin, fat, broken, faded, streaked]


def wear(rng: np.random.Generator, image: np.ndarray, height: float, dotted: float = 0.0) -> np.ndarray:
    """One or two effects.

    Args:
        image: uint8 [height, width]; light print on dark ground is returned as it is.
        height: of the letter h, page px.
        dotted: the share of dot-matrix print, for pages whose letters stand about as high all over.
    """
    if image.mean() < 128:
        return image
    if rng.random() < dotted:
        image = dots(rng, image, height)
        return faded(rng, image, height) if rng.random() < 0.3 else image
    for effect in rng.choice(len(EFFECTS), size=int(rng.integers(1, 3)), replace=False):
        image = EFFECTS[effect](rng, image, height)
    return image
