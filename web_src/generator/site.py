"""Puts the site together: what is bundled, copied and rendered, and in which order."""

from __future__ import annotations

import json
from pathlib import Path

from markupsafe import Markup
from PIL import Image

import bootstrap

from .bundle import Bundle, bundle
from .detector import add_detector
from .errors import BuildError
from .files import Asset, SiteFiles, content_hash
from .icons import add_icons
from .licences import licences
from .messages import Language, read_languages
from .pages import POLICY, Pages, compact_json, digest, json_for_html, policy
from .third_party import PACKAGES, VARIANTS, add_third_party

WEB = bootstrap.ROOT / "web_src"
DETECTOR = bootstrap.ROOT / "model_export" / "detector"

ENTRY_POINTS = {
    "page": "page/main.js",
    "scan-worker": "scan/worker.js",
    "style": "styles/main.css",
    "service-worker": "sw/service_worker.js",
}
SPLIT = ("page", "scan-worker")  # what they import() later comes in files of its own
EARLY = "page/early.js"  # stands inside every page
SERVICE_WORKER = "service_worker.js"  # must keep its name: browsers look there for updates

# Stored on the device in this order: the page and the detector first, so that
# an install cut short has the most useful part behind it.
PRECACHE_ORDER = ("index.html", "assets/style", "assets/page", "assets/scan-worker", "assets/detector", "assets/reader",
                  "assets/tfjs")
# Not stored: source maps are for developers, 404.html and .nojekyll for hosts, the
# sitemap for search engines, .webp screenshots for who installs, and the browser itself keeps the service worker.
NOT_PRECACHED = (".map", "404.html", ".nojekyll", "sitemap.xml", ".webp", SERVICE_WORKER)


def make_site(
    web: Path = WEB, detector: Path = DETECTOR, base_path: str | None = None, site_url: str | None = None
) -> SiteFiles:
    """The whole site, in memory.

    `base_path` is where it will be served; only the link home of 404.html,
    which hosts show under any path, needs to know. `site_url` is the whole address,
    ending in `/`; only search engines need it, so without it the pages do not tell
    them of their translations.
    """
    node_modules = bootstrap.node_modules()
    site = SiteFiles()
    detector_assets = add_detector(site, detector)  # first: what is most likely missing is told at once
    bundles = {name: bundle(web / entry, split=name in SPLIT) for name, entry in ENTRY_POINTS.items()}
    packages = PACKAGES.union(*(made.packages for made in bundles.values()))
    service_worker = bundles.pop("service-worker")
    made = {name: _add_bundle(site, name, result).entry() for name, result in bundles.items()}
    chunks = {chunk.name: _add_with_map(site, f"assets/{chunk.name}", chunk.code, chunk.source_map)
              for name in SPLIT for chunk in bundles[name].chunks}
    preload = [chunks[chunk.name].entry() for chunk in bundles["page"].chunks if chunk.first]
    asset_table = {
        "scan-worker": made["scan-worker"],
        **detector_assets,
        **add_third_party(site, node_modules),
    }
    pages = Pages(web / "templates")
    languages = read_languages(web / "messages")
    screenshots = _add_screenshots(site, web)
    early = bundle(web / EARLY, inline=True).code.decode().strip()
    shared = {
        "icons": add_icons(site), "stylesheet": made["style"], "languages": languages, "site_url": site_url,
        "screenshots": screenshots, "early": Markup(early), "policy": policy({"script-src": f"{POLICY['script-src']} {digest(early)}"}),
    }
    for language in languages:
        words = {**shared, "language": language, "t": language.text}
        _add_page(site, pages, "index.html", words, {
            "script": made["page"], "preload": preload, "asset_table": json_for_html(asset_table),
            "messages": json_for_html(language.for_scripts()),
        })
        _add_page(site, pages, "privacy.html", words)
        site.add(language.url("manifest.webmanifest"), _web_manifest(pages, words))
    site.add("404.html", _not_found(pages, web, base_path, languages))
    if site_url:
        site.add("sitemap.xml", pages.render("sitemap.xml.j2", languages=languages, site_url=site_url))
    site.add("licences.txt", licences(node_modules, packages))
    site.add(".nojekyll", b"")  # GitHub Pages: serve the files as they are
    _add_service_worker(site, service_worker)
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


def _add_bundle(site: SiteFiles, name: str, made: Bundle) -> Asset:
    """A script or stylesheet in assets/, with its source map beside it."""
    url = f"assets/{name}-{content_hash(made.code)}{made.suffix}"
    return _add_with_map(site, url, made.code, made.source_map)


def _add_service_worker(site: SiteFiles, made: Bundle) -> None:
    """The service worker, last: its first line is the list of all other files."""
    line = f"const PRECACHE_ENTRIES={compact_json(precache_entries(site))};\n".encode()
    source_map = {**made.source_map, "mappings": ";" + made.source_map["mappings"]}  # one line further down
    _add_with_map(site, SERVICE_WORKER, line + made.code, source_map)


def _add_with_map(site: SiteFiles, url: str, code: bytes, source_map: dict) -> Asset:
    name = f"{url.rsplit('/', 1)[-1]}.map"
    comment = f"/*# sourceMappingURL={name} */\n" if url.endswith(".css") else f"//# sourceMappingURL={name}\n"
    site.add(f"{url}.map", compact_json(source_map).encode())
    return site.add(url, code + comment.encode())


def _add_page(site: SiteFiles, pages: Pages, name: str, words: dict, more: dict | None = None) -> None:
    """One page in one language."""
    language: Language = words["language"]

    def page_url(other: Language) -> str:
        """The same page in another language, as search engines should know it."""
        return other.url(name).removesuffix("index.html")

    site.add(language.url(name), pages.render(f"{name}.j2", **words, **(more or {}), page_url=page_url))


def _add_screenshots(site: SiteFiles, web: Path) -> list[dict]:
    """What the app looks like, for browsers to show before it is installed; narrow is a phone."""
    shots = []
    for form_factor in ("narrow", "wide"):
        path = web / "screenshots" / f"{form_factor}.webp"
        if path.is_file():
            width, height = Image.open(path).size
            url = site.add_hashed(f"screenshots/{path.name}", path.read_bytes()).url
            shots.append({"url": url, "sizes": f"{width}x{height}", "form_factor": form_factor})
    return shots


def _web_manifest(pages: Pages, shared: dict) -> bytes:
    """The web app manifest; a browser would pass over a broken one in silence."""
    name = "manifest.webmanifest.j2"
    manifest = pages.render(name, **shared)
    try:
        json.loads(manifest)
    except ValueError as error:
        raise BuildError(f"{pages.folder / name} renders to what is no JSON: {error}") from None
    return manifest


def _not_found(pages: Pages, web: Path, base_path: str | None, languages: list[Language]) -> bytes:
    """404.html: its style inside it, since a relative URL leads nowhere from there."""
    style = (web / "templates" / "404.css").read_text(encoding="utf8")
    return pages.render(
        "404.html.j2", base=base_path or "", style=style, languages=languages,
        policy=policy({"style-src": digest(style), "script-src": "'none'", "worker-src": "'none'"}),
    )
