"""Times the original's graph, our detector, our reader and Tesseract in turn, in one Chromium.

    python -m benchmarks.speed

WebAssembly with SIMD, one thread, in one headless browser; each round runs all of
them once, so that whatever else the machine does falls on all alike. The original's
detector is its graph with random weights (``original_graph.py``): what it costs does
not depend on them.
"""

from __future__ import annotations

import base64
import json
import statistics
import tempfile
from pathlib import Path

import click
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import sync_playwright

import bootstrap
from benchmarks.original_graph import DEFAULT, ensure_original_graph
from benchmarks.readers.site import DETECTOR, READER, TESSERACT_DATA, bytes_of
from training.detector.decode import Candidate
from training.links.generate import random_link
from training.reader.strip import cut_strip
from web_src.generator.bundle import bundle
from web_src.generator.server import SiteServer

FRAME = 640  # px, the sides of the detector's input
STRIPS = 20
TESSERACT_HEIGHT = 48  # px, as web_src/scan/tesseract.js
OWN_HEIGHT = 32
LETTERS = 24  # font size in the picture, px
NAMES = {"original": "the original's graph, 640 × 640", "detector": "our detector, 640 × 640, decoding included",
         "reader": "our reader, a strip, decoding included", "tesseract": "Tesseract, the same strip"}


def link_strips(count: int, height: int) -> list[np.ndarray]:
    """Strips of printed links with words after them, uint8 [height, width]; the same each time."""
    rng, font, strips = np.random.default_rng(0), ImageFont.load_default(LETTERS), []
    rise = -font.getbbox("h", anchor="ls")[1]
    for i in range(count):
        text = random_link(rng, ("https", "http", "www")[i % 3]).text[:60]
        end = font.getlength(text)
        image = Image.new("L", (int(end) + 300, 90), 245)
        ImageDraw.Draw(image).text((30, 55), f"{text} and more", font=font, fill=20, anchor="ls")
        candidate = Candidate("prefix", 1.0, 30.0, 55.0, float(rise), 0.0, 30 + font.getlength(text[:4]),
                              [(30.0 + x, 55.0) for x in range(0, int(end), 8)])
        strips.append(cut_strip(np.asarray(image), candidate, height).image)
    return strips


def frame() -> np.ndarray:
    """A page of print, uint8 [FRAME, FRAME]."""
    image = Image.new("L", (FRAME, FRAME), 235)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(20)
    for row in range(24):
        text = "https://example.org/page and words" if row % 8 == 3 else "words of a page like any other one"
        draw.text((20, 24 + 26 * row), text, font=font, fill=30, anchor="ls")
    return np.asarray(image)


def encoded(image: np.ndarray) -> dict:
    return {"grey": base64.b64encode(image.tobytes()).decode(), "width": image.shape[1], "height": image.shape[0]}


def time_all(original: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every run, by the names of NAMES; without 'reader' where none is exported."""
    models = {"original": original, "detector": DETECTOR, "reader": READER}
    work = {
        "frame": encoded(frame()),
        "strips": {"own": [encoded(s) for s in link_strips(STRIPS, OWN_HEIGHT)],
                   "tesseract": [encoded(s) for s in link_strips(STRIPS, TESSERACT_HEIGHT)]},
        "shards": {name: sorted(p.name for p in folder.glob("*.bin")) for name, folder in models.items() if folder.is_dir()},
        "detectorMeta": json.loads((DETECTOR.parent / "detector.json").read_text()), "rounds": rounds}
    if "reader" in work["shards"]:
        work["readerMeta"] = json.loads((READER.parent / "reader.json").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (root / "index.html").write_text("<!doctype html><title>speed</title>")
        (root / "speed.js").write_bytes(bundle(Path(__file__).with_name("speed.js")).code)
        modules = bootstrap.ROOT / "node_modules"
        for name, folder in {**models, "wasm": modules / "@tensorflow/tfjs-backend-wasm/dist", "core": modules / "tesseract.js-core",
                             "tesseract": modules / "tesseract.js", "language": TESSERACT_DATA}.items():
            (root / name).symlink_to(folder.resolve())
        with SiteServer(root) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**bootstrap.chromium_launch())
            page = browser.new_page()
            page.goto(server.url)
            page.set_default_timeout(0)
            times = page.evaluate("async (work) => (await import('/speed.js')).time(work)", work)
            browser.close()
    return times


def table(times: dict[str, list[float]], sizes: dict[str, int]) -> str:
    """Markdown: median and spread of each, how many times faster than what it replaces, and three links' frame."""
    middle = {name: statistics.median(values) for name, values in times.items()}
    instead = {"detector": "original", "reader": "tesseract"}
    rows = ["| | median ms | 10 % to 90 % | times faster | models |", "|---|---|---|---|---|"]
    for name, values in times.items():
        low, *_, high = statistics.quantiles(values, n=10)
        faster = f"{middle[instead[name]] / middle[name]:.1f}" if name in instead else ""
        rows.append(f"| {NAMES[name]} | {middle[name]:.1f} | {low:.1f} to {high:.1f} | {faster} | {sizes[name] / 1e6:.2f} MB |")
    theirs = middle["original"] + 3 * middle["tesseract"]
    rows.append(f"| a frame with three links, the original's way | {theirs:.1f} | | | |")
    if "reader" in middle:
        ours = middle["detector"] + 3 * middle["reader"]
        rows.append(f"| a frame with three links, ours | {ours:.1f} | | {theirs / ours:.1f} | |")
    return "\n".join(rows)


@click.command()
@click.option("--rounds", default=30, show_default=True)
@click.option("--original", type=click.Path(path_type=Path), default=DEFAULT, show_default=True,
              help="Folder of the original's graph; made there if it is not.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write all times here, as JSON.")
def main(rounds: int, original: Path, out: Path | None) -> None:
    """Print a table of milliseconds, sizes and ratios."""
    web = ensure_original_graph(original)
    times = time_all(web, rounds)
    sizes = {"original": bytes_of(web), "detector": bytes_of(DETECTOR), "tesseract": bytes_of(TESSERACT_DATA)}
    if "reader" in times:
        sizes["reader"] = bytes_of(READER)
    print(table(times, sizes))
    if "reader" not in times:
        print("\nOur reader is not exported yet: python -m model_export.reader.export")
    if out:
        out.write_text(json.dumps(times))


if __name__ == "__main__":
    main()
