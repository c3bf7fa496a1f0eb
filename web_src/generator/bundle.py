"""Runs esbuild: one entry point in; out come one minified file, its source map, and what went into it."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import bootstrap

from .errors import BuildError

ESBUILD = "node_modules/esbuild/bin/esbuild"
# What WebAssembly SIMD, module workers and OffscreenCanvas need anyway.
TARGET = "es2022"


class Bundle(NamedTuple):
    """What esbuild made of one entry point."""

    suffix: str  # .js or .css
    code: bytes
    source_map: dict
    packages: set[str]  # the npm packages it holds parts of


def bundle(entry: Path) -> Bundle:
    """The minified bundle of a script or stylesheet."""
    root = bootstrap.ROOT
    if not entry.is_file():
        raise BuildError(f"{_shown(entry)} is missing: every site needs this entry point")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"bundle{entry.suffix}"
        run = bootstrap.run_node(
            root / ESBUILD, entry, "--bundle", "--minify", f"--target={TARGET}", "--format=esm",
            "--charset=utf8", "--sourcemap=external", "--log-level=warning",
            "--legal-comments=none",  # licences.txt has them all, whole
            f"--outfile={out}", f"--metafile={out}.meta",
        )
        if run.returncode:
            reason = run.stderr.partition("\nnode:")[0].strip()  # without the trace of esbuild's own launcher
            raise BuildError(f"esbuild could not bundle {_shown(entry)}:\n{reason}")
        source_map = json.loads(out.with_name(out.name + ".map").read_text())
        source_map["sources"] = [_from_root(source, out.parent) for source in source_map["sources"]]
        packages = set(filter(None, map(_package, _inputs(Path(f"{out}.meta")))))
        return Bundle(entry.suffix, out.read_bytes(), source_map, packages)


def _inputs(metafile: Path) -> list[str]:
    """The files that have left something in the bundle."""
    output, = (o for path, o in json.loads(metafile.read_text())["outputs"].items() if not path.endswith(".map"))
    return [path for path, part in output["inputs"].items() if part["bytesInOutput"]]


def _package(path: str) -> str | None:
    """The npm package a file belongs to."""
    match = re.search(r".*node_modules/((?:@[^/]+/)?[^/]+)/", path)
    return match and match.group(1)


def _from_root(source: str, folder: Path) -> str:
    """A source's path from the project's root: esbuild writes it from the temporary folder, whose name changes."""
    path = os.path.realpath(os.path.join(folder, source))
    return os.path.relpath(path, bootstrap.ROOT).replace(os.sep, "/")


def _shown(path: Path) -> str:
    return os.path.relpath(path, bootstrap.ROOT)
