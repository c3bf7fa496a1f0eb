"""Training examples for the reader: strips as the detector and camera deliver them.

A link's line is photographed, cut along a baseline that is off by what the
detector is off by, and labelled with the characters that are on the strip.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from training.camera.light import expose
from training.camera.view import View, random_view
from training.detector.decode import Candidate
from training.pages import fonts
from training.pages.page import Line, Page, page_stems
from training.pages.wear import wear
from training.reader import lines
from training.reader.align import align
from training.reader.charset import to_classes
from training.reader.strip import ABOVE, BEFORE, BELOW, EXTEND, Strip, cut_strip, seen_length

HEIGHT = 32  # px of a strip
WIDEST = 640  # px; longer strips are left out
WIDEST_WHOLE, WHOLE_BEYOND = 1600, 3.5  # px, heights: of strips that show a link whole, as the app cuts them (read_link.js)
STEP = 2  # px of strip to one time step of the network
LONGEST = 200  # characters
WORN = 0.3  # share of pages whose print is not perfect
ECHOES = 3  # how often a batch is used: making one costs as much as learning from it twice
# CTC first has to find out that letters stand in a row: it does so soonest on short strips.
EASY_BATCHES, EASY_CHARACTERS = 600, 9


def aim(rng: np.random.Generator, line: Line, first: int, end: int, height: float) -> View:
    """A view of a stretch of a line, its letters ``height`` px high."""
    scale = height / line.height
    x0, x1 = line.spans[first, 0], line.spans[end - 1, 1]
    width = int(np.clip((x1 - x0) * scale + 9 * height, 48, 1600))
    tall = int(5 * height)
    view = random_view(rng, width, tall, (float(x0), line.baseline), scale, most_turn=10)
    # random_view puts its target anywhere; slide the view so that the start is at the left.
    now = view.picture_points(np.array([[x0, line.baseline]]))[0]
    goal = np.array([rng.uniform(1.0, 4.0) * height, 3.1 * height])
    slide = np.array([[1, 0, now[0] - goal[0]], [0, 1, now[1] - goal[1]], [0, 0, 1.0]])
    return View(width, tall, view.to_page @ slide, view.bend)


def aimed_candidate(rng: np.random.Generator, line: Line, first: int, end: int, view: View) -> Candidate:
    """What the detector would say, with its errors: half a cell, a tenth of the height."""
    xs = np.linspace(line.spans[first, 0], line.spans[end - 1, 1], 12)
    path = view.picture_points(np.stack([xs, np.full_like(xs, line.baseline)], -1))
    start = path[0]
    top = view.picture_points(np.array([[xs[0], line.baseline - line.height]]))[0]
    slope = (path[1, 1] - path[0, 1]) / max(1e-6, path[1, 0] - path[0, 0])
    height = float(np.hypot(*(start - top))) * float(np.exp(rng.normal(0.04, 0.1)))
    drift = rng.normal(0, 0.05) * height + rng.normal(0, 0.06) * height * np.linspace(-1, 1, len(path))
    path[:, 1] += drift
    shift = rng.normal(0, 0.18) * height
    seen = int(rng.integers(6, 13))  # the detector may lose the link before its end
    baseline = [(float(x), float(y)) for x, y in path[:seen]]
    return Candidate("prefix", 1.0, float(start[0] + shift), float(start[1] + drift[0] + slope * shift), height,
                     float(slope), float(start[0] + 3 * height), baseline)


def stretch(rng: np.random.Generator, page: Page, most: int, starts: bool = False) -> tuple[int, int, int] | None:
    """What to aim at: (line, first character, end), mostly a link, else a part of a line.

    Args:
        most: characters.
        starts: links from their start, and nothing else.
    """
    links = [link for link in page.links if link.certain]
    if links and (starts or rng.random() < 0.85):
        link = links[int(rng.integers(len(links)))]
        index, first, end = link.pieces[0 if starts else int(rng.integers(len(link.pieces)))]
        if not starts and rng.random() < 0.15:  # from the middle on, as a broken link's second line starts
            first = int(rng.integers(first, end))
    elif page.lines and not starts:
        index = int(rng.integers(len(page.lines)))
        words = [i + 1 for i, char in enumerate(page.lines[index].text) if char == " "]
        first = int(rng.choice([0, *words]))
        end = min(len(page.lines[index].text), first + int(rng.integers(8, 40)))
    else:
        return None
    return index, first, min(end, first + most)


def example(rng: np.random.Generator, page: Page, most: int = LONGEST,
            widest: int = WIDEST, starts: bool = False) -> tuple[np.ndarray, list[int]] | None:
    """One strip uint8 [HEIGHT, width] and its classes, or None where nothing fits.

    Args:
        most: characters aimed at; a few more may be on the strip.
        widest: px of strip; what is aimed at is cut so that it fits, as where the detector loses a link.
        starts: see ``stretch``.
    """
    chosen = stretch(rng, page, most, starts)
    if chosen is None:
        return None
    index, first, end = chosen
    line = page.lines[index]
    beyond = float(rng.uniform(2, 7))
    room = line.spans[first, 0] + line.height * (0.93 * widest * (ABOVE + BELOW) / HEIGHT - BEFORE - beyond)
    end = min(end, int(np.searchsorted(line.spans[:, 1], room)))
    if end - first < 2 or line.height < 5:
        return None
    height = float(np.exp(rng.uniform(np.log(8), np.log(34))))
    height = min(height, 2.0 * line.height)
    view = aim(rng, line, first, end, height)
    ground = float(rng.uniform(120, 255))
    picture = view.photograph(page.image, ground)
    picture = expose(rng, picture, cv2.flip(picture, 0), finest=height)
    candidate = aimed_candidate(rng, line, first, end, view)
    length = seen_length(candidate) + beyond * candidate.height
    candidate = align(picture, candidate)
    extend, beyond = (EXTEND, WHOLE_BEYOND) if starts else (length / candidate.height, beyond)
    strip = cut_strip(picture, candidate, HEIGHT, extend, beyond)
    strip = strip and within(strip, picture.shape[0], candidate.height)
    if strip is None or not 24 <= strip.image.shape[1] <= widest:
        return None
    return strip.image, seen_classes(row(page, line), view, strip, picture.shape[1])


def row(page: Page, line: Line) -> Line:
    """A line with all that stands beside it on its baseline: PDFs and tables end lines at wide gaps."""
    beside = [other for other in page.lines if abs(other.baseline - line.baseline) < 0.3 * line.height]
    text, spans = "", np.zeros((0, 2), np.float32)
    for part in sorted(beside, key=lambda part: part.spans[0, 0]):
        if text and part.spans[0, 0] < spans[-1, 1]:
            return line  # set one over the other: no order to read them in
        if text:
            text, spans = text + " ", np.append(spans, [[spans[-1, 1], part.spans[0, 0]]], 0)
        text, spans = text + part.text, np.append(spans, part.spans, 0)
    return replace(line, text=text, spans=spans)


def within(strip: Strip, picture_height: int, height: float) -> Strip:
    """Ends a strip where its letters leave the picture above or below: nobody could read on."""
    y = strip.points[:, 1]
    outside = np.flatnonzero((y < 0.8 * height) | (y > picture_height - 0.2 * height))
    end = int(outside[0]) if len(outside) else len(y)
    return Strip(strip.image[:, :end], strip.points[:end], strip.cut_by_edge)


def seen_classes(line: Line, view: View, strip: Strip, picture_width: int) -> list[int]:
    """The classes of the characters whose middle and most of whose width are on the strip."""
    edges = view.picture_points(np.stack([line.spans.ravel(), np.full(line.spans.size, line.baseline)], -1))
    # Beyond its ends the strip's x is not told by interpolation; leave those out.
    x = edges[:, 0].reshape(-1, 2)
    low, high = strip.points[0, 0], min(strip.points[-1, 0], picture_width)
    inside = np.clip(x, low, high)
    width = np.maximum(x[:, 1] - x[:, 0], 1e-6)
    seen = (inside[:, 1] - inside[:, 0]) / width > 0.55
    text = "".join(char for char, on in zip(line.text, seen) if on)
    return to_classes(" ".join(text.split()))


def fits(width: int, classes: list[int]) -> bool:
    """Whether CTC has something to learn, and the steps for it: one a character and one between two alike."""
    doubles = sum(a == b for a, b in zip(classes, classes[1:]))
    return bool(classes) and len(classes) + doubles + 1 <= width // STEP


def batch(seed: int, stems: list[str], font_folder: str, count: int,
          test: bool = False, starts: bool = False, accents: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Batch number ``seed``.

    Args:
        stems: pages to choose from.
        test: draw lines in the test families, not in the others.
        starts: links from their start alone, as the app reads them.
        accents: share of drawn lines that have some, in fonts with letters for them.

    Returns:
        strips: uint8 [count, HEIGHT, width, 1], white to the right of shorter ones
        classes: int32 [count, most], -1 to the right of shorter ones
        widths: int32 [count], px of each strip
    """
    rng = np.random.default_rng([seed, 11])
    folder = Path(font_folder)
    faces = [face for face in all_faces(folder) if fonts.is_test_family(face.family) == test]
    if accents:
        faces = [face for face in faces if lines.more_of(folder / face.path).exists()]
    # Strips of one batch are of like length: padding is work for nothing.
    easy = seed < EASY_BATCHES and not test
    longest = WIDEST_WHOLE if starts else 240 if easy else WIDEST if rng.random() < 0.35 else 360
    most = EASY_CHARACTERS if easy else LONGEST
    found: list[tuple[np.ndarray, list[int]]] = []
    while len(found) < count:
        if not stems or rng.random() < 0.6:
            page, views = lines.render(rng, faces, folder, accents), lines.LINES
            dotted = 0.25
        else:
            page, views = Page.load(Path(stems[int(rng.integers(len(stems)))])), 6
            dotted = 0.0
        if page.lines and rng.random() < WORN:
            height = float(np.median([line.height for line in page.lines]))
            page = replace(page, image=wear(rng, page.image, height, dotted))
        for _ in range(views):
            made = example(rng, page, most, longest, starts)
            if made and fits(made[0].shape[1], made[1]):
                found.append(made)
    return collate(found[:count])


def collate(found: list[tuple[np.ndarray, list[int]]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pads strips with white and classes with -1."""
    width = -(-max(strip.shape[1] for strip, _ in found) // 16) * 16
    most = max(1, max(len(classes) for _, classes in found))
    strips = np.full((len(found), HEIGHT, width, 1), 255, np.uint8)
    labels = np.full((len(found), most), -1, np.int32)
    for i, (strip, classes) in enumerate(found):
        strips[i, :, : strip.shape[1], 0] = strip
        labels[i, : len(classes)] = classes
    return strips, labels, np.array([strip.shape[1] for strip, _ in found], np.int32)


def held_out(folders: list[Path], font_folder: Path, count: int, batches: int = 8) -> list[tuple]:
    """Batches of strips from pages and fonts that training does not use, always the same for the same pages."""
    stems = [str(stem) for folder in folders for stem in page_stems(folder)]
    return [batch(seed, stems, str(font_folder), count, test=True) for seed in range(batches)]


_FACES: dict[Path, list[fonts.Face]] = {}


def all_faces(folder: Path) -> list[fonts.Face]:
    """The font index, read once a process."""
    if folder not in _FACES:
        _FACES[folder] = fonts.load(folder, drawn=True)
    return _FACES[folder]


def batches(folders: list[Path], font_folder: Path, count: int, first: int = 0, processes: int = 1,
            ahead: int = 8) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yields batches without end from number ``first`` on, made by other processes."""
    stems = [str(stem) for folder in folders for stem in page_stems(folder)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=cv2.setNumThreads,
                             initargs=(1,)) as pool:
        waiting: deque = deque()
        number = first
        while True:
            while len(waiting) < ahead:
                rng = np.random.default_rng([number, 5])
                some = [stems[int(i)] for i in rng.integers(len(stems), size=count)] if stems else []
                waiting.append(pool.submit(batch, number, some, str(font_folder), count))
                number += 1
            yield waiting.popleft().result()
