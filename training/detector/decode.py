"""From the detector's raw maps to link candidates.

The same steps, in the same order, as ``web_src/scan/decode.js``; both are held
to ``tests/vectors/decode.json``.

1. Every cell that says "prefix" votes for a start point and a height.
2. Votes for the same start are one candidate; the surest cell speaks first.
3. A straight line through the votes starts the baseline, which is then
   followed to the right for as long as the cells say "link".
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from training.detector import maps

# Thresholds, chosen on validation pages; see model_export/detector/MODEL_CARD.md.
CELL = 0.22  # a cell below this has no vote
# In photos bare links get one from here on: every place is read before it is shown, and there is time to read more
# of them. Fewer votes yet find more, and spoil as many by what they group with them.
WEAK_BARE = 0.16
ON_LINK = 0.35  # the link goes on where cells say so
SAME_X, SAME_Y, SAME_HEIGHT = 1.2, 0.5, 0.4  # line heights, line heights, ln ratio
LONGEST_GAP = 1.5  # line heights without a link cell before the link has ended


@dataclass
class Candidate:
    """Where a link starts and how it runs, in px of the detector's input."""

    kind: str  # 'prefix' or 'bare'
    score: float
    x: float  # the start, on the baseline
    y: float
    height: float  # of the letter h
    slope: float  # dy/dx
    prefix_end: float  # x
    baseline: list[tuple[float, float]] = field(default_factory=list)  # start first

    def y_at(self, x: float) -> float:
        """The straight baseline's y at x."""
        return self.y + self.slope * (x - self.x)


def votes(output: np.ndarray, channel: int, least: float = CELL) -> np.ndarray:
    """The cells that say a link starts here, surest first.

    Args:
        least: cells below this probability have no vote.

    Returns:
        float64 [n, 8]: probability, cell x, cell baseline y, slope, height,
        start x, start y, prefix end x.
    """
    probability = 1.0 / (1.0 + np.exp(-output[..., channel].astype(np.float64)))
    rows, cols = np.nonzero(probability >= least)
    if not len(rows):
        return np.zeros((0, 8))
    cell = output[rows, cols].astype(np.float64)
    x, y = (cols + 0.5) * maps.STRIDE, (rows + 0.5) * maps.STRIDE
    base = y + cell[:, maps.BASELINE] * maps.STRIDE
    slope, height = cell[:, maps.SLOPE], np.exp(cell[:, maps.HEIGHT]) * maps.REACH
    back = cell[:, maps.START] * maps.REACH
    p = probability[rows, cols]
    found = np.stack([p, x, base, slope, height, x - back, base - slope * back,
                      x + cell[:, maps.PREFIX_END] * maps.REACH], -1)
    # Ties go to the upper left, in both languages.
    return found[np.lexsort((cols, rows, -p))]


def cluster(found: np.ndarray) -> list[np.ndarray]:
    """Groups votes for the same start; each group begins with its surest vote."""
    groups = []
    left = np.ones(len(found), bool)
    for i in range(len(found)):
        if not left[i]:
            continue
        _, _, _, _, height, sx, sy, _ = found[i]
        same = (left & (np.abs(found[:, 5] - sx) <= SAME_X * height)
                & (np.abs(found[:, 6] - sy) <= SAME_Y * height)
                & (np.abs(np.log(found[:, 4] / height)) <= SAME_HEIGHT))
        left &= ~same
        groups.append(found[same])
    return groups


def candidate(group: np.ndarray, kind: str) -> Candidate:
    """The weighted mean of a group of votes."""
    p = group[:, 0]
    mean = (group * p[:, None]).sum(0) / p.sum()
    x, height, slope = mean[5], mean[4], mean[3]
    # The cells' baselines, carried to the start along the mean slope, are
    # steadier than their votes for the start's y.
    y = float((p * (group[:, 2] - slope * (group[:, 1] - x))).sum() / p.sum())
    end = mean[7] if kind == "prefix" else x + 3 * height
    return Candidate(kind, float(p.max()), float(x), y, float(height), float(slope), float(end))


def follow(output: np.ndarray, found: Candidate) -> list[tuple[float, float]]:
    """Follows a candidate's baseline to the right, a cell's width at a time."""
    rows, cols = output.shape[:2]
    points = [(found.x, found.y)]
    x, y, slope, gap = found.x, found.y, found.slope, 0.0
    last = None
    while gap <= LONGEST_GAP * found.height:
        x, y = x + maps.STRIDE, y + slope * maps.STRIDE
        col = int(np.floor(x / maps.STRIDE))
        row = int(np.floor((y - 0.45 * found.height) / maps.STRIDE))
        if not (0 <= row < rows and 0 <= col < cols):
            break
        cell = output[row, col].astype(np.float64)
        if 1.0 / (1.0 + np.exp(-cell[maps.BODY])) < ON_LINK and x > found.prefix_end:
            gap += maps.STRIDE
            continue
        gap = 0.0
        here = (row + 0.5) * maps.STRIDE + cell[maps.BASELINE] * maps.STRIDE
        here += cell[maps.SLOPE] * (x - (col + 0.5) * maps.STRIDE)
        if abs(here - y) < 0.35 * found.height:
            # A little of each cell's say: single cells waver by a pixel.
            y += 0.3 * (here - y)
            slope += 0.15 * (float(np.clip(cell[maps.SLOPE], -0.4, 0.4)) - slope)
        last = (x, y)
        points.append(last)
    return points


def decode(output: np.ndarray, least: float = CELL, least_bare: float | None = None) -> list[Candidate]:
    """Finds the links that start in a picture.

    Args:
        output: float32 [rows, cols, CHANNELS], the raw maps of one picture.
        least: see ``votes``; evaluation goes lower than the app.
        least_bare: the same for bare links, where it is another.

    Returns:
        Candidates, surest first; bare ones that lie on a link with a prefix
        are left out.
    """
    result: list[Candidate] = []
    least_bare = least if least_bare is None else least_bare
    for kind, channel, above in (("prefix", maps.PREFIX, least), ("bare", maps.BARE, least_bare)):
        for group in cluster(votes(output, channel, above)):
            found = candidate(group, kind)
            if any(covers(other, found) for other in result):
                continue
            found.baseline = follow(output, found)
            result.append(found)
    return sorted(result, key=lambda c: -c.score)


def covers(other: Candidate, found: Candidate) -> bool:
    """Whether a candidate starts on another one's line, within its run.

    Of two on one run the first counts: "www." inside an address, or a domain
    inside one.
    """
    reach = max(other.baseline[-1][0] if other.baseline else 0.0, other.prefix_end)
    return (other.x - other.height <= found.x <= reach
            and abs(other.y_at(found.x) - found.y) <= 0.6 * other.height)
