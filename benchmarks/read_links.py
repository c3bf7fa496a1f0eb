"""How many printed links the built site reads exactly, beside Tesseract on the whole picture.

    python -m benchmarks.read_links --made 50
    python -m benchmarks.read_links --photos FOLDER     (with a truth.json)

Everything runs in one headless Chromium: ours is the site itself, fed through
its file input; the baseline is the site's own Tesseract on the whole picture
and the same link rules on its text. Exact means every character right, a
missing scheme or a trailing slash apart.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import Counter
from pathlib import Path

import click
from playwright.sync_api import Page, sync_playwright
from tqdm import tqdm

import bootstrap
from benchmarks import photos
from training.links.parse import find_links
from web_src.generator.server import SiteServer
from web_src.generator.site import make_site

PATIENCE = 120_000  # ms for one picture
READ = "(links) => [...links.querySelectorAll('a[href][data-printed]')].map((a) => a.dataset.printed)"
WHOLE_PAGE = """async (picture) => {
  const { createWorker } = await import('/tesseract/dist/tesseract.esm.min.js').then((m) => m.default);
  globalThis.reader ??= await createWorker('eng', 1, { workerPath: '/tesseract/dist/worker.min.js',
    corePath: '/core', langPath: '/language', cacheMethod: 'none' });
  const start = performance.now();
  const { data } = await globalThis.reader.recognize(picture);
  return { text: data.text, ms: performance.now() - start };
}"""


def comparable(text: str) -> str:
    """What must be equal for a reading to be exact."""
    return re.sub(r"^(https?|ftp)://", "", text, flags=re.IGNORECASE).rstrip("/")


class Score:
    """Counts of one reader."""

    def __init__(self, name: str):
        self.name, self.times, self.wrong = name, [], []
        self.asked, self.exact = Counter(), Counter()
        self.shown = self.right = 0

    def add(self, photo: photos.Photo, readings: list[str], seconds: float) -> None:
        """Adds one picture's readings."""
        self.times.append(seconds)
        left = [comparable(r) for r in readings]
        known = {comparable(t.text) for t in photo.truths} | {comparable(t) for t in photo.others}
        for reading in set(left):
            if any(reading != other and other.startswith(reading) for other in map(comparable, photo.others)):
                continue  # a piece of a link that nobody sees whole
            self.shown += 1
            self.right += reading in known
        for truth in photo.truths:
            keys = ["all", truth.kind, "one line" if truth.pieces == 1 else "broken"]
            hit = comparable(truth.text) in left
            if hit:
                left.remove(comparable(truth.text))
            else:
                self.wrong.append((photo.name, truth.text, readings))
            for key in keys:
                self.asked[key] += 1
                self.exact[key] += hit

    def row(self, keys: list[str]) -> str:
        """One row of the table."""
        parts = [f"{self.exact[k]}/{self.asked[k]}" for k in keys]
        right = f"{self.right}/{self.shown}"
        middle = sorted(self.times)[len(self.times) // 2]
        return f"| {self.name} | " + " | ".join([*parts, right, f"{middle:.2f}"]) + " |"


def scan(page: Page, photo: photos.Photo) -> tuple[list[str], float]:
    """Gives a picture to the site and waits for its links; seconds from choice to done."""
    start = time.perf_counter()
    page.get_by_test_id("photo-input").set_input_files(str(photo.path))
    page.locator("html[data-state=done], html[data-state=error]").wait_for(state="attached", timeout=PATIENCE)
    seconds = time.perf_counter() - start
    return page.get_by_test_id("links").evaluate(READ), seconds


def whole_page(page: Page, photo: photos.Photo) -> tuple[list[str], float]:
    """The baseline's links in a picture, and its seconds."""
    answer = page.evaluate(WHOLE_PAGE, f"/pictures/{photo.name}")
    found = [link for line in answer["text"].splitlines() for link in find_links(line)]
    return [link.printed for link in found], answer["ms"] / 1000


@click.command()
@click.option("--made", "count", default=0, help="Number of pictures to make from test pages.")
@click.option("--photos", "folder", type=click.Path(path_type=Path, exists=True), default=None,
              help="Folder of pictures with a truth.json.")
@click.option("--pages", "pages", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/test", "data/pages/designed/test"), show_default=True)
@click.option("--baseline/--no-baseline", default=True, show_default=True)
@click.option("--report", type=click.Path(path_type=Path), default=None, help="Write every miss here, as JSON.")
def main(count: int, folder: Path | None, pages: tuple[Path, ...], baseline: bool, report: Path | None) -> None:
    """Print a table of links read exactly, of shown links that are right, and of seconds."""
    if bool(count) == bool(folder):
        raise click.UsageError("give either --made or --photos")
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        pictures = photos.given(folder) if folder else photos.made(list(pages), count, root / "pictures")
        make_site().write(root / "dist")
        shown = root / "shown"
        shown.mkdir()
        (shown / "index.html").write_text("<!doctype html><title>baseline</title>")
        for name, target in {
            "tesseract": bootstrap.ROOT / "node_modules/tesseract.js",
            "core": bootstrap.ROOT / "node_modules/tesseract.js-core",
            "language": bootstrap.ROOT / "node_modules/@tesseract.js-data/eng/4.0.0_best_int",
            "pictures": pictures[0].path.parent.resolve(),
        }.items():
            (shown / name).symlink_to(target)
        ours, theirs = Score("Links Detector"), Score("Tesseract, whole picture")
        with (SiteServer(root / "dist", "/links-detector/") as site, SiteServer(shown) as other,
              sync_playwright() as playwright):
            browser = playwright.chromium.launch(**bootstrap.chromium_launch())
            app = browser.new_page()
            app.goto(site.url)
            app.locator("html[data-state=ready]").wait_for(state="attached")
            control = browser.new_page()
            control.goto(other.url)
            for photo in tqdm(pictures):
                ours.add(photo, *scan(app, photo))
                if baseline:
                    theirs.add(photo, *whole_page(control, photo))
            browser.close()
    keys = ["all", "one line", "broken", *sorted({t.kind for p in pictures for t in p.truths})]
    print("| reader | " + " | ".join([*keys, "right of shown", "median s"]) + " |")
    print("|---" * (len(keys) + 3) + "|")
    for score in [ours, theirs] if baseline else [ours]:
        print(score.row(keys))
    if report:
        report.write_text(json.dumps(ours.wrong, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
