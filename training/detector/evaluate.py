"""Measures detectors on pages they never saw, beside each other if asked.

    python -m training.detector.evaluate --model runs/detector/last.keras
    python -m training.detector.evaluate --article runs/article     (the article's, on the same pictures)
    python -m training.detector.evaluate --beside runs/large/last.keras   (another of ours, and both together)

Two sets of pictures: with all troubles of the camera at once (``--mixed`` of
them), and with each condition alone (``--alone`` of each). Writes into ``--out``:
``evaluation.md`` and ``.json``, ``curve.png``, ``misses.png`` and ``false.png``.
How a hit is counted stands in ``score.py``: we ask more of a start than of a box, so beside a detector
that gives boxes ours is counted by its boxes, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click
import numpy as np
from tqdm import tqdm

from training.detector import coco, dataset, report, score
from training.detector.conditions import CONDITIONS
from training.detector.decode import CELL, decode
from training.detector.held_out import Shot, alone, mixed
from training.detector.teacher import said_by

WEIGHTS = Path(__file__).parents[2] / "model_export/detector/detector.weights.h5"
CURVE_FROM = 0.1  # lowest score on the curve and for COCO; the app decodes from CELL on
Find = Callable[[np.ndarray, float], list[score.Found]]  # picture, least score → what is there


def ours(*sources: Path) -> Find:
    """Our detector, from its trained weights, or several together: the mean of what they say."""
    say = said_by(*sources)
    last: tuple[np.ndarray, np.ndarray] | None = None  # a picture and its maps: all tallies ask about one before the next

    def find(picture: np.ndarray, least: float) -> list[score.Found]:
        nonlocal last
        if last is None or last[0] is not picture:
            last = picture, say(picture[None, ..., None])[0]
        return [score.found_of(c) for c in decode(last[1], least)]

    return find


def boxes_alone(find: Find) -> Find:
    """What a detector found, to be counted as one that tells no starts."""
    return lambda picture, least: [replace(found, candidate=None) for found in find(picture, least)]


class Tally:
    """All that one detector said about all pictures."""

    def __init__(self, find: Find):
        self.find = find
        self.asked: dict[str, list[score.Asked]] = {}  # by condition
        self.shown: dict[str, list[score.Shown]] = {}
        self.found: dict[int, list[score.Found]] = {}  # by id(shot), at the app's decoding
        self.low: list[tuple[Shot, list[score.Found]]] = []  # mixed pictures, from CURVE_FROM on

    def add(self, shot: Shot) -> None:
        """Looks at one picture."""
        found = self.find(shot.picture, CELL)
        asked, shown = score.tally(shot, found)
        self.asked.setdefault(shot.condition, []).extend(asked)
        self.shown.setdefault(shot.condition, []).extend(shown)
        self.found[id(shot)] = found
        if shot.condition == "mixed":
            self.low.append((shot, self.find(shot.picture, CURVE_FROM)))

    def curve(self) -> np.ndarray:
        """See ``score.curve``; of the mixed pictures."""
        parts = [score.tally(shot, found) for shot, found in self.low]
        return score.curve(*(list(chain(*(part[i] for part in parts))) for i in (0, 1)))

    def figures(self, threshold: float) -> dict[str, dict]:
        """{'mixed': by group, 'alone': by condition, 'causes': …, 'coco': …, 'median error …': …}."""
        hits = [(a, f.candidate) for a in chain(*self.asked.values()) for f in self.found[id(a.shot)]
                if f.candidate and f.score == a.score and score.matches(a.truth, f)]
        offsets = [((c.x - a.truth.x) / a.truth.height, (c.y - a.truth.y) / a.truth.height,
                    np.log(c.height / a.truth.height)) for a, c in hits]
        return {
            "mixed": score.groups(self.asked.get("mixed", []), self.shown.get("mixed", []), threshold),
            "alone": {name: score.of(self.asked[name], self.shown[name], threshold)
                      for name in CONDITIONS if name in self.asked},
            "causes": score.causes(list(chain(*self.asked.values())), list(chain(*self.shown.values()))),
            "coco": coco.average_precision(self.low),
            "median error in heights (x, y, ln height)":
                np.round(np.median(np.abs(offsets), 0), 3).tolist() if offsets else None,
        }


def pictures(folders: list[Path], mixed_count: int, alone_count: int) -> Iterator[Shot]:
    """All pictures, one after the other."""
    yield from mixed(folders, mixed_count)
    for name in CONDITIONS:
        yield from alone(folders, name, alone_count)


def document(name: str, figures: dict[str, dict], points: np.ndarray, threshold: float) -> str:
    """One detector's part of the report, Markdown."""
    best = score.best_recall(points)
    told = (f"Precision is 98 % from threshold {best[1]:.3f} on; recall is {100 * best[0]:.1f} % there."
            if best else "Precision is 98 % at no threshold.")
    return "\n\n".join([
        f"## {name}, from score {threshold} on",
        report.table(figures["mixed"], "all troubles at once"), told,
        report.table(figures["alone"], "one condition alone"),
        *(f"{what} in all these pictures: " + (", ".join(f"{name} {count}" for name, count in row.items()) or "none")
          for what, row in figures["causes"].items()),
        f"Median error in letter heights (x, y, ln height): {figures['median error in heights (x, y, ln height)']}"])


@click.command()
@click.option("--model", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=WEIGHTS, show_default=True,
              help="A .keras or .weights.h5 file, of either detector.")
@click.option("--article", type=click.Path(path_type=Path, exists=True, file_okay=False), default=None,
              help="A run of training.article, exported: measured on the same pictures.")
@click.option("--beside", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=None,
              help="Another one's weights: measured on the same pictures, alone and together with the first.")
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/test", "data/pages/designed/test"), show_default=True)
@click.option("--mixed", "mixed_count", default=400, show_default=True)
@click.option("--alone", "alone_count", default=40, show_default=True, help="Pictures of each condition.")
@click.option("--threshold", default=CELL, show_default=True, help="Of the table; the app shows from its default on.")
@click.option("--out", type=click.Path(path_type=Path), default="runs/evaluation", show_default=True)
@click.option("--worst", default=40, show_default=True, help="Cases on each sheet.")
def main(source: Path, article: Path | None, beside: Path | None, folders: tuple[Path, ...], mixed_count: int, alone_count: int,
         threshold: float, out: Path, worst: int) -> None:
    """Measure the detector on test pages."""
    dataset.stems_of(list(folders))
    own = ours(source)
    tallies = {"ours": Tally(own)}
    if beside:
        other, both = ours(beside), ours(source, beside)
        tallies |= {str(beside): Tally(other), f"{beside}, by its boxes": Tally(boxes_alone(other)),
                    "both together": Tally(both), "both together, by their boxes": Tally(boxes_alone(both))}
    if article:
        from training.article.find import article_detector

        tallies["ours, by its boxes"] = Tally(boxes_alone(own))
        tallies["the article's"] = Tally(article_detector(article))
    out.mkdir(parents=True, exist_ok=True)
    total = mixed_count + alone_count * len(CONDITIONS)
    for shot in tqdm(pictures(list(folders), mixed_count, alone_count), total=total):
        for tally in tallies.values():
            tally.add(shot)
    figures = {name: tally.figures(threshold) for name, tally in tallies.items()}
    curves = {name: tally.curve() for name, tally in tallies.items()}
    text = "\n\n".join([
        f"# The detector on held-out pages: {mixed_count} mixed pictures, {alone_count} of each condition",
        report.coco_table({name: row["coco"] for name, row in figures.items()}),
        *(document(name, figures[name], curves[name], threshold) for name in tallies)]) + "\n"
    (out / "evaluation.md").write_text(text)
    (out / "evaluation.json").write_text(json.dumps(
        {"model": str(source), "threshold": threshold, **figures}, indent=1) + "\n")
    report.draw_curves(curves, out / "curve.png")
    mine = tallies["ours"]
    missed, false = report.worst(list(chain(*mine.asked.values())), list(chain(*mine.shown.values())), mine.found,
                                 threshold, worst)
    report.write_sheet(missed, out / "misses.png")
    report.write_sheet(false, out / "false.png")
    print(text)


if __name__ == "__main__":
    main()
