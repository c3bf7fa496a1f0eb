"""The mark of the app, drawn once as shapes and written as SVG and as PNG.

Four corners of a viewfinder around two lines of print, of which the second,
the link, is in colour and underlined.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from .files import SiteFiles

INK, PAPER, ACCENT = "#1b3a6b", "#faf7f0", "#e0592a"
GRID = 96  # the shapes' own unit square
MASKABLE = 0.8  # a mask may cut all but a circle of 80 %: the whole mark must lie inside
SMOOTHING = 4  # PNGs are drawn this many times too large, then reduced


@dataclass(frozen=True)
class Stroke:
    """A line through `points` with round ends and joins, on the grid."""

    points: tuple[tuple[float, float], ...]
    width: float
    colour: str


def _corner(sx: int, sy: int) -> Stroke:
    """One corner of the viewfinder, on the side of the centre that the signs say."""
    far, near = 31, 15
    points = ((near, far), (far, far), (far, near))
    return Stroke(tuple((GRID / 2 + sx * x, GRID / 2 + sy * y) for x, y in points), 7, PAPER)


MARK = (
    *(_corner(sx, sy) for sy in (-1, 1) for sx in (-1, 1)),
    Stroke(((34, 36), (57, 36)), 6, PAPER),
    Stroke(((34, 50), (62, 50)), 8, ACCENT),
    Stroke(((33, 61), (63, 61)), 4, ACCENT),
)


def draw(size: int, *, rounded: bool, scale: float = 1.0, monochrome: bool = False) -> bytes:
    """The mark as a PNG of `size` pixels; `scale` shrinks it about its centre, for masks."""
    large = size * SMOOTHING
    unit = large / GRID
    image = Image.new("RGBA", (large, large))
    canvas = ImageDraw.Draw(image)
    if not monochrome:
        canvas.rounded_rectangle((0, 0, large - 1, large - 1), 20 * unit if rounded else 0, fill=INK)
    for stroke in MARK:
        points = [tuple((GRID / 2 + (value - GRID / 2) * scale) * unit for value in point) for point in stroke.points]
        radius = stroke.width * scale * unit / 2
        colour = "#ffffff" if monochrome else stroke.colour
        canvas.line(points, fill=colour, width=round(2 * radius))
        for x, y in points:  # Pillow draws butt ends
            canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    out = io.BytesIO()
    image.resize((size, size), Image.Resampling.BOX).save(out, "PNG", optimize=True)
    return out.getvalue()


def draw_svg() -> bytes:
    """The mark as SVG."""
    strokes = "".join(
        f'<path d="M{" ".join(f"{x:g},{y:g}" for x, y in stroke.points)}" '
        f'stroke="{stroke.colour}" stroke-width="{stroke.width:g}"/>'
        for stroke in MARK
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">'
        f'<rect width="{GRID}" height="{GRID}" rx="20" fill="{INK}"/>'
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{strokes}</g></svg>\n'
    ).encode()


def add_icons(site: SiteFiles) -> dict[str, str]:
    """Draw all icons into the site; returns their URLs by use."""
    drawn = {
        "any-192": draw(192, rounded=True),
        "any-512": draw(512, rounded=True),
        "maskable-192": draw(192, rounded=False, scale=MASKABLE),
        "maskable-512": draw(512, rounded=False, scale=MASKABLE),
        "monochrome-512": draw(512, rounded=False, scale=MASKABLE, monochrome=True),
        "apple-touch": draw(180, rounded=False),
    }
    urls = {use: site.add_hashed(f"icons/{use}.png", png).url for use, png in drawn.items()}
    return {**urls, "favicon": site.add_hashed("icons/favicon.svg", draw_svg()).url}
