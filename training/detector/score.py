"""Counts what a detector found: recall, precision, and both for every threshold.

A prefix is found where a candidate starts within 0.6 of its letters' height in x
and 0.4 in y, at a height within 30 %. A detector that gives boxes alone, as the
article's, has found one where the boxes overlap by half (IoU).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from training.detector import boxes
from training.detector.decode import Candidate
from training.detector.held_out import Shot, Truth

BINS = ((8, 10), (10, 16), (16, 30), (30, 60))  # heights of the letter h, px
SMALLEST_ASKED = 10.0  # px; smaller ones are told apart and not in the totals
PREFIX_KINDS, BARE_KINDS = ("https", "http", "www", "ftp"), ("domain", "mail", "doi")


@dataclass
class Found:
    """One thing that a detector says it saw."""

    kind: str  # 'prefix' or 'bare'
    score: float
    box: np.ndarray  # (left, top, right, bottom), px
    candidate: Candidate | None = None  # where the detector tells start and height


@dataclass
class Asked:
    """A truth that should be found, and the best score it was found with."""

    shot: Shot
    truth: Truth
    score: float  # 0 where it was not found
    fault: str = ""  # else why: 'nothing there', or what of the nearest thing found is off


@dataclass
class Shown:
    """Something found, and whether nothing is there."""

    shot: Shot
    found: Found
    false: bool
    on_link: bool = False  # a false alarm on a link's further run, most often its next line


def found_of(candidate: Candidate) -> Found:
    """A candidate of our detector."""
    return Found(candidate.kind, candidate.score, boxes.of_candidate(candidate), candidate)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two boxes."""
    sides = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    shared = float(np.prod(np.clip(sides, 0, None)))
    return shared / max(1e-6, float(np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2])) - shared)


def matches(truth: Truth, found: Found) -> bool:
    """Whether this is that truth found."""
    c = found.candidate
    if c is None:
        return overlap(truth.box, found.box) >= 0.5
    return (abs(c.x - truth.x) <= 0.6 * truth.height
            and abs(c.y - truth.y) <= 0.4 * truth.height
            and abs(np.log(c.height / truth.height)) <= np.log(1.3))


def fault(truth: Truth, found: list[Found]) -> str:
    """Why a truth counts as missed: what is off about the nearest thing found beside it."""
    beside = [f.candidate for f in found if f.candidate
              and abs(f.candidate.x - truth.x) < 5 * truth.height and abs(f.candidate.y - truth.y) < truth.height]
    if not beside:
        return "nothing there"
    c = min(beside, key=lambda c: abs(c.x - truth.x) + abs(c.y - truth.y))
    faults = [name for name, off in (("start", abs(c.x - truth.x) > 0.6 * truth.height),
                                     ("baseline", abs(c.y - truth.y) > 0.4 * truth.height),
                                     ("height", abs(np.log(c.height / truth.height)) > np.log(1.3))) if off]
    return " and ".join(faults) + " off"


def excused(shot: Shot, found: Found) -> bool:
    """Whether it is on or beside any link's start, asked for or not, or cut by the picture's edge."""
    left, top, right, bottom = found.box
    height, middle = bottom - top, (top + bottom) / 2
    near = any(abs(left - t.x) < 6 * t.height and t.box[1] - 0.5 * t.height < middle < t.box[3] + 0.5 * t.height
               for t in shot.truths)
    tall, wide = shot.picture.shape
    return near or left < height or right > wide - 2 or top < 0 or bottom > tall


def tally(shot: Shot, found: list[Found]) -> tuple[list[Asked], list[Shown]]:
    """Holds what was found in one picture against its truth."""
    asked = []
    for truth in (t for t in shot.truths if t.asked):
        best = max((f.score for f in found if matches(truth, f)), default=0.0)
        asked.append(Asked(shot, truth, best, "" if best else fault(truth, found)))
    return asked, [Shown(shot, f, not excused(shot, f), on_link(shot, f)) for f in found]


def on_link(shot: Shot, found: Found) -> bool:
    """Whether the middle of a box is on the print of any link."""
    x, y = (found.box[:2] + found.box[2:]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in shot.prints)


def rate(asked: list[Asked], threshold: float) -> dict:
    """{'asked': how many, 'recall': share found at this threshold}."""
    hits = sum(a.score >= threshold for a in asked)
    return {"asked": len(asked), "recall": round(hits / len(asked), 4) if asked else None}


def precision(shown: list[Shown], threshold: float) -> dict:
    """{'shown': how many at this threshold, 'precision': share that is no false alarm}."""
    seen = [s for s in shown if s.found.score >= threshold]
    false = sum(s.false for s in seen)
    return {"shown": len(seen), "precision": round(1 - false / len(seen), 4) if seen else None}


def of(asked: list[Asked], shown: list[Shown], threshold: float) -> dict:
    """Recall and precision of prefixes of at least SMALLEST_ASKED px."""
    return {**rate([a for a in asked if a.truth.prefix and a.truth.height >= SMALLEST_ASKED], threshold),
            **precision([s for s in shown if s.found.kind == "prefix"], threshold)}


def groups(asked: list[Asked], shown: list[Shown], threshold: float) -> dict[str, dict]:
    """The mixed pictures' figures: in all, and by kind, source and height.

    What is shown has no kind and no height of its own, so precision is told in all
    and by source.
    """
    large = [a for a in asked if a.truth.height >= SMALLEST_ASKED]
    prefixes = [a for a in large if a.truth.prefix]
    sources = sorted({a.shot.source for a in asked})
    return {
        "all prefixes": of(asked, shown, threshold),
        **{source: of([a for a in asked if a.shot.source == source],
                      [s for s in shown if s.shot.source == source], threshold) for source in sources},
        **{kind: rate([a for a in prefixes if a.truth.kind == kind], threshold) for kind in PREFIX_KINDS},
        **{f"{low} to {high} px": rate([a for a in asked if a.truth.prefix and low <= a.truth.height < high], threshold)
           for low, high in BINS},
        "bare links": {**rate([a for a in large if not a.truth.prefix], threshold),
                       **precision([s for s in shown if s.found.kind == "bare"], threshold)},
        **{kind: rate([a for a in large if a.truth.kind == kind and not a.truth.prefix], threshold)
           for kind in BARE_KINDS},
    }


def causes(asked: list[Asked], shown: list[Shown]) -> dict[str, dict[str, int]]:
    """How often each fault made a miss, and where false alarms are; prefixes of the sizes asked for."""
    missed, false = Counter(), Counter()
    for a in asked:
        if a.truth.prefix and a.truth.height >= SMALLEST_ASKED and not a.score:
            missed[a.fault] += 1
    for s in shown:
        if s.false and s.found.kind == "prefix":
            false["on a link's further run" if s.on_link else "elsewhere"] += 1
    return {"misses": dict(missed.most_common()), "false alarms": dict(false.most_common())}


def curve(asked: list[Asked], shown: list[Shown]) -> np.ndarray:
    """Threshold, recall and precision of prefixes, float [n, 3], from the lowest threshold up."""
    scores = sorted({round(s.found.score, 3) for s in shown if s.found.kind == "prefix"})
    rows = [(t, figures["recall"], figures["precision"]) for t in scores for figures in [of(asked, shown, t)]
            if figures["recall"] is not None and figures["precision"] is not None]
    return np.array(rows, float).reshape(-1, 3)


def best_recall(points: np.ndarray, least_precision: float = 0.98) -> tuple[float, float] | None:
    """(recall, threshold) where precision is first high enough; None where it never is."""
    good = points[points[:, 2] >= least_precision]
    return (float(good[0, 1]), float(good[0, 0])) if len(good) else None
