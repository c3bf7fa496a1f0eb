"""Runs a converted model where it will run: in Chromium, by the app's own module."""

from __future__ import annotations

import base64
import os
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

import bootstrap
from web_src.generator.bundle import bundle
from web_src.generator.server import SiteServer

HERE = Path(__file__).parent
MODULES = bootstrap.ROOT / "node_modules"
RUN = """async ({ pictures, repeat, shards, meta }) => {
  const { start } = await import('/module.js');
  const load = async (name) => (await fetch(`/web/${name}`)).arrayBuffer();
  const run = await start({ model: await load('model.json'), weights: await Promise.all(shards.map(load)), meta,
    wasmFolder: new URL('/wasm/', location).href });
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const answers = [];
  for (const { grey, width, height } of pictures) {
    const picture = { data: bytes(grey), width, height };
    const times = [];
    let output;
    for (let i = 0; i < repeat; i += 1) {
      const begun = performance.now();
      output = await run(picture);
      times.push(performance.now() - begun);
    }
    const { data, shape } = output;
    let text = '';
    for (const byte of new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) text += String.fromCharCode(byte);
    answers.push({ data: btoa(text), shape, times });
  }
  return answers;
}"""


def run_detector(web: Path, pictures: list[np.ndarray], repeat: int = 1,
                 browser: Browser | None = None) -> list[tuple[np.ndarray, list[float]]]:
    """Runs the exported detector on pictures, in wasm with SIMD on one thread.

    Args:
        web: folder of model.json and its shards.
        pictures: uint8 [height, width] each, grey.
        repeat: runs of each picture, all timed.
        browser: a running Chromium; None starts one.

    Returns:
        For each picture the raw maps, float32 [rows, cols, CHANNELS], and the
        milliseconds of every run.
    """
    return _run(HERE / "detector/run.js", web, pictures, repeat, browser, None)


def run_reader(web: Path, strips: list[np.ndarray], meta: dict, repeat: int = 1,
               browser: Browser | None = None) -> list[tuple[np.ndarray, list[float]]]:
    """Runs the exported reader on strips, like ``run_detector``.

    Args:
        meta: what reader.json says.

    Returns:
        For each strip the logits, float32 [steps, classes], and milliseconds.
    """
    return _run(HERE / "reader/run.js", web, strips, repeat, browser, meta)


@contextmanager
def model_page(module: Path, folders: dict[str, Path], browser: Browser | None = None):
    """A page of Chromium that can import ``/module.js`` and fetch from the folders by their names.

    Args:
        module: its entry point; bundled with all it imports.
        folders: name of a path below / → what is there.
        browser: a running Chromium; None starts one.
    """
    with ExitStack() as stack:
        if browser is None:
            playwright = stack.enter_context(sync_playwright())
            browser = playwright.chromium.launch(**bootstrap.chromium_launch())
            stack.callback(browser.close)
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name, folder in {"wasm": MODULES / "@tensorflow/tfjs-backend-wasm/dist", **folders}.items():
            os.symlink(folder.resolve(), root / name)
        (root / "module.js").write_bytes(bundle(module).code)
        (root / "index.html").write_text("<!doctype html><title>model</title>")
        server = stack.enter_context(SiteServer(root))
        page = browser.new_page()
        stack.callback(page.close)
        page.goto(server.url)
        yield page


def as_json(pictures: list[np.ndarray]) -> list[dict]:
    """Grey pictures, uint8 [height, width], as a page takes them."""
    return [{"grey": base64.b64encode(p.tobytes()).decode(), "width": p.shape[1], "height": p.shape[0]}
            for p in pictures]


def _run(module: Path, web: Path, pictures: list[np.ndarray], repeat: int, browser: Browser | None,
         meta: dict | None) -> list[tuple[np.ndarray, list[float]]]:
    with model_page(module, {"web": web}, browser) as page:
        answers = page.evaluate(RUN, {"pictures": as_json(pictures), "repeat": repeat, "meta": meta,
                                      "shards": sorted(path.name for path in web.glob("*.bin"))})
    return [(np.frombuffer(base64.b64decode(a["data"]), "<f4").reshape(a["shape"]), a["times"]) for a in answers]
