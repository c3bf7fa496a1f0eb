"""The site as it will be: relative path → bytes, named by what they contain.

A file whose name holds a hash of its contents can be cached for ever and
checked by whoever fetches it. Where third-party code insists on a file's name,
the folder is named by the hash instead.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

HASH_LENGTH = 12  # hex digits: 48 bits, among some thirty files


def content_hash(*contents: bytes) -> str:
    """Short name for these contents, in this order."""
    whole = hashlib.sha256()
    for content in contents:
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()[:HASH_LENGTH]


@dataclass(frozen=True)
class Asset:
    """One file of the site; `url` is relative to the site's root, where every page lies."""

    url: str
    content: bytes

    @property
    def integrity(self) -> str:
        """As subresource integrity writes it: for `fetch`, `<script>` and the service worker."""
        return "sha256-" + base64.b64encode(hashlib.sha256(self.content).digest()).decode()

    def entry(self) -> dict:
        """What a page must know to fetch this file and trust it."""
        return {"url": self.url, "integrity": self.integrity, "bytes": len(self.content)}


class SiteFiles:
    """Everything the site will hold, collected in memory before a byte is written."""

    def __init__(self) -> None:
        self.assets: dict[str, Asset] = {}

    def add(self, url: str, content: bytes) -> Asset:
        """A file that keeps its name."""
        asset = Asset(url, content)
        if self.assets.setdefault(url, asset) != asset:
            raise ValueError(f"two different files for {url}")
        return asset

    def add_hashed(self, url: str, content: bytes) -> Asset:
        """A file named by its contents: `a/b.js` becomes `a/b-0123456789ab.js`."""
        path = PurePosixPath(url)
        return self.add(str(path.with_name(f"{path.stem}-{content_hash(content)}{path.suffix}")), content)

    def add_folder(self, url: str, contents: dict[str, bytes]) -> str:
        """Files that keep their names, in a folder named by their contents; returns its URL, ending in `/`."""
        names = sorted(contents)
        parts = [part for name in names for part in (name.encode(), contents[name])]
        folder = f"{url}-{content_hash(*parts)}/"
        for name in names:
            self.add(folder + name, contents[name])
        return folder

    def write(self, out: Path) -> None:
        """Write it all to `out`, which holds the old site, whole, until the new one is complete."""
        out = out.resolve()
        out.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            new, old = workshop / "new", workshop / "old"
            for url, asset in sorted(self.assets.items()):
                path = new / url
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(asset.content)
            if out.exists():
                os.replace(out, old)
            try:
                os.replace(new, out)
            except OSError:
                if old.exists():
                    os.replace(old, out)
                raise
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
