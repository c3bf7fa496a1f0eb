"""The evaluation on paper: a table, the precision-recall curve, and a sheet of the worst cases."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from training.detector.held_out import Shot
from training.detector.score import SMALLEST_ASKED, Asked, Found, Shown

# Blue, green, red, as OpenCV orders them.
TRUTH, FOUND, NOT_ASKED = (90, 170, 40), (40, 60, 230), (200, 170, 60)
CROP = (360, 130)  # px of the sheet for one case, width and height
LINE = 18.0  # height of the letters in a crop, px: all cases are shown alike


def percent(part: float | None) -> str:
    return "" if part is None else f"{100 * part:.1f} %"


def table(figures: dict[str, dict], head: str) -> str:
    """Markdown: one row for each group of ``score.groups`` or each condition."""
    rows = [f"| {head} | asked | recall | shown | precision |", "|---|---|---|---|---|"]
    rows += [f"| {name} | {row.get('asked', '')} | {percent(row.get('recall'))} | {row.get('shown', '')} "
             f"| {percent(row.get('precision'))} |" for name, row in figures.items()]
    return "\n".join(rows)


def coco_table(figures: dict[str, dict[str, float]]) -> str:
    """Markdown: one row for each detector of ``coco.average_precision``."""
    names = list(next(iter(figures.values())))
    rows = ["| detector | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    rows += [f"| {name} | " + " | ".join(percent(row[n]) for n in names) + " |" for name, row in figures.items()]
    return "\n".join(rows)


def draw_curves(curves: dict[str, np.ndarray], path: Path) -> None:
    """Draws precision over recall, one line for each name; points as ``score.curve`` gives them."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4.8))
    for name, points in curves.items():
        axes.plot(100 * points[:, 1], 100 * points[:, 2], label=name)
    axes.plot([99], [98], "k*", label="goal: 99 % at 98 %")
    axes.set(xlabel="recall of prefixes, %", ylabel="precision, %", xlim=(50, 100.5), ylim=(50, 100.5))
    axes.grid(alpha=0.3)
    axes.legend(loc="lower left")
    figure.savefig(path, dpi=100)
    pyplot.close(figure)


def crop(shot: Shot, found: list[Found], at: tuple[float, float], height: float, caption: str) -> np.ndarray:
    """What is around a place in a picture, letters scaled to LINE px, boxes drawn, uint8 BGR."""
    scale = LINE / height
    wide, tall = CROP
    x0, y0 = at[0] - 0.25 * wide / scale, at[1] - 0.55 * tall / scale
    move = np.array([[scale, 0, -x0 * scale], [0, scale, -y0 * scale]])
    part = cv2.warpAffine(cv2.cvtColor(shot.picture, cv2.COLOR_GRAY2BGR), move, CROP,
                          flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR, borderValue=(255, 255, 255))

    def box(edges: np.ndarray, colour: tuple[int, int, int]) -> None:
        left, top, right, bottom = (np.asarray(edges) - [x0, y0, x0, y0]) * scale
        cv2.rectangle(part, (int(left), int(top) - 1), (int(right), int(bottom) + 1), colour, 1)

    for truth in shot.truths:
        box(truth.box, TRUTH if truth.asked and truth.prefix and truth.height >= SMALLEST_ASKED else NOT_ASKED)
    for one in found:
        box(one.box, FOUND)
    cv2.rectangle(part, (0, 0), (wide, 15), (255, 255, 255), -1)
    plain = caption.encode("ascii", "replace").decode()
    cv2.putText(part, plain, (3, 11), cv2.FONT_HERSHEY_SIMPLEX, 0.36, (0, 0, 0), 1, cv2.LINE_AA)
    return part


def worst(asked: list[Asked], shown: list[Shown], found: dict[int, list[Found]], threshold: float, count: int,
          ) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Pictures of the misses and of the surest false alarms.

    Misses come in turn from every condition, largest letters first: what is large
    and missed is most in want of an explanation.

    Args:
        found: what was found in each shot, by ``id(shot)``.
    """
    by_condition: dict[str, list[Asked]] = {}
    for miss in sorted((a for a in asked if a.truth.prefix and a.truth.height >= SMALLEST_ASKED
                        and a.score < threshold), key=lambda a: -a.truth.height):
        by_condition.setdefault(miss.shot.condition, []).append(miss)
    misses: list[Asked] = []
    while len(misses) < count and any(by_condition.values()):
        misses += [row.pop(0) for row in by_condition.values() if row]
    false = sorted((s for s in shown if s.false and s.found.kind == "prefix" and s.found.score >= threshold),
                   key=lambda s: -s.found.score)[:count]
    return (
        [crop(a.shot, found[id(a.shot)], (a.truth.x, a.truth.y), a.truth.height,
              f"{a.shot.condition}, {a.shot.source}, {a.truth.height:.0f} px, {a.truth.text}") for a in misses[:count]],
        [crop(s.shot, [s.found], (s.found.box[0], s.found.box[3]), max(4.0, (s.found.box[3] - s.found.box[1]) / 1.3),
              f"{s.found.score:.2f} {s.shot.condition}, {s.shot.source}, {s.shot.page[-28:]}") for s in false])


def write_sheet(parts: list[np.ndarray], path: Path, columns: int = 4) -> None:
    """Writes crops of one size side by side."""
    if not parts:
        return
    blank = np.full_like(parts[0], 255)
    parts = parts + [blank] * (-len(parts) % columns)
    framed = [cv2.copyMakeBorder(part, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=(150, 150, 150)) for part in parts]
    rows = [np.hstack(framed[i:i + columns]) for i in range(0, len(framed), columns)]
    if not cv2.imwrite(str(path), np.vstack(rows)):
        raise OSError(f"could not write {path}")
