"""A small page with known text, for tests: drawn with Pillow's own font."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.pages.page import Line, Link, Page


def sheet(rows: list[str], link: str, size: int = 30, pitch: float = 1.6, ink: int = 0, ground: int = 255) -> Page:
    """Draws rows of text; every place where ``link`` stands whole becomes a link of the truth."""
    font = ImageFont.load_default(size)
    height = -font.getbbox("h", anchor="ls")[1]
    step = int(size * pitch)
    width = int(max(font.getlength(row) for row in rows)) + 120
    image = Image.new("L", (width, step * (len(rows) + 2)), ground)
    canvas = ImageDraw.Draw(image)
    lines, links = [], []
    for i, row in enumerate(rows):
        baseline = step * (i + 1.5)
        canvas.text((60, baseline), row, font=font, fill=ink, anchor="ls")
        ends = [font.getlength(row[: k + 1]) for k in range(len(row))]
        spans = np.array([[60 + a, 60 + b] for a, b in zip([0.0, *ends], ends)], np.float32)
        lines.append(Line(row, spans, baseline, float(height)))
        first = row.find(link)
        if first >= 0:
            links.append(Link("https", link, [(i, first, first + len(link))]))
    return Page(np.asarray(image).copy(), lines, links, "test sheet")
