"""Designed pages: HTML of our own making, rendered in Chromium with web fonts.

A page is a stack of blocks (paragraphs, references, footnotes, code, tables,
receipts, cards, posters, …) in one to three columns, under a random style (``design.py``).
The browser itself says where every character stands (DOM ranges), so the truth
is exact however the text was set (``rendered.py``).

    python -m training.pages.designed --out data/pages/designed --seeds 0:2000

Split by seed and font family: seeds from TEST_SEEDS on use the test families
only, and only seeds below use the others.
"""

from __future__ import annotations

from pathlib import Path

import click
import cv2
import numpy as np
from playwright.sync_api import Browser, sync_playwright
from tqdm import tqdm

import bootstrap
from training.pages import fonts
from training.pages.design import TEST_SEEDS, Design
from training.pages.page import Page
from training.pages.rendered import assemble, style_of

EXTRACT = Path(__file__).with_name("extract.js").read_text()
LINK_STYLES = Path(__file__).with_name("link_styles.js").read_text()


def render(browser_page, seed: int, faces: list[fonts.Face]) -> Page:
    """Renders the page of one seed."""
    design = Design(seed, faces)
    document, width, height = design.html()
    browser_page.set_viewport_size({"width": width, "height": height})
    browser_page.set_content(document, wait_until="load")
    characters = browser_page.evaluate(EXTRACT)
    shot = browser_page.screenshot(type="png")
    colour = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)
    image = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
    inside = [c for c in characters if 0 <= c[1] and c[2] <= width and 0 < c[3] - c[4] and c[3] < height]
    styles = [style_of(seen, design.used) for seen in browser_page.evaluate(LINK_STYLES)]
    lines, links = assemble(inside, design.links, styles)
    return Page(image, lines, links, f"designed:{seed}")


def open_page(browser: Browser, folder: Path):
    """A browser page whose fonts come from ``folder`` and nothing from elsewhere."""
    page = browser.new_page()

    def serve(route) -> None:
        path = folder / route.request.url.removeprefix("http://fonts.invalid/")
        route.fulfill(path=path, headers={"Access-Control-Allow-Origin": "*"})

    page.route("**/*", lambda route: serve(route) if "fonts.invalid" in route.request.url else route.abort())
    return page


@click.command()
@click.option("--font-folder", type=click.Path(path_type=Path), default="data/fonts", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default="data/pages/designed", show_default=True)
@click.option("--seeds", default="0:1000", show_default=True, help="first:end; from 1000000 on: test pages.")
def main(font_folder: Path, out: Path, seeds: str) -> None:
    """Render designed pages for a range of seeds; pages already there are kept."""
    faces = fonts.load(font_folder)
    first, end = map(int, seeds.split(":"))
    launch = bootstrap.chromium_launch()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**{**launch, "args": [*launch["args"], "--font-render-hinting=none"]})
        page = open_page(browser, font_folder)
        for seed in tqdm(range(first, end)):
            stem = out / ("test" if seed >= TEST_SEEDS else "train") / f"{seed:07d}"
            if not stem.with_suffix(".png").exists():
                render(page, seed, faces).save(stem)
        browser.close()


if __name__ == "__main__":
    main()
