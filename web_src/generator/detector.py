"""The exported detector, as the page needs it: graph, weight shards, and what is known about it."""

from __future__ import annotations

import json
from pathlib import Path

from .errors import BuildError
from .files import SiteFiles

EXPORT_COMMAND = "python -m model_export.detector.export"


def add_detector(site: SiteFiles, folder: Path) -> dict[str, object]:
    """Add model_export/detector to the site; returns its rows of the asset table.

    The shards are listed in the order of the graph's own manifest: joined in
    this order they are the weights.
    """
    graph = _read(folder / "web" / "model.json")
    try:
        shards = [path for group in json.loads(graph)["weightsManifest"] for path in group["paths"]]
        meta = json.loads(_read(folder / "detector.json"))
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"{folder} is damaged ({error!r}); make it again: {EXPORT_COMMAND}") from None
    return {
        "detector": {"meta": meta},
        "detector-model": site.add_hashed("assets/detector.json", graph).entry(),
        "detector-weights": [
            site.add_hashed("assets/detector.bin", _read(folder / "web" / shard)).entry() for shard in shards
        ],
    }


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BuildError(f"the detector is not complete, {path} is missing; make it: {EXPORT_COMMAND}") from None
