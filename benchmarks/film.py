"""Films for Chromium's fake camera: a page with three links, held still or moved by an unsteady hand."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

# Own words and links of reserved hosts; the fonts are those of the machine.
LINKS = ("https://example.org/maps/northern-coast", "http://www.example.com/letters?year=1897", "www.example.net/tides")
PROSE = "The maps of the northern coast were drawn by hand; those who want to compare them find all of them at"
STYLE = """
  body { margin: 0; padding: 90px 120px; background: #fdfbf5; color: #1a1a1a; font: 30px/1.6 'DejaVu Serif', Georgia, serif; }
  p { margin: 0 0 1.1em; }
  .link { white-space: nowrap; }
"""
PAGE_SIZE = (1200, 720)  # px
FRAME_SIZE = (1280, 720)  # px
FRAMES_A_SECOND = 30


@dataclass
class Sheet:
    """A page as a picture."""

    image: Image.Image
    # (left, top, right, bottom) of each link's prefix on the picture, px.
    prefixes: list[tuple[float, float, float, float]]


def render(browser) -> Sheet:
    """Renders the page with its three links, each on a line of its own."""
    paragraphs = "".join(f"<p>{PROSE}<br><span class=link>{link}</span></p>" for link in LINKS)
    page = browser.new_page(viewport={"width": PAGE_SIZE[0], "height": PAGE_SIZE[1]})
    try:
        page.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{paragraphs}")
        boxes = page.evaluate("""() => [...document.querySelectorAll('.link')].map(({ firstChild }) => {
            const range = document.createRange();
            range.setStart(firstChild, 0);
            range.setEnd(firstChild, firstChild.data.startsWith('www.') ? 4 : firstChild.data.indexOf('//') + 2);
            const { left, top, right, bottom } = range.getBoundingClientRect();
            return [left, top, right, bottom];
        })""")
        return Sheet(Image.open(io.BytesIO(page.screenshot(type="png"))).convert("L"), [tuple(box) for box in boxes])
    finally:
        page.close()


@dataclass
class Pose:
    """How the camera looks at the page."""

    x: float = PAGE_SIZE[0] / 2  # page px in the middle of the frame
    y: float = PAGE_SIZE[1] / 2
    zoom: float = 1.0  # frame px per page px
    turn: float = 0.0  # degrees

    def to_frame(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in the frame, px."""
        angle = math.radians(self.turn)
        dx, dy = (x - self.x) * self.zoom, (y - self.y) * self.zoom
        return (FRAME_SIZE[0] / 2 + dx * math.cos(angle) - dy * math.sin(angle),
                FRAME_SIZE[1] / 2 + dx * math.sin(angle) + dy * math.cos(angle))


STEADY = Pose()


def unsteady(frames: int) -> list[Pose]:
    """Slow panning, zooming and turning with a hand's shake on top; the last pose leads back to the first."""
    poses = []
    for i in range(frames):
        t = 2 * math.pi * i / frames
        shake = (3.0 * math.sin(7 * t + 1) + 2.0 * math.sin(13 * t), 3.0 * math.cos(9 * t) + 1.5 * math.sin(17 * t))
        poses.append(Pose(PAGE_SIZE[0] / 2 + 60 * math.sin(t) + shake[0], PAGE_SIZE[1] / 2 + 40 * math.sin(2 * t) + shake[1],
                          1.0 + 0.08 * math.sin(t + 2), 2.0 * math.sin(3 * t)))
    return poses


def look(sheet: Sheet, pose: Pose) -> Image.Image:
    """What the camera sees: a grey picture of FRAME_SIZE, a little soft as lenses are."""
    angle, s = math.radians(pose.turn), 1 / pose.zoom
    cos, sin = math.cos(angle) * s, math.sin(angle) * s
    cx, cy = FRAME_SIZE[0] / 2, FRAME_SIZE[1] / 2
    inverse = (cos, sin, pose.x - cos * cx - sin * cy, -sin, cos, pose.y + sin * cx - cos * cy)
    seen = sheet.image.filter(ImageFilter.GaussianBlur(0.4 * s))
    return seen.transform(FRAME_SIZE, Image.AFFINE, inverse, resample=Image.BICUBIC, fillcolor=90)


def write_film(sheet: Sheet, poses: list[Pose], path: Path, noise: float = 3.0) -> None:
    """Writes a y4m film; every frame has a sensor's noise of its own, so that no two are the same."""
    rng = np.random.default_rng(0)
    width, height = FRAME_SIZE
    no_colour = bytes([128]) * (width * height // 2)
    with open(path, "wb") as film:
        film.write(f"YUV4MPEG2 W{width} H{height} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for pose in poses:
            grey = np.asarray(look(sheet, pose), np.float32) + rng.normal(0, noise, (height, width))
            film.write(b"FRAME\n" + np.clip(grey, 0, 255).astype(np.uint8).tobytes() + no_colour)
