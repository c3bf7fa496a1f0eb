"""Pictures with known links to measure on: made from test pages, or given by a truth file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from training.camera.light import expose
from training.camera.view import View, random_view
from training.detector import dataset
from training.pages.page import Page, page_stems

# Never drawn by training, whose seeds have another shape.
SEED = 424_242
SIZES = [(1200, 1600), (1600, 1200)]  # width, height


@dataclass
class Truth:
    """A link that can be read whole in a picture."""

    text: str  # as printed, its pieces joined
    kind: str
    pieces: int = 1


@dataclass
class Photo:
    """One picture of the benchmark."""

    name: str
    path: Path
    truths: list[Truth]
    # Links that are cut by an edge or whose end nobody knows: neither asked for nor held against.
    others: list[str] = field(default_factory=list)


def given(folder: Path) -> list[Photo]:
    """The pictures of a folder with a truth.json: [{file, links: [{text, prefix}]}]."""
    return [Photo(entry["file"], folder / entry["file"],
                  [Truth(link["text"], link["prefix"]) for link in entry["links"]])
            for entry in json.loads((folder / "truth.json").read_text())]


def seen_links(page: Page, view: View) -> tuple[list[Truth], list[str]]:
    """The links whose every letter is in the picture, and the others of which some is."""
    whole, partly = [], []
    for link in page.links:
        corners = []
        for index, first, end in link.pieces:
            line = page.lines[index]
            x0, x1 = line.spans[first, 0], line.spans[end - 1, 1]
            top, bottom = line.baseline - 1.1 * line.height, line.baseline + 0.4 * line.height
            corners += [(x0, top), (x1, top), (x1, bottom), (x0, bottom)]
        points = view.picture_points(np.array(corners))
        inside = ((points > 3) & (points < [view.width - 3, view.height - 3])).all(1)
        if inside.all() and link.certain:
            whole.append(Truth(link.text, link.kind, len(link.pieces)))
        elif inside.any() or not link.certain:
            partly.append(link.text)
    return whole, partly


def made(folders: list[Path], count: int, out: Path) -> list[Photo]:
    """Photographs test pages: as a person would, most of a page or a part of it.

    Letters are 10 to 40 px high. The same count and pages give the same pictures.
    """
    out.mkdir(parents=True, exist_ok=True)
    stems = [page_stems(folder) for folder in folders]
    photos = []
    for i in range(count):
        rng = np.random.default_rng([SEED, i])
        source = stems[i % len(stems)]
        page = Page.load(source[int(rng.integers(len(source)))])
        target, height = dataset.choose_target(rng, page)
        scale = float(min(2.0, np.exp(rng.uniform(np.log(11), np.log(36))) / height))
        width, tall = SIZES[int(rng.integers(2))]
        view = random_view(rng, width, tall, target, scale, most_turn=8)
        picture = view.photograph(page.image, float(rng.uniform(60, 250)))
        picture = expose(rng, picture, None, finest=height * scale)
        path = out / f"{i:03d}.jpg"
        cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
        whole, partly = seen_links(page, view)
        photos.append(Photo(path.name, path, whole, partly))
    return photos
