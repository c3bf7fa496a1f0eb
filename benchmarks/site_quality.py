"""Lighthouse, as on a phone, on the built site: performance, accessibility, best practices, SEO.

    python -m benchmarks.site_quality [--runs 3] [--page de.html]

Serves the site as GitHub Pages does (compressed, under a path, cached for ten minutes)
and takes the median run by performance; below our goals it ends with 1. Lighthouse comes from npm, pinned, on first use.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import click

import bootstrap
from web_src.generator.server import _Handler
from web_src.generator.site import make_site

LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node 20
BASE = "/links-detector/"
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
PACKED = (".html", ".js", ".css", ".json", ".svg", ".webmanifest", ".txt", ".wasm")  # what GitHub Pages compresses


class Handler(SimpleHTTPRequestHandler):
    """Files under BASE, gzipped where that helps."""

    protocol_version = "HTTP/1.1"
    extensions_map = _Handler.extensions_map

    def do_GET(self) -> None:  # noqa: N802 (the name http.server calls)
        path = urlsplit(self.path).path
        inside = path.removeprefix(BASE) if path.startswith(BASE) else None
        file = Path(self.directory) / (inside or "index.html")
        if inside is None or not file.is_file():
            return self.send_error(404)
        content = file.read_bytes()
        packed = file.name.endswith(PACKED)
        content = gzip.compress(content, 6, mtime=0) if packed else content
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def run_lighthouse(url: str, out: Path) -> dict:
    """One run; the report."""
    launch = bootstrap.chromium_launch()
    flags = ["--headless=new", *launch["args"]]
    command = [*bootstrap.node().npm, "exec", "--yes", f"--package={LIGHTHOUSE}", "--", "lighthouse", url, "--quiet",
               "--output=json", f"--output-path={out}", f"--chrome-flags={' '.join(flags)}"]
    run = subprocess.run(command, env={**os.environ, "CHROME_PATH": str(launch["executable_path"])}, capture_output=True, text=True)
    if run.returncode or not out.is_file():
        sys.exit(f"lighthouse failed:\n{run.stderr[-3000:]}")
    return json.loads(out.read_text(encoding="utf8"))


@click.command()
@click.option("--runs", default=3, show_default=True, help="How many; the median by performance counts.")
@click.option("--page", default="", help="Page of the site; the English start by default.")
def main(runs: int, page: str) -> None:
    """Measure the built site with Lighthouse."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "dist"
        server = ThreadingHTTPServer(("localhost", 0), partial(Handler, directory=str(root)))
        url = f"http://localhost:{server.server_port}{BASE}"
        make_site(site_url=url).write(root)
        Thread(target=server.serve_forever, daemon=True).start()
        reports = [run_lighthouse(url + page, Path(folder) / f"{i}.json") for i in range(runs)]
        server.shutdown()
    reports.sort(key=lambda report: report["categories"]["performance"]["score"])
    report = reports[len(reports) // 2]
    missed = []
    for name, category in report["categories"].items():
        score = round(100 * category["score"])
        if score < GOALS[name]:
            missed.append(f"{category['title']} {score} of {GOALS[name]}")
        click.echo(f"{category['title']:16} {score}")
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                click.echo(f"  {audit['score']:.2f} {audit['title']}  {audit.get('displayValue', '')}")
                for item in (audit.get("details") or {}).get("items", [])[:3]:
                    click.echo(f"       {json.dumps(item, ensure_ascii=False)[:300]}")
    if missed:
        sys.exit("below the goal: " + ", ".join(missed))


if __name__ == "__main__":
    main()
