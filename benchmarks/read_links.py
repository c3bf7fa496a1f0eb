"""How many printed links each reader reads exactly, on the very same pictures.

    python -m benchmarks.make_set                                   (once)
    python -m benchmarks.read_links --readers site,tesseract-page
    python -m benchmarks.read_links --photos ../shared/photos       (real photos with a truth.json)
    python -m benchmarks.read_links --count 40                      (40 of the pictures, drawn once for all)

What was read is kept, picture by picture, below ``--out``, and not read again by
the same version of a reader; so a run may be stopped and gone on with, and
``predictions-READER.json`` there is what ``benchmarks.score`` scores.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

import click
from playwright.sync_api import sync_playwright
from tqdm import tqdm

import bootstrap
from benchmarks import photos, score
from benchmarks.readers.rapid import PPOcr
from benchmarks.readers.site import Site
from benchmarks.readers.tesseract import WholePage
from training.links.parse import find_links

READERS = {
    "site": lambda browser: Site(browser, "Links Detector", "site"),
    "site-alone": lambda browser: Site(browser, "Links Detector, own reader alone", "site-alone", alone=True),
    "site-tesseract": lambda browser: Site(browser, "Links Detector, Tesseract on its strips", "site-tesseract",
                                           setting="tesseract"),
    "tesseract-page": lambda browser: WholePage(browser),
    "pp-ocr": lambda browser: PPOcr(),
}


def some(pictures: list[photos.Photo], count: int | None) -> list[photos.Photo]:
    """So many of the pictures, or all: of every kind, and more are always those and others besides."""
    return sorted(pictures, key=lambda photo: hashlib.sha1(photo.name.encode()).digest())[:count]


def with_links(entry: dict) -> dict:
    """What a reader said of a picture, as links: where it gave lines of text, by our rules."""
    if "links" in entry:
        return entry
    found = [link for line in entry["lines"] for link in find_links(line)]
    return {"seconds": entry["seconds"], "links": [{"text": link.printed} for link in found]}


def read_all(reader, pictures: list[photos.Photo], folder: Path) -> dict[str, dict]:
    """What a reader says of every picture; what it said before is taken from the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {}
    for photo in tqdm(pictures, desc=reader.key, disable=None):
        kept = folder / f"{photo.path.name}.json"
        if not kept.exists():
            aside = kept.with_suffix(".part")
            aside.write_text(json.dumps(reader.read(photo.path), ensure_ascii=False))
            aside.rename(kept)
        said[photo.name] = json.loads(kept.read_text())
    return said


def predictions(name: str, browser, pictures: list[photos.Photo], out: Path) -> dict:
    """A reader's predictions file, written and returned."""
    with READERS[name](browser) as reader:
        said = read_all(reader, pictures, out / f"{reader.key}-{reader.version}")
    result = {"reader": reader.name, "version": reader.version, "bytes": reader.size,
              "pictures": {picture: with_links(entry) for picture, entry in said.items()}}
    (out / f"predictions-{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))
    return result


@click.command()
@click.option("--set", "folder", type=click.Path(path_type=Path), default="data/bench", show_default=True,
              help="Pictures of benchmarks.make_set.")
@click.option("--photos", "given", type=click.Path(path_type=Path), default=None, help="Other pictures, with a truth.json.")
@click.option("--readers", default="site,site-alone,site-tesseract,tesseract-page,pp-ocr", show_default=True)
@click.option("--count", default=None, type=int, help="Take so many pictures only, drawn once for all.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Default: runs/bench/NAME OF THE FOLDER.")
@click.option("--detail", is_flag=True, help="Also by trouble, view and turn.")
@click.option("--wrong", type=click.Path(path_type=Path), default=None, help="Write every miss and wrong link here, as JSON.")
def main(folder: Path, given: Path | None, readers: str, count: int | None, out: Path | None, detail: bool,
         wrong: Path | None) -> None:
    """Print a table of links read exactly, of shown links that are right, and of seconds."""
    names = readers.split(",")
    unknown = [name for name in names if name not in READERS]
    if unknown:
        raise click.BadParameter(f"no reader is called {unknown[0]}; there are {', '.join(READERS)}", param_hint="--readers")
    folder = given or folder
    pictures = some(photos.load(folder), count)
    out = out or Path("runs/bench") / folder.resolve().name
    out.mkdir(parents=True, exist_ok=True)
    scores = []
    with contextlib.ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(**bootstrap.chromium_launch())
        stack.callback(browser.close)
        for name in names:
            scores.append(score.score_predictions(pictures, predictions(name, browser, pictures, out), name))
    print(score.table(scores))
    (out / "table.json").write_text(json.dumps([s.figures() for s in scores], indent=1, ensure_ascii=False))
    if detail:
        print("\n" + "\n\n".join(s.detail() for s in scores))
    if wrong:
        wrong.write_text(json.dumps({s.name: s.wrong for s in scores}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
