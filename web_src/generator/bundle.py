"""Runs esbuild: one entry point in, one minified file and its source map out."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import bootstrap

from .errors import BuildError

ESBUILD = "node_modules/esbuild/bin/esbuild"
# What WebAssembly SIMD, module workers and OffscreenCanvas need anyway.
TARGET = "es2022"


def bundle(entry: Path, *, define: dict[str, object] | None = None, format: str = "esm") -> tuple[bytes, bytes]:
    """The minified bundle of a script or stylesheet, and its source map.

    `define` replaces global names by constants (the service worker's list of files).
    """
    root = bootstrap.ROOT
    if not entry.is_file():
        raise BuildError(f"{_shown(entry)} is missing: every site needs this entry point")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"bundle{'.css' if entry.suffix == '.css' else '.js'}"
        run = bootstrap.run_node(
            root / ESBUILD, entry, "--bundle", "--minify", f"--target={TARGET}", f"--format={format}",
            "--charset=utf8", "--legal-comments=none", "--sourcemap=external", "--log-level=warning",
            f"--outfile={out}",
            *(f"--define:{name}={json.dumps(value)}" for name, value in (define or {}).items()),
        )
        if run.returncode:
            raise BuildError(f"esbuild could not bundle {_shown(entry)}:\n{run.stderr.strip()}")
        source_map = json.loads(out.with_name(out.name + ".map").read_text())
        source_map["sources"] = [_from_root(source, out.parent) for source in source_map["sources"]]
        return out.read_bytes(), json.dumps(source_map, ensure_ascii=False).encode()


def _from_root(source: str, folder: Path) -> str:
    """A source's path from the project's root: esbuild writes it from the temporary folder, whose name changes."""
    path = os.path.realpath(os.path.join(folder, source))
    return os.path.relpath(path, bootstrap.ROOT).replace(os.sep, "/")


def _shown(path: Path) -> str:
    return os.path.relpath(path, bootstrap.ROOT)
