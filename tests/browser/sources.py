"""A copy of the site's sources, for tests that change something in it before a site is made."""

from __future__ import annotations

import shutil
from pathlib import Path

import bootstrap
from web_src.generator.site import WEB


def copy_of_sources(folder: Path) -> Path:
    """`web_src` as copied into a folder, beside the packages that its scripts import."""
    web = folder / "web_src"
    shutil.copytree(WEB, web, ignore=shutil.ignore_patterns("generator", "__pycache__"))
    (folder / "node_modules").symlink_to(bootstrap.ROOT / "node_modules")
    return web
