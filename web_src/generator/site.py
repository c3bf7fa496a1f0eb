"""Puts the site together: what is rendered, bundled, copied, and in which order."""

from __future__ import annotations

import json
from pathlib import Path

import bootstrap

from .bundle import bundle
from .detector import add_detector
from .files import Asset, SiteFiles, content_hash
from .icons import add_icons
from .pages import Pages, json_for_html, policy, style_digest
from .third_party import VARIANTS, add_third_party

WEB = bootstrap.ROOT / "web_src"
DETECTOR = bootstrap.ROOT / "model_export" / "detector"
SERVICE_WORKER = "service_worker.js"  # must keep its name: browsers look there for updates

# Stored on the device in this order: the page and the detector first, so that
# an install cut short has the most useful part behind it.
PRECACHE_ORDER = ("index.html", "assets/main", "assets/scan-worker", "assets/detector", "assets/tfjs")
# Not stored: source maps are for developers, 404.html is for hosts, and the
# browser itself keeps the service worker.
NOT_PRECACHED = (".map", "404.html", SERVICE_WORKER, ".nojekyll")


def make_site(web: Path = WEB, detector: Path = DETECTOR, base_path: str | None = None) -> SiteFiles:
    """The whole site, in memory.

    `base_path` is where it will be served; only the link home of 404.html,
    which hosts show under any path, needs to know.
    """
    node_modules = bootstrap.node_modules()
    site = SiteFiles()
    table = {
        **add_detector(site, detector),
        **add_third_party(site, node_modules),
        "scan-worker": _add_bundle(site, "scan-worker", web / "scan" / "worker.js").entry(),
    }
    shared = {
        "icons": add_icons(site),
        "stylesheet": _add_bundle(site, "main", web / "styles" / "main.css").entry(),
    }
    pages = Pages(web / "templates")
    manifest = pages.render("manifest.webmanifest.j2", **shared)
    json.loads(manifest)  # a template can produce anything; a browser would ignore it silently
    site.add("manifest.webmanifest", manifest)
    site.add("index.html", pages.render(
        "index.html.j2", **shared,
        script=_add_bundle(site, "main", web / "page" / "main.js").entry(),
        asset_table=json_for_html(dict(sorted(table.items()))),
    ))
    site.add("privacy.html", pages.render("privacy.html.j2", **shared))
    site.add("404.html", _not_found(pages, web, base_path))
    site.add(".nojekyll", b"")  # GitHub Pages: serve the files as they are
    _add_service_worker(site, web / "sw" / "service_worker.js")
    return site


def precache_entries(site: SiteFiles) -> list[dict]:
    """What the service worker stores: every file the site is made of, once.

    `revision` is for files whose name stays when their contents change;
    `levels` says which browsers need the file, when not all do.
    """
    chosen = [asset for asset in site.assets.values() if not asset.url.endswith(NOT_PRECACHED)]
    return [_precache_entry(asset) for asset in sorted(chosen, key=_precache_place)]


def _precache_entry(asset: Asset) -> dict:
    named_by_contents = "/" in asset.url  # all but the files at the root
    entry = {**asset.entry(), "revision": None if named_by_contents else content_hash(asset.content)}
    levels = VARIANTS.get(asset.url.rsplit("/", 1)[-1])
    return {**entry, "levels": levels} if levels else entry


def _precache_place(asset: Asset) -> tuple[int, str]:
    for place, start in enumerate(PRECACHE_ORDER):
        if asset.url.startswith(start):
            return place, asset.url
    return len(PRECACHE_ORDER), asset.url


def _add_bundle(site: SiteFiles, name: str, entry: Path) -> Asset:
    """Bundle a script or stylesheet into assets/, with its source map beside it."""
    code, source_map = bundle(entry)
    return _with_map(site, f"assets/{name}-{content_hash(code)}{entry.suffix}", code, source_map)


def _with_map(site: SiteFiles, url: str, code: bytes, source_map: bytes) -> Asset:
    name = f"{url.rsplit('/', 1)[-1]}.map"
    comment = f"/*# sourceMappingURL={name} */\n" if url.endswith(".css") else f"//# sourceMappingURL={name}\n"
    site.add(f"{url}.map", source_map)
    return site.add(url, code + comment.encode())


def _add_service_worker(site: SiteFiles, entry: Path) -> None:
    """Bundle the service worker last: it carries the list of all other files."""
    code, source_map = bundle(entry, define={"PRECACHE_ENTRIES": precache_entries(site)})
    _with_map(site, SERVICE_WORKER, code, source_map)


def _not_found(pages: Pages, web: Path, base_path: str | None) -> bytes:
    """404.html: its style inside it, since a relative URL leads nowhere from there."""
    style = (web / "templates" / "404.css").read_text()
    return pages.render(
        "404.html.j2", home=base_path or "./", style=style,
        policy=policy({"style-src": style_digest(style), "script-src": "'none'", "worker-src": "'none'"}),
    )
