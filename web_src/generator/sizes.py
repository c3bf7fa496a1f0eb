"""How many bytes a visitor fetches: counted gzipped, as static hosts send them."""

from __future__ import annotations

import gzip
import re

from .files import Asset, SiteFiles
from .third_party import VARIANTS

# Group → the starts of its files' URLs. FIRST is what a first scan waits for;
# the rest follows in the background.
GROUPS = {
    "page": ("index.html", "assets/page", "assets/style"),
    "scan worker, tfjs": ("assets/scan-worker", "assets/tfjs"),
    "detector": ("assets/detector",),
    "reader": ("assets/reader",),
    "careful reader": ("assets/careful",),
    "language model": ("assets/language",),
    "reader (Tesseract)": ("assets/tesseract", "assets/english"),
    "the rest": ("",),
}
FIRST = ("page", "scan worker, tfjs", "detector", "reader")
LEVEL = "relaxed-simd"  # counted for a current Chromium, which takes one variant of each binary


def compressed_sizes(site: SiteFiles) -> dict[str, tuple[int, int]]:
    """Group → (bytes, gzipped bytes) of the files such a browser stores."""
    sizes = {group: (0, 0) for group in GROUPS}
    for asset in site.assets.values():
        if asset.url.endswith((".map", "404.html")) or not _is_for_level(asset):
            continue
        group = _group(site, asset)
        raw, packed = sizes[group]
        sizes[group] = (raw + len(asset.content), packed + len(gzip.compress(asset.content, 9, mtime=0)))
    return sizes


def size_report(site: SiteFiles) -> str:
    """The table as text."""
    sizes = compressed_sizes(site)
    sizes["in all"] = tuple(map(sum, zip(*sizes.values())))
    return "\n".join(f"{group:20} {raw:>10,} bytes  {packed:>10,} gzipped" for group, (raw, packed) in sizes.items())


def _group(site: SiteFiles, asset: Asset) -> str:
    if "tfjs-thread" in asset.url or "threaded" in asset.url:
        return "the rest"  # only where the page is isolated, which no first visit is
    if asset.url.endswith(".js") and f'rel="modulepreload" href="{asset.url}"'.encode() in site.assets["index.html"].content:
        return "page"
    if asset.url in _imported(site, "assets/scan-worker"):
        return "scan worker, tfjs"
    return next(name for name, starts in GROUPS.items() if asset.url.startswith(starts))


def _imported(site: SiteFiles, start: str) -> set[str]:
    """What the script whose URL begins so imports from the start, and what that imports; `import()` is later."""
    waiting, found = [url for url in site.assets if url.startswith(start) and url.endswith(".js")], set()
    while waiting:
        code = site.assets[waiting.pop()].content
        for name in re.findall(rb"""(?:from|import)\s*["']\./([\w.-]+)["']""", code):
            url = f"assets/{name.decode()}"
            if url not in found:
                found.add(url)
                waiting.append(url)
    return found


def _is_for_level(asset: Asset) -> bool:
    return LEVEL in VARIANTS.get(asset.url.rsplit("/", 1)[-1], [LEVEL])
