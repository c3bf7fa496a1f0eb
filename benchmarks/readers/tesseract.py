"""The site's own Tesseract on the whole picture, as the article's first option has it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

import bootstrap
from benchmarks.readers.site import TESSERACT_DATA, bytes_of
from web_src.generator.server import SiteServer

MODULES = bootstrap.ROOT / "node_modules"
READ = """async (picture) => {
  const { createWorker } = await import('/tesseract/dist/tesseract.esm.min.js').then((m) => m.default);
  globalThis.reader ??= await createWorker('eng', 1, { workerPath: '/tesseract/dist/worker.min.js',
    corePath: '/core', langPath: '/language', cacheMethod: 'none' });
  const start = performance.now();
  const { data } = await globalThis.reader.recognize(picture);
  return { lines: data.text.split('\\n').filter((line) => line.trim()), seconds: (performance.now() - start) / 1000 };
}"""


class WholePage:
    """Tesseract in a page of its own; loading it is not counted."""

    name, key = "Tesseract, whole picture", "tesseract-page"
    size = bytes_of(TESSERACT_DATA)
    version = json.loads((MODULES / "tesseract.js/package.json").read_text())["version"]

    def __init__(self, browser: Browser):
        self.browser = browser

    def __enter__(self) -> WholePage:
        self.scratch = tempfile.TemporaryDirectory()
        self.root = Path(self.scratch.name)
        (self.root / "index.html").write_text("<!doctype html><title>Tesseract</title>")
        for name, target in {"tesseract": MODULES / "tesseract.js", "core": MODULES / "tesseract.js-core",
                             "language": TESSERACT_DATA}.items():
            (self.root / name).symlink_to(target)
        self.server = SiteServer(self.root).start()
        self.page = self.browser.new_page()
        self.page.goto(self.server.url)
        return self

    def read(self, path: Path) -> dict:
        shown = self.root / f"picture{path.suffix}"
        shown.unlink(missing_ok=True)
        shown.symlink_to(path.resolve())
        return self.page.evaluate(READ, f"/{shown.name}?{path.stem}")

    def __exit__(self, *_) -> None:
        self.page.close()
        self.server.stop()
        self.scratch.cleanup()
