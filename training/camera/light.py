"""What light, lens, sensor and file format do to a page's picture.

Each effect takes and returns a float32 picture [height, width], 0 to 255; the
amounts are drawn so that most pictures stay readable for a person.
"""

from __future__ import annotations

import cv2
import numpy as np


def ink_and_paper(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    """Prints in other tones: grey paper, pale ink, or light on dark."""
    if rng.random() < 0.12:
        x = 255.0 - x
    low = abs(rng.normal(0, 28)) if rng.random() < 0.7 else rng.uniform(40, 130)
    high = 255.0 - abs(rng.normal(0, 45))
    high = max(high, low + 60)
    return low + x * ((high - low) / 255.0)


def show_through(rng: np.random.Generator, x: np.ndarray, back: np.ndarray) -> np.ndarray:
    """The mirrored back of the sheet, faint and blurred."""
    ghost = cv2.GaussianBlur(cv2.flip(back, 1).astype(np.float32), (0, 0), rng.uniform(0.8, 2.5))
    return x - rng.uniform(0.03, 0.14) * (255.0 - ghost)


def smooth_field(rng: np.random.Generator, shape: tuple[int, int], cells: int) -> np.ndarray:
    """Smooth random values of about -1 to 1, float32 [height, width]."""
    coarse = rng.normal(0, 0.5, (cells, cells)).astype(np.float32)
    return cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC)


def axes_of(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and column numbers of a picture, float32 [height, 1] and [1, width]."""
    return np.arange(x.shape[0], dtype=np.float32)[:, None], np.arange(x.shape[1], dtype=np.float32)[None, :]


def shadow(rng: np.random.Generator, shape: tuple[int, int], least: float = 0.15, most: float = 0.6) -> np.ndarray:
    """The shadow of a hand or a phone, a half plane: a gain for each pixel, float32 [height, width].

    Args:
        least, most: share of the light that it takes.
    """
    angle, edge = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.9)
    ys, xs = (np.arange(n, dtype=np.float32) for n in shape)
    side = (xs[None, :] / shape[1] - edge) * np.cos(angle) + (ys[:, None] / shape[0] - edge) * np.sin(angle)
    softness = rng.uniform(0.01, 0.2)
    return 1.0 - rng.uniform(least, most) / (1.0 + np.exp(-np.clip(side / softness, -30, 30)))


def glare(rng: np.random.Generator, x: np.ndarray, centre: np.ndarray | None = None,
          least: float = 0.2, most: float = 0.7) -> np.ndarray:
    """A bright spot that lifts ink and paper alike.

    Args:
        centre: (y, x) in px; default: anywhere.
        least, most: share of the way to white, at its centre.
    """
    if centre is None:
        centre = rng.uniform(0, 1, 2) * x.shape
    ys, xs = axes_of(x)
    reach = rng.uniform(0.05, 0.3) * max(x.shape)
    spot = np.exp(-(((ys - centre[0]) ** 2 + (xs - centre[1]) ** 2) / reach ** 2))
    return x + (255.0 - x) * spot * rng.uniform(least, most)


def uneven_light(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    """Light that falls off to a side, pools, and shadows with soft edges."""
    gain = 1.0 + rng.uniform(0, 0.28) * smooth_field(rng, x.shape, int(rng.integers(2, 5)))
    if rng.random() < 0.25:
        gain *= shadow(rng, x.shape)
    x = x * gain
    return glare(rng, x) if rng.random() < 0.1 else x


def paper_texture(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    """Fibres and screens: fine structure of the ground."""
    grain = rng.normal(0, 1, x.shape).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), rng.uniform(0.7, 3))
    return x + grain * (rng.uniform(2, 9) / max(float(grain.std()), 1e-3))


def disc(radius: float) -> np.ndarray:
    """The blur kernel of a lens out of focus, float32, sum 1."""
    size = int(np.ceil(radius)) * 2 + 1
    ys, xs = np.mgrid[0:size, 0:size] - size // 2
    kernel = np.clip(radius + 0.5 - np.hypot(xs, ys), 0, 1).astype(np.float32)
    return kernel / kernel.sum()


def motion(rng: np.random.Generator, length: float) -> np.ndarray:
    """The blur kernel of a hand that moves in a straight line, float32, sum 1."""
    size = int(np.ceil(length)) | 1
    kernel = np.zeros((size, size), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = length / 2 * np.array([np.cos(angle), np.sin(angle)])
    centre = np.array([size // 2, size // 2], float)
    start, end = (centre - reach) * 16, (centre + reach) * 16
    cv2.line(kernel, tuple(int(v) for v in start), tuple(int(v) for v in end), 1.0, 1, cv2.LINE_AA, 4)
    return kernel / max(kernel.sum(), 1e-6)


def lens(rng: np.random.Generator, x: np.ndarray, finest: float) -> np.ndarray:
    """Defocus and motion, in proportion to the letters.

    Args:
        finest: height in px of the smallest letters that should stay readable.
    """
    draw = rng.random()
    if draw < 0.3:
        x = cv2.GaussianBlur(x, (0, 0), rng.uniform(0.3, 0.3 + 0.07 * finest))
    elif draw < 0.5:
        x = cv2.filter2D(x, -1, disc(rng.uniform(0.4, 0.4 + 0.1 * finest)), borderType=cv2.BORDER_REFLECT)
    if rng.random() < 0.2:
        x = cv2.filter2D(x, -1, motion(rng, rng.uniform(1.5, 1.5 + 0.2 * finest)),
                         borderType=cv2.BORDER_REFLECT)
    return x


def sensor(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    """Noise that grows with light, smoothed and sharpened as phones do."""
    amount = rng.gamma(1.5, 2.2)
    noise = rng.standard_normal(x.shape, np.float32)
    if rng.random() < 0.5:
        noise = cv2.GaussianBlur(noise, (0, 0), rng.uniform(0.4, 1.2)) * 2
    x = x + noise * amount * (0.5 + np.clip(x, 0, 255) / 400.0)
    if rng.random() < 0.35:
        soft = cv2.GaussianBlur(x, (0, 0), rng.uniform(0.7, 1.6))
        x = x + rng.uniform(0.3, 1.5) * (x - soft)
    return x


def jpeg(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    """Stores and loads the picture as a JPEG of quality 25 to 95."""
    data = np.clip(x, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", data, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 96))])
    return cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE).astype(np.float32)


def obstacle(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    """A finger or a thing that reaches in over the picture's edge."""
    height, width = x.shape
    mask = np.zeros(x.shape, np.uint8)
    side = rng.integers(4)
    along = rng.uniform(0, 1)
    centre = [(along * width, 0), (along * width, height), (0, along * height), (width, along * height)][side]
    axes = (int(rng.uniform(0.04, 0.12) * width), int(rng.uniform(0.08, 0.2) * height))
    cv2.ellipse(mask, tuple(int(v) for v in centre), axes, float(rng.uniform(0, 180)), 0, 360, 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 2).astype(np.float32) / 255.0
    skin = rng.uniform(40, 210) + 20 * smooth_field(rng, x.shape, 4)
    return x * (1 - soft) + skin * soft


def expose(rng: np.random.Generator, picture: np.ndarray, back: np.ndarray | None,
           finest: float) -> np.ndarray:
    """Takes the photo: all effects in the order in which they happen.

    Args:
        picture: uint8 [height, width], the page resampled along a view.
        back: another such picture to shine through, or None.
        finest: height in px of the smallest letters that should stay readable.

    Returns:
        uint8 [height, width].
    """
    x = ink_and_paper(rng, picture.astype(np.float32))
    if back is not None and rng.random() < 0.12:
        x = show_through(rng, x, back)
    if rng.random() < 0.35:
        x = paper_texture(rng, x)
    if rng.random() < 0.08:
        x = obstacle(rng, x)
    if rng.random() < 0.75:
        x = uneven_light(rng, x)
    if rng.random() < 0.5:
        x = x * rng.uniform(0.5, 1.15) + rng.uniform(-15, 15)
    x = np.clip(x, 0, 255)
    x = lens(rng, x, finest)
    if rng.random() < 0.85:
        x = sensor(rng, x)
    if rng.random() < 0.7:
        x = jpeg(rng, x)
    return np.clip(x + 0.5, 0, 255).astype(np.uint8)
