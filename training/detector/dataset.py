"""Training examples for the detector: an endless, seeded stream of pictures.

Example ``i`` depends on ``i`` and the set of pages alone, so ranges of seeds
can be shared among processes or machines, and a run can be resumed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from training.camera.light import expose
from training.camera.view import random_view
from training.detector import labels, maps
from training.pages.page import Page, page_stems
from training.pages.wear import wear

VIEWS_PER_PAGE = 4  # pictures taken of a page once it is loaded
ECHOES = 3  # how often a batch is used: making one costs as much as learning from it
WORN_SHARE = 0.15  # pages whose print is not perfect
DOTTED_SHARE = 0.15  # of those
# How often links are aimed at, to https's once: www. is the shortest prefix, and bare links have none.
APPEAL = {"www": 2.5, "domain": 2.0, "mail": 2.0, "doi": 2.0}
TURNED_SHARE = 0.05  # pictures upside down or sideways: nothing to find there


def letter_height(rng: np.random.Generator) -> float:
    """Height of the letters in the picture, px: small ones are most of the work."""
    if rng.random() < 0.7:
        return float(np.exp(rng.uniform(np.log(7.5), np.log(26))))
    return float(np.exp(rng.uniform(np.log(7.5), np.log(60))))


def choose_target(rng: np.random.Generator, page: Page,
                  appeal: Mapping[str, float] = APPEAL) -> tuple[tuple[float, float], float]:
    """A page point to look at, and the line height there: mostly on a link.

    Args:
        appeal: how often links of a kind are aimed at; of others, once.
    """
    if page.links and rng.random() < 0.88:
        weights = np.array([appeal.get(link.kind, 1.0) for link in page.links])
        link = page.links[int(rng.choice(len(page.links), p=weights / weights.sum()))]
        index, first, _ = link.pieces[0]
        line = page.lines[index]
        return (float(line.spans[first, 0]) + 2 * line.height, line.baseline), line.height
    if page.lines:
        line = page.lines[int(rng.integers(len(page.lines)))]
        return (float(rng.uniform(line.spans.min(), line.spans.max())), line.baseline), line.height
    height, width = page.image.shape
    return (width / 2, height / 2), 20.0


def example(rng: np.random.Generator, page: Page, size: int) -> tuple[np.ndarray, np.ndarray]:
    """One picture of a page with its labels.

    Returns:
        picture: uint8 [size, size]
        truth: float32 [size / 8, size / 8, 2 * CHANNELS], targets then weights
    """
    target, height = choose_target(rng, page)
    scale = letter_height(rng) / height
    # Enlarging a page much only shows its pixels.
    scale = min(scale, 2.5)
    view = random_view(rng, size, size, target, scale)
    ground = float(rng.uniform(0, 255))
    picture = view.photograph(page.image, ground)
    back = None
    if rng.random() < 0.15:
        back = cv2.flip(picture, 0)
    picture = expose(rng, picture, back, finest=height * scale)
    targets, weights = labels.encode(page, view)
    if rng.random() < TURNED_SHARE:
        turns = int(rng.integers(1, 4))
        picture = np.ascontiguousarray(np.rot90(picture, turns))
        targets[:], weights[..., maps.BASELINE:] = 0.0, 0.0
        weights[..., : maps.BASELINE] = 1.0
    return picture, np.concatenate([targets, weights], -1)


def stems_of(folders: list[Path]) -> list[list[str]]:
    """The pages of each source; an error that says what to do where there are none."""
    sources = [[str(stem) for stem in page_stems(folder)] for folder in folders]
    for folder, found in zip(folders, sources):
        if not found:
            raise FileNotFoundError(f"no pages in {folder}: make them with training.pages first")
    return sources


def batch(seed: int, sources: list[list[str]], size: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Batch number ``seed``: pictures uint8 [count, size, size, 1] and their truth."""
    rng = np.random.default_rng([seed, 7])
    pictures, truths = [], []
    while len(pictures) < count:
        source = sources[int(rng.integers(len(sources)))]
        page = Page.load(Path(source[int(rng.integers(len(source)))]))
        if page.links and rng.random() < WORN_SHARE:
            index, _, _ = page.links[int(rng.integers(len(page.links)))].pieces[0]
            page = replace(page, image=wear(rng, page.image, page.lines[index].height, DOTTED_SHARE))
        for _ in range(min(VIEWS_PER_PAGE, count - len(pictures))):
            picture, truth = example(rng, page, size)
            pictures.append(picture[..., None])
            truths.append(truth)
    return np.stack(pictures), np.stack(truths)


def batches(folders: list[Path], size: int, count: int, first: int = 0,
            processes: int = 1, ahead: int = 8) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yields batches without end from number ``first`` on, made by other processes.

    The folders are looked through again from time to time, so that training
    may begin while pages are still being made.
    """
    cv2.setNumThreads(1)
    sources = stems_of(folders)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"),
                             initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        waiting: deque = deque()
        number = first
        while True:
            while len(waiting) < ahead:
                if number % 500 == 499:
                    sources = stems_of(folders)
                # Each job carries a slice of the list: enough to choose from, small to send.
                rng = np.random.default_rng([number, 3])
                some = [[s[int(i)] for i in rng.integers(len(s), size=count)] for s in sources]
                waiting.append(pool.submit(batch, number, some, size, count))
                number += 1
            yield waiting.popleft().result()
