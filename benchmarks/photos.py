"""Pictures with known links to measure on, as a folder's truth.json tells them.

    [{"file": "000.jpg", "links": [{"text", "kind", "pieces"}], "others": [text], "condition", "view", "turned"}]

``links`` are asked for; ``others`` are links too, but cut, too small or without
contrast: neither asked for nor held against a reader. A picture with neither is empty.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

TRUTH = "truth.json"


@dataclass
class Truth:
    """A link that can be read whole in a picture."""

    text: str  # as printed, its pieces joined
    kind: str  # https, http, www, domain, mail, doi
    pieces: int = 1  # more than one: broken over lines


@dataclass
class Photo:
    """One picture of a benchmark."""

    name: str
    path: Path
    links: list[Truth]
    others: list[str] = field(default_factory=list)
    condition: str = ""  # what makes it hard
    view: str = ""  # close, half or page
    turned: int = 0  # degrees clockwise

    @property
    def empty(self) -> bool:
        """Whether no link is in it, so that any link a reader shows is false."""
        return not self.links and not self.others


def load(folder: Path) -> list[Photo]:
    """The pictures of a folder; of real photos, ``prefix`` may stand for ``kind``.

    Raises:
        click.ClickException: if there is no truth.json, or a picture is missing.
    """
    try:
        entries = json.loads((folder / TRUTH).read_text())
    except (OSError, ValueError) as error:
        raise click.ClickException(f"no readable {folder / TRUTH} ({error}): make the benchmark's own "
                                   "pictures with python -m benchmarks.make_set") from error
    photos = [Photo(e["file"], folder / e["file"],
                    [Truth(k["text"], k.get("kind") or k["prefix"], k.get("pieces", 1)) for k in e["links"]],
                    e.get("others", []), e.get("condition", ""), e.get("view", ""), e.get("turned", 0))
              for e in entries]
    missing = [photo.name for photo in photos if not photo.path.is_file()]
    if missing:
        raise click.ClickException(f"{folder}: {len(missing)} pictures of {TRUTH} are missing, {missing[0]} first")
    return photos


def save(photos: list[Photo], folder: Path) -> None:
    """Writes truth.json."""
    entries = [{"file": p.name, "links": [asdict(k) for k in p.links], "others": p.others, "condition": p.condition,
                "view": p.view, "turned": p.turned} for p in photos]
    (folder / TRUTH).write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n")
