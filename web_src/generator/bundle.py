"""Runs esbuild: one entry point in; out come one minified file, its source map, and what went into it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

import bootstrap

from .errors import BuildError

OPTIONS = {
    "absWorkingDir": str(bootstrap.ROOT),
    "outdir": str(bootstrap.ROOT),  # nothing is written: source maps name their sources from here
    "format": "esm",
    "target": "es2022",  # module workers, OffscreenCanvas and WebAssembly SIMD are no older
    "minify": True,
    "charset": "utf8",
    "sourcemap": "external",
    "legalComments": "none",  # licences.txt has them all, whole
}


class Bundle(NamedTuple):
    """What esbuild made of one entry point."""

    suffix: str  # .js or .css
    code: bytes
    source_map: dict
    packages: set[str]  # the npm packages it holds parts of


def bundle(entry: Path) -> Bundle:
    """The minified bundle of a script or stylesheet."""
    shown = os.path.relpath(entry, bootstrap.ROOT)
    if not entry.is_file():
        raise BuildError(f"{shown} is missing: every site needs this entry point")
    options = {**OPTIONS, "entryPoints": [str(entry)]}
    run = bootstrap.run_node(Path(__file__).with_suffix(".mjs"), json.dumps(options))
    if run.returncode:
        raise BuildError(f"esbuild could not bundle {shown}:\n{run.stderr.strip()}")
    result = json.loads(run.stdout)
    output = next(part for path, part in result["metafile"]["outputs"].items() if path.endswith(entry.suffix))
    used = [path for path, part in output["inputs"].items() if part["bytesInOutput"]]
    return Bundle(
        suffix=entry.suffix,
        code=result["outputs"][entry.suffix].encode(),
        source_map=json.loads(result["outputs"][".map"]),
        packages=set(filter(None, map(_package, used))),
    )


def _package(path: str) -> str | None:
    """The npm package a file belongs to."""
    match = re.match(r".*node_modules/((?:@[^/]+/)?[^/]+)/", path)
    return match and match.group(1)
