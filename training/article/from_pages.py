"""Labelled photos from our own pages, so that the article's recipe learns from the same data.

    python -m training.article.from_pages --out data/article/labelled --count 4000

Photo ``i`` depends on the seed, on ``i`` and on the set of pages alone. A photo
is named after its document, by which training.article.partition splits; for a
test set on documents that were never seen, take ``--pages`` of the test split.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
import cv2
import numpy as np
from tqdm import tqdm

from training.article import voc
from training.camera.light import expose
from training.camera.view import View, random_view
from training.detector import boxes
from training.detector.dataset import choose_target
from training.pages.page import Page, page_stems, prefix_spans

# What is called what. The article knows one class; the other rows ask as much
# of its recipe as of our detector.
CLASSES = {
    "http": {"https": "http", "http": "http"},
    "prefix": {"https": "prefix", "http": "prefix", "ftp": "prefix", "www": "prefix"},
    "kinds": {"https": "https", "http": "http", "ftp": "ftp", "www": "www"},
}
LARGEST_SCALE = 2.5  # enlarging a page more only shows its pixels
LETTERS = (10.5, 44.0)  # heights in the photo, px, as our evaluation draws them
SMALLEST_READABLE = 8.0  # px; smaller prefixes are marked as difficult
MOST_CUT_AWAY = 0.4  # of a box by the picture's edge; what shows less is not labelled


def kind_of(prefix: str) -> str:
    """The kind of a printed prefix: https, http, ftp or www."""
    return prefix.lower().split(":")[0].rstrip(".")


def prefix_boxes(page: Page, view: View, names: dict[str, str]) -> list[voc.Box]:
    """The upright boxes around a page's prefixes as a view shows them, in picture px.

    Args:
        names: class of each kind; prefixes of other kinds are left out.
    """
    found = []
    for link, line, x0, x1 in prefix_spans(page):
        name = names.get(kind_of(link.text[:link.prefix_length]))
        if name is None:
            continue
        whole = boxes.of_print(view, line, x0, x1)
        left, upper, right, lower = boxes.clipped(whole, view.width, view.height)
        shown = boxes.share_inside(whole, view.width, view.height)
        # Whole pixels are what is written, so a box must not vanish between two.
        if shown < 1 - MOST_CUT_AWAY or round(right) <= round(left) or round(lower) <= round(upper):
            continue
        height = line.height / max(1e-6, view.scale_at(whole[0], whole[1]))
        found.append(voc.Box(name, float(left), float(upper), float(right), float(lower),
                             truncated=bool(shown < 0.999), difficult=bool(height < SMALLEST_READABLE)))
    return found


def photograph(rng: np.random.Generator, page: Page, size: int, names: dict[str, str],
               ) -> tuple[np.ndarray, list[voc.Box]]:
    """A photo of a page, uint8 [size, size], and its boxes."""
    target, height = choose_target(rng, page)
    scale = min(LARGEST_SCALE, np.exp(rng.uniform(*np.log(LETTERS))) / height)
    view = random_view(rng, size, size, target, scale)
    picture = view.photograph(page.image, float(rng.uniform(0, 255)))
    back = cv2.flip(picture, 0) if rng.random() < 0.15 else None
    return expose(rng, picture, back, finest=height * scale), prefix_boxes(page, view, names)


def make(folders: list[Path], out: Path, count: int, size: int, names: dict[str, str], seed: int) -> int:
    """Writes photos and label files; returns how many prefixes were labelled.

    Raises:
        click.ClickException: if a folder has no pages.
    """
    sources = [page_stems(folder) for folder in folders]
    for folder, stems in zip(folders, sources):
        if not stems:
            raise click.ClickException(f"no pages in {folder}: make them with training.pages first")
    out.mkdir(parents=True, exist_ok=True)
    labelled = 0
    for i in tqdm(range(count), disable=None):
        rng = np.random.default_rng([seed, i])
        stems = sources[i % len(sources)]
        page = Page.load(stems[int(rng.integers(len(stems)))])
        picture, found = photograph(rng, page, size, names)
        document = page.source.split("#")[0]
        stem = f"{hashlib.sha1(document.encode()).hexdigest()[:10]}-{seed}_{i:05}"
        cv2.imwrite(str(out / f"{stem}.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
        voc.write(voc.Annotation(f"{stem}.jpg", size, size, found, document), out / f"{stem}.xml")
        labelled += len(found)
    return labelled


@click.command()
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/train", "data/pages/designed/train"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default="data/article/labelled", show_default=True)
@click.option("--count", default=4000, show_default=True)
@click.option("--size", default=640, show_default=True, help="Side of the square photos, px.")
@click.option("--classes", type=click.Choice(sorted(CLASSES)), default="http", show_default=True,
              help="http: https:// and http://, as one class; prefix: ftp:// and www. too; kinds: a class for each.")
@click.option("--seed", default=0, show_default=True)
def main(folders: tuple[Path, ...], out: Path, count: int, size: int, classes: str, seed: int) -> None:
    """Make labelled photos from pages with known text."""
    labelled = make(list(folders), out, count, size, CLASSES[classes], seed)
    print(f"{count} photos with {labelled} labelled prefixes in {out}")


if __name__ == "__main__":
    main()
