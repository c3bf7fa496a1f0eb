"""Scores what any reader read on the benchmark's pictures.

    python -m benchmarks.score data/bench mine.json theirs.json

The format of these files stands in README.md. Exact means every character right, apart from
a missing scheme, a trailing slash, a printer's tilde, and capitals in the host: they lead to the same place.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks import photos
from training.reader.confidence import caseless

BARE = {"domain": "bare", "mail": "bare", "doi": "bare"}
COLUMNS = ["one line", "https", "http", "www", "bare", "broken", "broken, any reading"]
WHOLE_OTHER = 8  # characters of a link not asked for that a longer reading may begin with


@dataclass
class Reading:
    """A link that a reader shows."""

    text: str
    sure: bool = False  # shown without a mark of doubt
    alternatives: list[str] = field(default_factory=list)  # other readings of the same print, offered with it


def comparable(text: str) -> str:
    """What must be equal for a reading to be exact: capitals count where they may lead elsewhere, not in hosts."""
    text = re.sub("[\u02dc\u223c]", "~", text.strip())  # printers' tildes, which no link holds
    same = caseless(text, "doi" if re.match(r"(doi:\s*)?10\.\d", text, re.IGNORECASE) else "")
    text = text[:same.start] + text[same.start:same.stop].lower() + text[same.stop:]
    return re.sub(r"^((https?|ftp)://|mailto:|doi:\s*)", "", text).rstrip("/")


def excused(reading: str, others: list[str]) -> bool:
    """Whether a reading is of a link that nobody asked for: all of it, a piece of it, or it and what follows."""
    return any(reading == other or other.startswith(reading)
               or (len(other) >= WHOLE_OTHER and reading.startswith(other)) for other in others)


class Score:
    """Counts of one reader."""

    def __init__(self, name: str, size: int | None = None):
        self.name, self.size = name, size
        self.asked, self.exact = Counter(), Counter()
        self.shown, self.right = Counter(), Counter()  # by 'all' and 'sure'
        self.empty = 0
        self.false = Counter()  # on empty pictures, by 'all' and 'sure'
        self.times: list[float] = []
        self.wrong: list[dict] = []  # every miss and every wrong link, for looking at

    def add(self, photo: photos.Photo, readings: list[Reading], seconds: float | None) -> None:
        """Adds one picture's readings."""
        if seconds is not None:
            self.times.append(seconds)
        marks = [["all", "sure"] if reading.sure else ["all"] for reading in readings]
        if photo.empty:
            self.empty += 1
            self.false.update(mark for row in marks for mark in row)
        left = list(range(len(readings)))
        others = [comparable(text) for text in photo.others]
        for truth in photo.links:
            wanted = comparable(truth.text)
            first = next((i for i in left if comparable(readings[i].text) == wanted), None)
            second = next((i for i in left if wanted in map(comparable, readings[i].alternatives)), None)
            hit = first if first is not None else second
            if hit is not None:
                left.remove(hit)
                # With another reading first, what is shown is still wrong.
                self._show(marks[hit], first is not None)
            if first is None:
                self.wrong.append({"picture": photo.name, "truth": truth.text, "shown": [r.text for r in readings]})
            self._count(photo, truth, first is not None, hit is not None)
        for i in left:
            if not excused(comparable(readings[i].text), others):
                self._show(marks[i], False)
                self.wrong.append({"picture": photo.name, "wrong": readings[i].text, "sure": readings[i].sure})

    def _show(self, marks: list[str], right: bool) -> None:
        for mark in marks:
            self.shown[mark] += 1
            self.right[mark] += right

    def _count(self, photo: photos.Photo, truth: photos.Truth, first: bool, any_reading: bool) -> None:
        kind = BARE.get(truth.kind, truth.kind)
        keys = {"one line": first, kind: first} if truth.pieces == 1 else {"broken": first, "broken, any reading": any_reading}
        # A reading that the app offers beside the first does not make a one-line link exact.
        if truth.pieces == 1:
            keys[f"trouble: {photo.condition}"] = keys[f"view: {photo.view}"] = first
            keys["turned" if photo.turned else "upright"] = first
            keys["other scripts" if not truth.text.isascii() else "ASCII"] = first
        for key, hit in keys.items():
            self.asked[key] += 1
            self.exact[key] += hit

    def figures(self) -> dict:
        """All that was counted, for JSON."""
        return {"reader": self.name, "bytes": self.size,
                "exact": {key: [self.exact[key], self.asked[key]] for key in self.asked},
                "right of shown": {key: [self.right[key], self.shown[key]] for key in ("all", "sure")},
                "false on empty pictures": {**{k: self.false[k] for k in ("all", "sure")}, "pictures": self.empty},
                "median seconds": middle(self.times)}

    def row(self) -> str:
        """One row of the table."""
        cells = [part(self.exact[key], self.asked[key]) for key in COLUMNS]
        cells += [part(self.right[mark], self.shown[mark]) for mark in ("all", "sure")]
        cells += [f"{100 * self.false[mark] / self.empty:.0f}" if self.empty else "" for mark in ("all", "sure")]
        seconds = middle(self.times)
        cells += ["" if seconds is None else f"{seconds:.2f}", "" if self.size is None else f"{self.size / 1e6:.1f} MB"]
        return f"| {self.name} | " + " | ".join(cells) + " |"

    def detail(self) -> str:
        """By trouble, view and turn; one-line links."""
        keys = sorted(key for key in self.asked if key not in COLUMNS and not key.endswith(": "))
        return "\n".join([f"| {self.name}, one line | exact |", "|---|---|",
                          *(f"| {key} | {part(self.exact[key], self.asked[key])} |" for key in keys)])


def middle(values: list[float]) -> float | None:
    """The median."""
    return sorted(values)[len(values) // 2] if values else None


def part(hits: int, of: int) -> str:
    """'95.0 % (19/20)', or nothing where nothing was asked."""
    return f"{100 * hits / of:.1f} % ({hits}/{of})" if of else ""


def table(scores: list[Score]) -> str:
    """Markdown: one row a reader."""
    head = ["reader", *COLUMNS, "right of shown", "right of sure", "false on 100 empty", "sure among them", "median s", "size"]
    return "\n".join(["| " + " | ".join(head) + " |", "|---" * len(head) + "|", *(score.row() for score in scores)])


def score_predictions(pictures: list[photos.Photo], predictions: dict, name: str = "?") -> Score:
    """Scores a predictions file.

    Args:
        predictions: {'reader', 'bytes', 'pictures': {file: {'seconds', 'links': [{'text', 'sure', 'alternatives'}]}}}.
            Pictures that it does not know are left out of the count.

    Raises:
        click.ClickException: if it is laid out otherwise, or knows none of the pictures.
    """
    try:
        score = Score(predictions.get("reader", name), predictions.get("bytes"))
        known = predictions["pictures"]
        for photo in pictures:
            if photo.name in known:
                entry = known[photo.name]
                score.add(photo, [Reading(k["text"], bool(k.get("sure")), list(k.get("alternatives", ())))
                                  for k in entry["links"]], entry.get("seconds"))
    except (AttributeError, KeyError, TypeError) as error:
        raise click.ClickException(f"{name} is laid out otherwise than benchmarks/README.md says: {error!r}") from error
    if pictures and not any(photo.name in known for photo in pictures):
        raise click.ClickException(f"{name} knows none of these pictures")
    return score


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--detail", is_flag=True, help="Also by trouble, view and turn.")
@click.option("--wrong", type=click.Path(path_type=Path), default=None, help="Write every miss and wrong link here, as JSON.")
def main(folder: Path, files: tuple[Path, ...], detail: bool, wrong: Path | None) -> None:
    """Score predictions FILES on the pictures of FOLDER."""
    pictures, scores = photos.load(folder), []
    for path in files:
        try:
            predictions = json.loads(path.read_text())
        except ValueError as error:
            raise click.ClickException(f"{path} is no JSON: {error}") from error
        scores.append(score_predictions(pictures, predictions, path.name))
        if len(predictions["pictures"]) < len(pictures):
            print(f"{path.name} knows {len(predictions['pictures'])} of {len(pictures)} pictures: the figures are of those")
    print(table(scores))
    if detail:
        print("\n" + "\n\n".join(score.detail() for score in scores))
    if wrong:
        wrong.write_text(json.dumps({s.name: s.wrong for s in scores}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
