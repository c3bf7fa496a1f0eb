"""Pictures to measure the detector on: pages, fonts and camera seeds that training never saw.

The same pages, seed and count give the same pictures. ``mixed`` draws all troubles
of the camera at once, as training does; ``alone`` takes one condition at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from training.camera.light import expose
from training.camera.view import View, random_view
from training.detector import boxes, dataset, maps
from training.detector.conditions import CONDITIONS, LARGEST_SCALE, Condition, choose, is_dark, photograph
from training.pages.page import Line, Page, edges, page_stems, prefix_spans, spare_prefixes

TEST_SEED = 90_001
SIZE = 640  # px, the sides of every picture
TARGETS = {"www": 2.5}  # as training aimed when these pictures were fixed; what it aims at now is its own business
MIXED_LETTERS = (8.5, 50.0)  # px
SMALLEST, LARGEST = 8.0, maps.LARGEST * 0.9  # heights in the picture that are asked for, px
TRIES = 60  # pages looked at for one with a link of some style


@dataclass
class Truth:
    """A link's start in a picture."""

    kind: str  # of the link, or 'spare' (see ``spare_prefixes``)
    prefix: bool
    text: str
    x: float  # the start, on the baseline
    y: float
    height: float
    box: np.ndarray  # of its prefix, (left, top, right, bottom), inside the picture
    asked: bool  # else it is cut by the edge, too small or too large, or not of the condition
    style: tuple[str, ...] = ()


@dataclass
class Shot:
    """One picture and what it shows."""

    condition: str  # 'mixed' or one of CONDITIONS
    source: str  # 'documents' or 'designed'
    page: str
    picture: np.ndarray  # uint8 [SIZE, SIZE]
    truths: list[Truth]
    prints: list[np.ndarray]  # boxes of all pieces of all links, px


def prints(page: Page, view: View) -> list[np.ndarray]:
    """The boxes of all pieces of a page's links in a picture, (left, top, right, bottom)."""
    pieces = [(page.lines[i], first, end) for link in page.links for i, first, end in link.pieces]
    return [boxes.of_print(view, line, *edges(line, first, end))
            for line, first, end in pieces]


def starts(page: Page, view: View) -> list[Truth]:
    """The starts of links in a picture, in picture px, and what is printed like one: the latter is not asked for."""
    found = []

    def add(kind: str, prefix: bool, text: str, style: set[str], line: Line, x0: float, x1: float, asked: bool) -> None:
        ends = view.picture_points(np.array([[x0, line.baseline], [x1, line.baseline],
                                             [x0, line.baseline - line.height]]))
        (x, y), (right, _), (_, top) = ends
        height = line.height / max(1e-6, view.scale_at(x, y))
        if not (-height < x < view.width + height and -height < y < view.height + height):
            return
        whole = x > 2 and right < view.width - 2 and top > 2 and y < view.height - 2
        box = boxes.clipped(boxes.of_print(view, line, x0, x1), view.width, view.height)
        found.append(Truth(kind, prefix, text, x, y, height, box,
                           bool(asked and whole and SMALLEST <= height <= LARGEST), tuple(sorted(style))))

    for link, line, x0, x1 in prefix_spans(page):
        style = set(link.style) - {"dark"} | ({"dark"} if is_dark(page, link) else set())
        add(link.kind, link.prefix_length > 0, link.text, style, line, x0, x1, True)
    for line, x0, x1 in spare_prefixes(page):
        add("spare", True, "", set(), line, x0, x1, False)
    return found


def mixed(folders: list[Path], count: int, seed: int = TEST_SEED) -> Iterator[Shot]:
    """Yields pictures with all that the camera does at once, of every folder in turn."""
    stems = [page_stems(folder) for folder in folders]
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        source = stems[i % len(stems)]
        page = Page.load(source[int(rng.integers(len(source)))])
        target, height = dataset.choose_target(rng, page, TARGETS)
        scale = min(LARGEST_SCALE, np.exp(rng.uniform(*np.log(MIXED_LETTERS))) / height)
        view = random_view(rng, SIZE, SIZE, target, scale)
        picture = view.photograph(page.image, float(rng.uniform(0, 255)))
        picture = expose(rng, picture, cv2.flip(picture, 0) if rng.random() < 0.15 else None,
                         finest=height * scale)
        yield Shot("mixed", folders[i % len(folders)].parent.name, page.source, picture, starts(page, view),
                   prints(page, view))


def alone(folders: list[Path], name: str, count: int, seed: int = TEST_SEED) -> Iterator[Shot]:
    """Yields pictures under one condition; fewer than asked for where pages have no such links."""
    condition = CONDITIONS[name]
    stems = [page_stems(folder) for folder in folders]
    for i in range(count):
        rng = np.random.default_rng([seed, 1 + list(CONDITIONS).index(name), i])
        # Pages of documents do not tell their links' looks: those are all asked of designed ones.
        for trial in range(TRIES):
            which = (i + trial) % len(stems)
            page = Page.load(stems[which][int(rng.integers(len(stems[which])))])
            link = choose(rng, page, condition)
            if link:
                break
        else:
            continue
        picture, view = photograph(rng, page, link, condition, SIZE)
        truths = [keep(truth, link.text, condition) for truth in starts(page, view)]
        yield Shot(name, folders[which].parent.name, page.source, picture, truths, prints(page, view))


def keep(truth: Truth, target: str, condition: Condition) -> Truth:
    """The truth, asked for only if the condition is about it."""
    about = truth.text == target if condition.one else not condition.style or condition.style in truth.style
    return replace(truth, asked=truth.asked and truth.prefix and about)
