"""Small pages of a few lines, drawn directly: links in hundreds of fonts.

Designed pages show how links stand in print; these show many links quickly,
for the reader. Each is a ``Page`` like any other, so camera and strips are the
same. One in some links is followed or preceded by other text, as on paper.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.links.accents import accented
from training.links.generate import random_link
from training.pages import fonts, prose
from training.pages.page import Line, Link, Page
from training.pages.wear import dots

KINDS = ["https", "http", "www", "ftp", "domain", "mail", "doi"]
KIND_SHARES = [0.34, 0.2, 0.22, 0.02, 0.1, 0.08, 0.04]
LONGEST = 64  # characters of a link
LINES = 3  # on one page
RECEIPTS = 0.15  # share of pages printed as tills do: evenly wide letters, mostly of dots, squeezed
STRETCHED = 0.25  # of the others
NOWHERE = "\U0010fffd"  # no font has this one


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


@lru_cache(maxsize=4096)
def has(font: ImageFont.FreeTypeFont, char: str) -> bool:
    """Whether a font can print a character: it would print a blank or a box instead."""
    return char.isascii() or bytes(font.getmask(char)) != bytes(font.getmask(NOWHERE))


def more_of(path: Path) -> Path:
    """The file with a font's letters of Eastern Europe, beside the one with ASCII."""
    return path.with_name(path.name.replace("-latin-", "-latin-ext-"))


class SizedFace:
    """A font at some size; letters of Eastern Europe are in a file of their own beside it, where it has them.

    Args:
        path: of the file with ASCII.
    """

    def __init__(self, path: Path, size: int):
        files = dict.fromkeys((path, more_of(path)))
        self.fonts = [load_font(str(one), size) for one in files if one.exists()]

    def font(self, char: str) -> ImageFont.FreeTypeFont | None:
        """The one that can print a character."""
        return next((font for font in self.fonts if has(font, char)), None)

    def printed(self, text: str) -> str:
        """The text with what the font lacks left out, or without its accent: a label says what is seen."""
        whole = (char if self.font(char) else unicodedata.normalize("NFKD", char)[0] for char in text)
        return "".join(char for char in whole if self.font(char))

    def runs(self, text: str) -> list[tuple[int, int, ImageFont.FreeTypeFont]]:
        """(start, end, font) of each stretch of a text printed in one file's letters."""
        ends, start = [], 0
        for font, run in groupby(text, self.font):
            ends.append((start, start := start + sum(1 for _ in run), font))
        return ends

    def lengths(self, text: str) -> list[float]:
        """How far the text reaches to the right with each character more, px, as the font's kerning sets them."""
        found, before = [], 0.0
        for start, end, font in self.runs(text):
            found += [before + font.getlength(text[start:i + 1]) for i in range(start, end)]
            before = found[-1]
        return found


class Sheet:
    """One small page being drawn."""

    def __init__(self, rng: np.random.Generator, face: SizedFace):
        self.rng, self.face, self.font = rng, face, face.fonts[0]
        self.height = float(-self.font.getbbox("h", anchor="ls")[1])
        self.tracking = float(rng.uniform(0.02, 0.16)) * self.height if rng.random() < 0.1 else 0.0
        # Full lines are set with narrow gaps between words; what follows a link is close to it then.
        self.gap = float(rng.uniform(0.45, 1.0)) if rng.random() < 0.25 else 1.0

    def spans(self, text: str, x: float) -> np.ndarray:
        """Edges of every character, float32 [len, 2]."""
        lost = np.cumsum([char == " " for char in text]) * (1 - self.gap) * self.font.getlength(" ")
        ends = [length + self.tracking * (i + 1) - lost[i] for i, length in enumerate(self.face.lengths(text))]
        return np.array([[x + a, x + b] for a, b in zip([0.0, *ends], ends)], np.float32)

    def draw(self, canvas: ImageDraw.ImageDraw, text: str, x: float, baseline: float, ink: int) -> None:
        spans = self.spans(text, x)
        # Letters that stand closer or wider than the font has them are drawn one by one, words elsewhere whole.
        pattern = re.compile("." if self.tracking else r"\S+")
        for start, end, font in self.face.runs(text):
            for part in pattern.finditer(text, start, end):
                canvas.text((spans[part.start(), 0], baseline), part.group(), font=font, fill=ink, anchor="ls")


def link_line(rng: np.random.Generator, vocabulary: list[str]) -> tuple[str, str, str, int]:
    """One line with a link in it: (kind, link, whole line, where the link starts)."""
    kind, link = link_text(rng)
    before = "" if rng.random() < 0.5 else phrase(rng, vocabulary, int(rng.integers(1, 4))) + " "
    opening, closing = ("", "") if rng.random() < 0.7 else tuple(
        [("(", ")"), ("<", ">"), ("[", "]"), ("“", "”"), ("‘", "’"), ("{", "}")][int(rng.integers(6))])
    end = "" if rng.random() < 0.6 else str(rng.choice([".", ",", ";", ":", ".)", "!"]))
    after = "" if rng.random() < 0.4 else " " + phrase(rng, vocabulary, int(rng.integers(1, 6)))
    return kind, link, before + opening + link + closing + end + after, len(before) + len(opening)


def with_accents(rng: np.random.Generator, line: tuple[str, str, str, int]) -> tuple[str, str, str, int]:
    """A ``link_line`` with accents, in its link as beside it; one that is beyond ASCII anyway stays as it is."""
    kind, link, text, first = line
    if not text.isascii():
        return line
    text = accented(rng, text)
    return kind, text[first:first + len(link)], text, first


def stretch(page: Page, factor: float) -> Page:
    """The page, its letters wider or narrower: printers set double height, designers squeeze."""
    height, width = page.image.shape
    image = cv2.resize(page.image, (max(1, round(width * factor)), height), interpolation=cv2.INTER_AREA)
    return replace(page, image=image, lines=[replace(line, spans=line.spans * np.float32(factor)) for line in page.lines])


def render(rng: np.random.Generator, faces: list[fonts.Face], folder: Path, accents: float = 0.0) -> Page:
    """Draws one small page, now and then as the printer of a till would.

    Args:
        accents: share of lines with accents, see ``training.links.accents``.
    """
    if rng.random() >= RECEIPTS:
        page = draw(rng, fonts.pick(rng, faces), folder, accents)
        return stretch(page, float(rng.uniform(0.75, 1.25))) if rng.random() < STRETCHED else page
    even = [face for face in faces if face.monospaced] or faces
    page = draw(rng, fonts.pick(rng, even), folder, accents)
    if rng.random() < 0.7:
        page = replace(page, image=dots(rng, page.image, page.lines[0].height))
    return stretch(page, float(rng.uniform(0.5, 1.2)))


def draw(rng: np.random.Generator, face: fonts.Face, folder: Path, accents: float = 0.0) -> Page:
    """LINES lines in one face, most of them with a link."""
    sized = SizedFace(folder / face.path, int(rng.integers(30, 52)))
    sheet = Sheet(rng, sized)
    vocabulary = prose.word_list(rng)
    made = [link_line(rng, vocabulary) if i == 0 or rng.random() < 0.8 else
            ("", "", phrase(rng, vocabulary, 12), 0) for i in range(LINES)]
    made = [with_accents(rng, line) if accents and rng.random() < accents else line for line in made]
    made = [(kind, sized.printed(link), sized.printed(text), len(sized.printed(text[:first])))
            for kind, link, text, first in made]
    pitch = sheet.height * rng.uniform(1.5, 2.6)
    x = 1.5 * sheet.height
    lines = [Line(text, sheet.spans(text, x), 1.6 * sheet.height + i * pitch, sheet.height)
             for i, (_, _, text, _) in enumerate(made)]
    width = int(max(line.spans[-1, 1] for line in lines) + x + rng.uniform(0, 4) * sheet.height)
    height = int((LINES - 1) * pitch + 2.4 * sheet.height)
    image = Image.new("L", (width, height), 255)
    canvas = ImageDraw.Draw(image)
    links = []
    for i, (line, (kind, link, text, first)) in enumerate(zip(lines, made)):
        sheet.draw(canvas, text, x, line.baseline, 0)
        if not link:
            continue
        if rng.random() < 0.22:  # underlined, under the link alone
            y = line.baseline + sheet.height * rng.uniform(0.08, 0.3)
            canvas.line([(line.spans[first, 0], y), (line.spans[first + len(link) - 1, 1], y)], fill=0,
                        width=max(1, int(sheet.height * rng.uniform(0.03, 0.12))))
        links.append(Link(kind, link, [(i, first, first + len(link))]))
    return Page(np.asarray(image).copy(), lines, links, f"line:{face.family}")
