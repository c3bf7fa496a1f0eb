"""Makes the reading benchmark: photos of test pages with known links, and of pages with none.

    python -m benchmarks.make_set --out data/bench

Picture ``i`` depends on its number and on the pages of ``pages.txt`` alone, so whoever
renders those gets the same pictures; ``truth.json`` says what is in them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import click
import cv2
import numpy as np
from tqdm import tqdm

from benchmarks import photos
from benchmarks.view import TROUBLES, VIEWS, look, take
from training.camera.view import View
from training.links.parse import find_links
from training.pages.page import Line, Link, Page

PAGES = Path(__file__).with_name("pages.txt")  # the set stays fixed while test pages are added
SEED = 424_242
KIND_SHARES = {"https": 0.33, "http": 0.25, "www": 0.25, "domain": 0.07, "mail": 0.06, "doi": 0.04}
BROKEN_SHARE = 0.3  # of the pictures look at a broken link, where there is one
TURNED_SHARE = 0.1  # of the pictures are taken sideways or upside down
SMALLEST_ASKED = 9.0  # height of the letter h, px
LEAST_PART = 0.75  # of the height of the link looked at: blur is in proportion to that
MOST_PIECES = 3  # a link in more is a table cell's, set by no printer
LEAST_CONTRAST = 45  # grey values between ink and ground on the page
QUALITY = (75, 93)  # of the JPEG files
LEAST_LINES = 3  # of text, in part at least, on a picture without links: blank paper fools nobody
TRIES = 400


def seen_part(view: View, line: Line, first: int, end: int) -> tuple[bool, bool]:
    """Whether a stretch of a line is in the picture whole, and whether any of it is."""
    x0, x1 = line.spans[first, 0], line.spans[end - 1, 1]
    xs = np.linspace(x0, x1, 9)
    ys = [line.baseline - 1.1 * line.height, line.baseline + 0.4 * line.height]
    points = view.picture_points(np.array([(x, y) for x in xs for y in ys]))
    inside = ((points > 3) & (points < [view.width - 3, view.height - 3])).all(1)
    return bool(inside.all()), bool(inside.any())


def contrast(page: Page, line: Line, first: int, end: int) -> float:
    """Grey values between the darkest and the lightest of a stretch of a line."""
    top, bottom = max(0, int(line.baseline - line.height)), int(line.baseline) + 1
    part = page.image[top:bottom, max(0, int(line.spans[first, 0])):int(line.spans[end - 1, 1]) + 1]
    return float(np.ptp(np.percentile(part, [2, 98]))) if part.size else 0.0


def letters(view: View, line: Line, first: int) -> float:
    """Height of a line's letter h in the picture, px, where a link begins."""
    x, y = view.picture_points(np.array([[line.spans[first, 0], line.baseline]]))[0]
    return line.height / max(1e-6, view.scale_at(x, y))


def truths(page: Page, view: View, target: Link | None) -> tuple[list[photos.Truth], list[str]]:
    """The links that are asked for in a picture, and the others in it."""
    asked, others, taken = [], [], {}
    least = SMALLEST_ASKED
    if target:
        index, first, _ = target.pieces[0]
        least = max(least, LEAST_PART * letters(view, page.lines[index], first))
    for link in page.links:
        parts = [(page.lines[i], first, end) for i, first, end in link.pieces]
        for i, first, end in link.pieces:
            taken.setdefault(i, []).append((first, end))
        whole, any_part = zip(*(seen_part(view, *part) for part in parts))
        good = (all(whole) and link.certain and link.kind in KIND_SHARES and len(parts) <= MOST_PIECES
                and all(letters(view, line, first) >= least for line, first, _ in parts)
                and all(contrast(page, *part) >= LEAST_CONTRAST for part in parts))
        if good:
            asked.append(photos.Truth(link.text, link.kind, len(parts)))
        elif any(any_part):
            others.append(link.text)
    # What our rules take for a link in the true text cannot be held against a reader.
    for i, line in enumerate(page.lines):
        for link in find_links(line.text):
            apart = all(link.end <= first or link.start >= end for first, end in taken.get(i, []))
            if apart and seen_part(view, line, link.start, min(link.end, len(line.spans)))[1]:
                others.append(link.printed)
    return asked, others


def choose(rng: np.random.Generator, pages: dict[Path, Page]) -> tuple[Page, Link]:
    """A page and a link on it to look at."""
    stems = list(pages)
    for _ in range(TRIES):
        kind = str(rng.choice(list(KIND_SHARES), p=list(KIND_SHARES.values())))
        broken = bool(rng.random() < BROKEN_SHARE)
        page = pages[stems[int(rng.integers(len(stems)))]]
        fit = [k for k in page.links if k.certain and k.kind == kind and (len(k.pieces) > 1) == broken]
        if fit:
            return page, fit[int(rng.integers(len(fit)))]
    raise click.ClickException("the test pages hold too few links: make more with training.pages")


def with_links(rng: np.random.Generator, pages: dict[Path, Page], view: str, trouble: str):
    """A picture around a link: (uint8 picture, asked, others, view)."""
    for _ in range(TRIES):
        page, link = choose(rng, pages)
        seen = look(rng, page, link, view, trouble)
        asked, others = truths(page, seen, link)
        if any(truth.text == link.text for truth in asked):
            return take(rng, page, link, seen, trouble), asked, others, view
    raise click.ClickException(f"no picture of the view '{view}' under '{trouble}' shows its link whole")


def without(rng: np.random.Generator, pages: dict[Path, Page], view: str, trouble: str):
    """A picture in which no link is: (uint8 picture, [], [], view)."""
    stems = list(pages)
    for trial in range(TRIES):
        # Few designed pages are without a link, but parts of many are.
        view = view if trial < TRIES // 10 else "close"
        page = pages[stems[int(rng.integers(len(stems)))]]
        seen = look(rng, page, None, view, trouble)
        text = sum(seen_part(seen, line, 0, len(line.text))[1] for line in page.lines if line.text)
        if text >= LEAST_LINES and truths(page, seen, None) == ([], []):
            return take(rng, page, None, seen, trouble), [], [], view
    raise click.ClickException("the test pages hold too few views without a link")


def listed(folder: Path, names: list[str]) -> list[list[Path]]:
    """The pages of every source, below the folder of all pages.

    Raises:
        click.ClickException: if one is missing.
    """
    missing = [name for name in names if not (folder / f"{name}.png").is_file()]
    if missing:
        raise click.ClickException(f"{len(missing)} of {len(names)} pages are not in {folder}, {missing[0]} first: make "
                                   "them with training.pages.documents and training.pages.designed --seeds 1000000:1000130")
    sources = sorted({name.split("/")[0] for name in names}, reverse=True)
    return [[folder / name for name in names if name.split("/")[0] == source] for source in sources]


def make(sources: list[list[Path]], out: Path, count: int, empty: int) -> list[photos.Photo]:
    """Writes ``count`` pictures with links and ``empty`` without any, of all sources in turn, and truth.json."""
    out.mkdir(parents=True, exist_ok=True)
    sources = [{stem: Page.load(stem) for stem in stems} for stems in sources]
    made = []
    for i in tqdm(range(count + empty), disable=None):
        rng = np.random.default_rng([SEED, i])
        view = VIEWS[i // len(sources) % len(VIEWS)]
        trouble = TROUBLES[i // len(sources) // len(VIEWS) % len(TROUBLES)]
        picture, asked, others, view = (with_links if i < count else without)(rng, sources[i % len(sources)], view, trouble)
        turned = int(rng.choice([90, 180, 270])) if rng.random() < TURNED_SHARE else 0
        picture = np.ascontiguousarray(np.rot90(picture, -turned // 90))
        name = f"{i:03d}.jpg"
        cv2.imwrite(str(out / name), picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(*QUALITY))])
        made.append(photos.Photo(name, out / name, asked, others, trouble, view, turned))
    photos.save(made, out)
    return made


def fingerprint(made: list[photos.Photo]) -> str:
    """Short name of exactly these pictures."""
    digest = hashlib.sha256()
    for photo in made:
        digest.update(photo.path.read_bytes())
    return digest.hexdigest()[:12]


@click.command()
@click.option("--pages", "folder", type=click.Path(path_type=Path), default="data/pages", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default="data/bench", show_default=True)
@click.option("--count", default=216, show_default=True, help="Pictures with links.")
@click.option("--empty", default=100, show_default=True, help="Pictures without.")
def main(folder: Path, out: Path, count: int, empty: int) -> None:
    """Make the pictures of the reading benchmark."""
    made = make(listed(folder, PAGES.read_text().split()), out, count, empty)
    kinds = Counter(f"{t.kind}{' broken' if t.pieces > 1 else ''}" for p in made for t in p.links)
    print(f"{len(made)} pictures, {sum(p.empty for p in made)} of them empty, {sum(kinds.values())} links asked for: "
          + ", ".join(f"{name} {n}" for name, n in kinds.most_common()) + f"; fingerprint {fingerprint(made)}")


if __name__ == "__main__":
    main()
