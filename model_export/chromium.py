"""Runs a converted model where it will run: in Chromium, by the app's own module."""

from __future__ import annotations

import base64
import os
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

import bootstrap
from web_src.generator.bundle import bundle
from web_src.generator.server import SiteServer

RUN = """async ({ pictures, repeat, shards }) => {
  const { createDetector } = await import('/module.js');
  const load = async (name) => (await fetch(`/web/${name}`)).arrayBuffer();
  const wasmFolder = new URL('/wasm/', location).href;
  const detector = await createDetector({
    model: await load('model.json'), weights: await Promise.all(shards.map(load)), wasmFolder });
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const answers = [];
  for (const { grey, width, height } of pictures) {
    const picture = { data: bytes(grey), width, height };
    const times = [];
    let maps;
    for (let i = 0; i < repeat; i += 1) {
      const start = performance.now();
      maps = await detector.run(picture);
      times.push(performance.now() - start);
    }
    let text = '';
    for (const byte of new Uint8Array(maps.data.buffer, maps.data.byteOffset, maps.data.byteLength)) {
      text += String.fromCharCode(byte);
    }
    answers.push({ maps: btoa(text), rows: maps.rows, cols: maps.cols, times });
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
    if browser is None:
        with sync_playwright() as playwright:
            own = playwright.chromium.launch(**bootstrap.chromium_launch())
            try:
                return run_detector(web, pictures, repeat, own)
            finally:
                own.close()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        os.symlink(web.resolve(), root / "web")
        os.symlink(bootstrap.ROOT / "node_modules/@tensorflow/tfjs-backend-wasm/dist", root / "wasm")
        (root / "module.js").write_bytes(bundle(bootstrap.ROOT / "web_src/scan/detector.js").code)
        (root / "index.html").write_text("<!doctype html><title>detector</title>")
        with SiteServer(root) as server:
            page = browser.new_page()
            page.goto(server.url)
            answers = page.evaluate(RUN, {
                "pictures": [{"grey": base64.b64encode(p.tobytes()).decode(), "width": p.shape[1],
                              "height": p.shape[0]} for p in pictures],
                "repeat": repeat, "shards": sorted(path.name for path in web.glob("*.bin"))})
            page.close()
    return [(np.frombuffer(base64.b64decode(a["maps"]), "<f4").reshape(a["rows"], a["cols"], -1), a["times"])
            for a in answers]
