"""Runs esbuild: one entry point in; out come its minified files, their source maps, and what went into them."""

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


class Chunk(NamedTuple):
    """A part of a split script; other parts import it by its name, which holds a hash of its contents."""

    name: str
    code: bytes
    source_map: dict
    first: bool  # imported from the start, not later


class Bundle(NamedTuple):
    """What esbuild made of one entry point."""

    suffix: str  # .js or .css
    code: bytes
    source_map: dict
    packages: set[str]  # the npm packages it holds parts of
    chunks: list[Chunk]  # none but of a split script


def bundle(entry: Path, split: bool = False, inline: bool = False) -> Bundle:
    """The minified bundle of a script or stylesheet.

    `split` gives what `import()` loads files of its own; `inline` makes a script that may stand in a page.
    """
    shown = os.path.relpath(entry, bootstrap.ROOT)
    if not entry.is_file():
        raise BuildError(f"{shown} is missing: every site needs this entry point")
    options = {**OPTIONS, "entryPoints": [str(entry)]}
    if split:
        options |= {"splitting": True, "chunkNames": "[name]-[hash]"}
    if inline:
        options |= {"format": "iife"}  # its names stay its own
    run = bootstrap.run_node(Path(__file__).with_suffix(".mjs"), json.dumps(options))
    if run.returncode:
        raise BuildError(f"esbuild could not bundle {shown}:\n{run.stderr.strip()}")
    result = json.loads(run.stdout)
    outputs = {path: part for path, part in result["metafile"]["outputs"].items() if path.endswith(entry.suffix)}
    used = [path for part in outputs.values() for path, share in part["inputs"].items() if share["bytesInOutput"]]
    main = entry.name
    first = _imported_from_the_start(main, outputs)
    code = {name: (text.encode(), json.loads(result["outputs"][f"{name}.map"]))
            for name, text in result["outputs"].items() if not name.endswith(".map")}
    return Bundle(
        entry.suffix, *code.pop(main),
        packages=set(filter(None, map(_package, used))),
        chunks=[Chunk(name, *contents, first=name in first) for name, contents in sorted(code.items())],
    )


def _imported_from_the_start(main: str, outputs: dict[str, dict]) -> set[str]:
    """The files that `main` imports, and those that these import, but for `import()`."""
    imports = {path.rsplit("/", 1)[-1]: [link["path"].rsplit("/", 1)[-1] for link in part["imports"]
                                         if link["kind"] == "import-statement"] for path, part in outputs.items()}
    found, waiting = set(), [main]
    while waiting:
        for name in imports.get(waiting.pop(), []):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _package(path: str) -> str | None:
    """The npm package a file belongs to."""
    match = re.match(r".*node_modules/((?:@[^/]+/)?[^/]+)/", path)
    return match and match.group(1)
