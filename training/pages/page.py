"""The truth about a page: its grey picture, its text lines and its links.

Everything the networks learn (prefix boxes, link quadrilaterals, strips to
read) is derived from this one record, so that nothing is labelled twice.

Coordinates are pixels of the page picture, x to the right, y downwards,
measured at pixel edges (the first pixel spans 0 to 1).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

# A prefix is what the detector looks for; kinds without one start "bare".
PREFIXES = ("https://", "http://", "ftp://", "www.")
# The same with spaces between, as some documents set it, in which no link is told.
SPACED = re.compile(r"h ?t ?t ?p ?(?:s ?)?: ?/ ?/|f ?t ?p ?: ?/ ?/|w ?w ?w ?\.", re.IGNORECASE)


@dataclass
class Line:
    """One run of text on one straight, horizontal baseline."""

    text: str
    spans: np.ndarray  # float32 [len(text), 2]: left and right edge of each character
    baseline: float  # y
    height: float  # of the letter h above the baseline


@dataclass
class Link:
    """A link as printed, in reading order over one or more lines."""

    kind: str  # https, http, ftp, www, domain, mail, doi
    text: str  # the pieces joined, as printed
    pieces: list[tuple[int, int, int]]  # (line index, first character, end)
    # False where the source leaves open how the link goes on (a typeset page
    # without annotations): good for finding links, not for judging a reading.
    certain: bool = True
    # How it looks, where the source tells: 'underlined', 'italic', 'bold', 'monospaced',
    # 'spaced', 'dark' ground, 'coloured' ground, 'picture' behind. For evaluation alone.
    style: tuple[str, ...] = ()

    @property
    def prefix_length(self) -> int:
        """Characters of the prefix, 0 for a bare link."""
        lowered = self.text.lower()
        return next((len(p) for p in PREFIXES if lowered.startswith(p)), 0)


@dataclass
class Page:
    """A page picture with its truth."""

    image: np.ndarray  # uint8 [height, width], grey
    lines: list[Line]
    links: list[Link] = field(default_factory=list)
    source: str = ""  # document or seed it came from; splits follow it

    def save(self, stem: Path) -> None:
        """Writes ``stem``.png and ``stem``.json.gz."""
        stem.parent.mkdir(parents=True, exist_ok=True)
        truth = {
            "source": self.source,
            "lines": [
                {"text": ln.text, "spans": np.round(ln.spans, 1).tolist(),
                 "baseline": round(float(ln.baseline), 2), "height": round(float(ln.height), 2)}
                for ln in self.lines
            ],
            "links": [
                {"kind": k.kind, "text": k.text, "pieces": k.pieces, "certain": k.certain, "style": k.style}
                for k in self.links
            ],
        }
        with gzip.open(f"{stem}.json.gz", "wt", compresslevel=3) as out:
            json.dump(truth, out, ensure_ascii=False)
        # The picture last: a page exists once its picture does.
        cv2.imwrite(f"{stem}.png", self.image, [cv2.IMWRITE_PNG_COMPRESSION, 3])

    @classmethod
    def load(cls, stem: Path) -> Page:
        """Reads what ``save`` wrote."""
        image = cv2.imread(f"{stem}.png", cv2.IMREAD_GRAYSCALE)
        if image is None:
            raise FileNotFoundError(f"no page picture at {stem}.png")
        with gzip.open(f"{stem}.json.gz", "rt") as src:
            truth = json.load(src)
        lines = [
            Line(ln["text"], np.asarray(ln["spans"], np.float32).reshape(-1, 2),
                 ln["baseline"], ln["height"])
            for ln in truth["lines"]
        ]
        links = [
            Link(k["kind"], k["text"], [tuple(p) for p in k["pieces"]], k["certain"], tuple(k.get("style", ())))
            for k in truth["links"]
        ]
        return cls(image, lines, links, truth["source"])


def page_stems(folder: Path) -> list[Path]:
    """All pages saved below a folder, in a fixed order."""
    return sorted(path.with_suffix("") for path in folder.rglob("*.png"))


def prefix_spans(page: Page) -> Iterator[tuple[Link, Line, float, float]]:
    """Yields each link's first line with the x range that starts the link.

    That is the prefix where there is one, else the first three line heights
    of a bare link (or all of it, if shorter).
    """
    for link in page.links:
        index, first, end = link.pieces[0]
        line = page.lines[index]
        x0, x1 = edges(line, first, min(first + link.prefix_length, end) if link.prefix_length else end)
        if not link.prefix_length:
            x1 = min(x1, x0 + 3 * line.height)
        yield link, line, x0, x1


def spare_prefixes(page: Page) -> Iterator[tuple[Line, float, float]]:
    """Yields the lines and x ranges where a prefix is printed that begins no link of the page's truth.

    That is one within a link, as ``www.`` behind ``https://``, and one with spaces in it. Who looks at no
    more than a part of the page cannot know: to say that a link begins there is neither right nor wrong.
    """
    for link in page.links:
        for number, (index, first, end) in enumerate(link.pieces):
            line = page.lines[index]
            begun = 0 if number else max(1, link.prefix_length)
            text = line.text[first:end].lower()
            for prefix in PREFIXES:
                at = text.find(prefix, begun)
                if at >= 0:
                    yield line, *edges(line, first + at, first + at + len(prefix))
    for line in page.lines:
        for spaced in SPACED.finditer(line.text):
            if " " in spaced.group():
                yield line, *edges(line, *spaced.span())


def edges(line: Line, first: int, end: int) -> tuple[float, float]:
    """Left and right edge of a stretch of a line."""
    return float(line.spans[first, 0]), float(line.spans[end - 1, 1])
