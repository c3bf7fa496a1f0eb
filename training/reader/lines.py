"""Small pages of a few lines, drawn directly: links in hundreds of fonts.

Designed pages show how links stand in print; these show many links quickly,
for the reader. Each is a ``Page`` like any other, so camera and strips are the
same. One in some links is followed or preceded by other text, as on paper.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.links.generate import random_link
from training.pages import fonts, prose
from training.pages.page import Line, Link, Page

KINDS = ["https", "http", "www", "ftp", "domain", "mail", "doi"]
KIND_SHARES = [0.34, 0.2, 0.22, 0.02, 0.1, 0.08, 0.04]
LONGEST = 64  # characters of a link


@lru_cache(maxsize=256)
def load_font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def phrase(rng: np.random.Generator, vocabulary: list[str], count: int) -> str:
    """Some words of running text."""
    return " ".join(prose.sentence(rng, vocabulary).split()[:count])


def link_text(rng: np.random.Generator) -> tuple[str, str]:
    """(kind, text) of a link that fits on a line."""
    kind = str(rng.choice(KINDS, p=KIND_SHARES))
    for _ in range(4):
        made = random_link(rng, kind)
        if len(made.text) <= LONGEST:
            break
    return made.kind, made.text[:LONGEST]


class Sheet:
    """One small page being drawn."""

    def __init__(self, rng: np.random.Generator, font: ImageFont.FreeTypeFont):
        self.rng, self.font = rng, font
        self.height = float(-font.getbbox("h", anchor="ls")[1])
        self.tracking = float(rng.uniform(0.02, 0.16)) * self.height if rng.random() < 0.1 else 0.0

    def spans(self, text: str, x: float) -> np.ndarray:
        """Edges of every character, float32 [len, 2], as the font's kerning sets them."""
        ends = [self.font.getlength(text[: i + 1]) + self.tracking * (i + 1) for i in range(len(text))]
        return np.array([[x + a, x + b] for a, b in zip([0.0, *ends], ends)], np.float32)

    def draw(self, canvas: ImageDraw.ImageDraw, text: str, x: float, baseline: float, ink: int) -> None:
        if not self.tracking:
            canvas.text((x, baseline), text, font=self.font, fill=ink, anchor="ls")
            return
        for char, (left, _) in zip(text, self.spans(text, x)):
            canvas.text((left, baseline), char, font=self.font, fill=ink, anchor="ls")


def render(rng: np.random.Generator, faces: list[fonts.Face], folder: Path) -> Page:
    """Draws one small page: a line with a link between two others."""
    face = faces[int(rng.integers(len(faces)))]
    font = load_font(str(folder / face.path), int(rng.integers(30, 52)))
    sheet = Sheet(rng, font)
    vocabulary = prose.word_list(rng)
    kind, text = link_text(rng)
    before = "" if rng.random() < 0.5 else phrase(rng, vocabulary, int(rng.integers(1, 4))) + " "
    opening, closing = ("", "") if rng.random() < 0.7 else tuple(
        [("(", ")"), ("<", ">"), ("[", "]"), ("“", "”"), ("‘", "’"), ("{", "}")][int(rng.integers(6))])
    end = "" if rng.random() < 0.6 else str(rng.choice([".", ",", ";", ":", ".)", "!"]))
    after = "" if rng.random() < 0.4 else " " + phrase(rng, vocabulary, int(rng.integers(1, 6)))
    middle = before + opening + text + closing + end + after
    pitch = sheet.height * rng.uniform(1.5, 2.6)
    texts = [phrase(rng, vocabulary, 12) if rng.random() < 0.8 else link_text(rng)[1], middle,
             phrase(rng, vocabulary, 12) if rng.random() < 0.8 else link_text(rng)[1]]
    x = 1.5 * sheet.height
    width = int(font.getlength(middle) + sheet.tracking * len(middle) + 2 * x + rng.uniform(0, 4) * sheet.height)
    height = int(2.2 * pitch + 2.2 * sheet.height)
    image = Image.new("L", (width, height), 255)
    canvas = ImageDraw.Draw(image)
    lines = []
    for i, line_text in enumerate(texts):
        baseline = 1.6 * sheet.height + i * pitch
        if i != 1 and rng.random() < 0.25:
            continue
        sheet.draw(canvas, line_text, x, baseline, 0)
        lines.append(Line(line_text, sheet.spans(line_text, x), baseline, sheet.height))
    index = next(i for i, line in enumerate(lines) if line.text is middle)
    first = len(before) + len(opening)
    line = lines[index]
    if rng.random() < 0.22:  # underlined, under the link alone
        y = line.baseline + sheet.height * rng.uniform(0.08, 0.3)
        canvas.line([(line.spans[first, 0], y), (line.spans[first + len(text) - 1, 1], y)], fill=0,
                    width=max(1, int(sheet.height * rng.uniform(0.03, 0.12))))
    link = Link(kind, text, [(index, first, first + len(text))])
    return Page(np.asarray(image).copy(), lines, [link], f"line:{face.family}")
