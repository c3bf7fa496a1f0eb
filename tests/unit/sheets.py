"""A small page with known text, for tests: drawn with Pillow's own font."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.camera.view import View
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


def seen(line: Line, view: View, first: int = 0, end: int | None = None) -> np.ndarray:
    """Where the camera sees a line's baseline: at the start of a character, and at the ends of it and those after it."""
    xs = [line.spans[first, 0], *line.spans[first:end, 1]]
    return view.picture_points(np.array([[x, line.baseline] for x in xs]))


def candidate_on(line: Line, link: str, view: View) -> tuple[dict, np.ndarray]:
    """(what a detector without errors says of a link on a line, the link's baseline)."""
    at = line.text.find(link)
    path = seen(line, view, at, at + len(link))
    top = view.picture_points(np.array([[line.spans[at, 0], line.baseline - line.height]]))[0]
    return {
        "kind": "prefix", "score": 1, "x": path[0, 0], "y": path[0, 1], "height": float(np.hypot(*(path[0] - top))),
        "slope": float((path[3, 1] - path[0, 1]) / (path[3, 0] - path[0, 0])), "prefixEnd": path[min(8, len(path) - 1), 0],
        "baseline": path[::2].tolist(),
    }, path
