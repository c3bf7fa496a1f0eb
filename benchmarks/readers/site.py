"""The built site itself, fed through its file input like any visitor's photo."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

import bootstrap
from web_src.generator.server import SiteServer
from web_src.generator.site import make_site

BASE = "/links-detector/"
PATIENCE = 180_000  # ms for one picture
DETECTOR, READER, CAREFUL, LANGUAGE = (bootstrap.ROOT / "model_export" / name / "web"
                                       for name in ("detector", "reader", "reader/careful", "language"))
TESSERACT_DATA = bootstrap.ROOT / "node_modules/@tesseract.js-data/eng/4.0.0_best_int"
# Notes when a photo is chosen, when the last link came (one that is read again comes in an old one's place),
# and how many photos are done.
WATCH = """(links) => {
  const times = { start: 0, last: 0 };
  document.addEventListener('change', () => { times.start = performance.now(); times.last = 0; }, true);
  new MutationObserver((records) => {
    if (records.some((r) => r.addedNodes.length && !r.removedNodes.length)) times.last = performance.now();
  }).observe(links, { childList: true });
  const root = document.documentElement;
  let done = 0;
  new MutationObserver(() => {
    if (/^(done|error)$/.test(root.dataset.state)) root.dataset.benchmarked = done += 1;
  }).observe(root, { attributeFilter: ['data-state'] });
  globalThis.benchmarkTimes = times;
}"""
# The page's contract, see web_src/page/link_list.js.
READ = """(links) => {
  const { start, last } = globalThis.benchmarkTimes;
  return {
    seconds: ((last || performance.now()) - start) / 1000,
    links: [...links.querySelectorAll('a[href][data-printed]:not([data-alternative])')].map((a) => {
      const entry = [...links.children].find((child) => child.contains(a));
      return { text: a.dataset.printed, sure: !entry.matches('.doubtful'), confidence: Number(a.dataset.confidence),
        alternatives: [...entry.querySelectorAll('a[data-alternative]')].map((b) => b.dataset.printed) };
    }),
  };
}"""


def bytes_of(*folders: Path) -> int:
    """Bytes of all files below folders."""
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())


class Site:
    """One way of reading of the site.

    Args:
        browser: a running Chromium.
        setting: the reader that a person chose, 'own' or 'tesseract'.
        alone: without Tesseract's files, as before they have come: no second opinion.
    """

    def __init__(self, browser: Browser, name: str, key: str, setting: str = "own", alone: bool = False):
        self.browser, self.name, self.key, self.setting, self.alone = browser, name, key, setting, alone
        models = [DETECTOR] + ([READER, CAREFUL, LANGUAGE] if setting == "own" else [])
        self.size = bytes_of(*(m for m in models if m.is_dir())) + (0 if alone else bytes_of(TESSERACT_DATA))

    def __enter__(self) -> Site:
        self.scratch = tempfile.TemporaryDirectory()
        dist = Path(self.scratch.name) / "dist"
        make_site().write(dist)
        self.version = hashlib.sha1(b"".join(path.read_bytes() for path in sorted(dist.rglob("*.*")))).hexdigest()[:8]
        self.server = SiteServer(dist, BASE).start()
        # Without a service worker, so that what is fetched can be refused here.
        self.context = self.browser.new_context(service_workers="block", locale="en-US")
        stored = json.dumps({f"links-detector:{BASE}": json.dumps({"reader": self.setting, "keepHistory": False})})
        self.context.add_init_script(f"for (const [k, v] of Object.entries({stored})) localStorage.setItem(k, v);")
        if self.alone:
            self.context.route(lambda url: "tesseract" in url or "traineddata" in url, lambda route: route.abort())
        self.page = self.context.new_page()
        self.page.goto(self.server.url)
        self.page.locator("html[data-state=ready]").wait_for(state="attached", timeout=PATIENCE)
        self.page.get_by_test_id("links").evaluate(WATCH)
        self.done = 0
        return self

    def read(self, path: Path) -> dict:
        """Seconds are from the choice of the photo until its last link shows, or until it says that there is none."""
        self.page.get_by_test_id("photo-input").set_input_files(str(path))
        self.done += 1
        self.page.locator(f"html[data-benchmarked='{self.done}']").wait_for(state="attached", timeout=PATIENCE)
        return self.page.get_by_test_id("links").evaluate(READ)

    def __exit__(self, *_) -> None:
        self.context.close()
        self.server.stop()
        self.scratch.cleanup()
