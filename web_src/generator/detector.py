"""The exported networks, as the page needs them: graph, weight shards, and what is known about each."""

from __future__ import annotations

import json
from pathlib import Path

from .errors import BuildError
from .files import SiteFiles


def add_detector(site: SiteFiles, folder: Path) -> dict[str, object]:
    """Add model_export/detector to the site, and what reads beside it; returns their rows of the asset table.

    A detector there must be. Where no reader has been exported yet, the app reads
    with Tesseract; without a language model all texts are equally likely to it, and
    without a careful reader the quick one looks again itself.
    """
    rows = _add_network(site, folder, "detector")
    reader = folder.parent / "reader"
    if (reader / "web").exists():
        rows |= _add_network(site, reader, "reader")
    if (reader / "careful" / "web").exists():
        rows |= _add_network(site, reader / "careful", "careful", "reader")
    if (folder.parent / "language" / "web").exists():
        rows |= _add_language(site, folder.parent / "language")
    return rows


def _read(path: Path, what: str, command: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BuildError(f"the {what} is not complete, {path} is missing; make it: {command}") from None


def _add_language(site: SiteFiles, folder: Path) -> dict[str, object]:
    command = "python -m model_export.language.export"
    try:
        meta = json.loads(_read(folder / "language.json", "language model", command))
    except ValueError as error:
        raise BuildError(f"{folder} is damaged ({error!r}); make it again: {command}") from None
    weights = _read(folder / "web" / "language.bin", "language model", command)
    return {"language": {"meta": meta}, "language-weights": site.add_hashed("assets/language.bin", weights).entry()}


def _add_network(site: SiteFiles, folder: Path, name: str, kind: str | None = None) -> dict[str, object]:
    """The shards are listed in the order of the graph's own manifest: joined in this order they are the weights.

    `kind` is what exports it, by default what it is called in the table.
    """
    kind = kind or name
    command = f"python -m model_export.{kind}.export"
    graph = _read(folder / "web" / "model.json", name, command)
    try:
        shards = [path for group in json.loads(graph)["weightsManifest"] for path in group["paths"]]
        meta = json.loads(_read(folder / f"{kind}.json", name, command))
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"{folder} is damaged ({error!r}); make it again: {command}") from None
    return {
        name: {"meta": meta},
        f"{name}-model": site.add_hashed(f"assets/{name}.json", graph).entry(),
        f"{name}-weights": [
            site.add_hashed(f"assets/{name}.bin", _read(folder / "web" / shard, name, command)).entry() for shard in shards
        ],
    }
