"""A small site around the real service worker and its registration, for tests that need several versions of one.

Its page shows what the registration reports: `events` is the list of names, `steps` the progress, and
`apply()` takes an offered update.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.browser.sources import copy_of_sources
from web_src.generator.files import SiteFiles
from web_src.generator.site import make_site

PAGE = """\
{% extends "base.html.j2" %}
{% block body %}<h1>TEXT</h1>{% endblock %}
"""

SCRIPT = """\
import { registerServiceWorker } from './offline.js';

window.events = [];
window.steps = [];
const note = (name) => () => {
  events.push(name);
  document.documentElement.dataset[name] = '';
};
window.start = () => registerServiceWorker({
  onProgress: (step) => steps.push(step),
  onReady: note('ready'),
  onUpdate: (apply) => { window.apply = apply; note('update')(); },
  onUnsupported: note('unsupported'),
  onError: note('error'),
});
start();
"""


def probe_site(folder: Path, text: str) -> SiteFiles:
    """The site with `text` on its page, made in an empty folder."""
    web = copy_of_sources(folder)
    for other in (web / "messages").glob("[!e]*.json"):  # one language: one page changes with the version
        other.unlink()
    (web / "messages" / "es.json").unlink()
    (web / "templates" / "index.html.j2").write_text(PAGE.replace("TEXT", text))
    (web / "page" / "main.js").write_text(SCRIPT)
    (web / "scan" / "worker.js").write_text(f"postMessage('started {text}');")
    (web / "styles" / "main.css").write_text("h1 { color: #1b3a6b }")
    detector = folder / "detector"
    (detector / "web").mkdir(parents=True)
    (detector / "web" / "model.json").write_text(json.dumps({"weightsManifest": [{"paths": ["one.bin"]}]}))
    (detector / "web" / "one.bin").write_bytes(b"weights")
    (detector / "detector.json").write_text("{}")
    return make_site(web, detector)
