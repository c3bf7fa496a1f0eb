"""From the network's logits to text, and how sure of every character of it.

The twin of ``web_src/scan/ctc.js``; both are held to ``tests/vectors/ctc.json``.

A text's probability is the sum over all paths that spell it (CTC). Prefix beam
search finds the likeliest texts. Each character of the best one is then weighed
against all texts that differ from it there alone: another character in its
place, none, or one more beside it. These probabilities are exact, by one
forward and one backward pass over the best text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from training.reader.charset import to_text

BEAM = 8  # prefixes kept
LEAST = 1e-3  # classes below this at a step start nothing there
FLOOR = 1e-10  # no class is impossible: a path of zeros has no shares to tell
ROUNDING = 1e-6  # a middle right on a step may come out a hair beside it
NEAR = 3  # texts of the beam that differ in so short a stretch are doubts about it
MOST_ALTERNATIVES, LEAST_ALTERNATIVE = 3, 0.01  # offered for a character; confidence


@dataclass
class Character:
    """One character of a reading."""

    label: int  # class
    confidence: float  # 0..1
    centre: float  # where it is seen, in time steps
    alternatives: list[tuple[int, float]] = field(default_factory=list)  # (class, confidence), likeliest first


@dataclass
class Reading:
    """The likeliest text of a strip."""

    characters: list[Character]
    others: list[tuple[list[int], float]]  # next likely texts, and how many times as likely as the best

    @property
    def text(self) -> str:
        return to_text([character.label for character in self.characters])


def probabilities(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Softmax over the classes, float64 [steps, classes], none below FLOOR."""
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(-1, keepdims=True))
    return np.maximum(powers / powers.sum(-1, keepdims=True), FLOOR)


def read(logits: np.ndarray, temperature: float = 1.0) -> Reading:
    """Reads a strip.

    Args:
        logits: float [steps, classes], the last class CTC's blank; no steps of padding.
        temperature: divides the logits, from calibration.
    """
    if not len(logits):
        return Reading([], [])
    probability = probabilities(logits, temperature)
    (best, likely), *rest = beam(probability)
    others = [(list(labels), share / likely) for labels, share in rest]
    return Reading(weigh(probability, list(best), others), others)


def beam(probability: np.ndarray) -> list[tuple[tuple[int, ...], float]]:
    """Prefix beam search: texts (classes) with their shares, likeliest first."""
    blank_class = probability.shape[1] - 1
    kept: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}  # ending in blank, in the last class
    for row in probability:
        spoken = [int(label) for label in np.flatnonzero(row[:blank_class] >= LEAST)]
        grown: dict[tuple[int, ...], list[float]] = {}
        for prefix, (blank, last) in kept.items():
            stay = grown.setdefault(prefix, [0.0, 0.0])
            stay[0] += (blank + last) * row[blank_class]
            stay[1] += last * row[prefix[-1]] if prefix else 0.0
            for label in spoken:
                longer = grown.setdefault((*prefix, label), [0.0, 0.0])
                longer[1] += row[label] * (blank if prefix and label == prefix[-1] else blank + last)
        best = sorted(grown.items(), key=lambda item: -sum(item[1]))[:BEAM]
        top = sum(best[0][1])
        kept = {prefix: (blank / top, last / top) for prefix, (blank, last) in best}
    return sorted(((prefix, sum(ends)) for prefix, ends in kept.items()), key=lambda item: -item[1])


class Lattice:
    """All paths of one text, summed from the left and from the right.

    States: blank, first class, blank, second class, … blank. Sums are scaled
    to one at every step, in both directions by the same factors.
    """

    def __init__(self, probability: np.ndarray, labels: list[int]):
        self.probability, self.labels = probability, labels
        self.steps, self.states = len(probability), 2 * len(labels) + 1
        spelled = np.full(self.states, probability.shape[1] - 1)
        spelled[1::2] = labels
        self.emitted = probability[:, spelled]
        # A class may follow another without a blank between, unless both are the same.
        self.skips = np.zeros(self.states)
        self.skips[3::2] = spelled[3::2] != spelled[1:-2:2]
        self._forward()
        self._backward()
        self.total = self.left[-1, -2:].sum()

    def _forward(self) -> None:
        self.left = np.zeros((self.steps, self.states))
        self.scale = np.zeros(self.steps)
        row = np.zeros(self.states)
        for step in range(self.steps):
            if step:
                new = row.copy()
                new[1:] += row[:-1]
                new[2:] += row[:-2] * self.skips[2:]
            else:
                new = np.zeros(self.states)
                new[:2] = 1.0
            new *= self.emitted[step]
            self.scale[step] = new.sum()
            row = self.left[step] = new / self.scale[step]

    def _backward(self) -> None:
        self.right = np.zeros((self.steps, self.states))
        self.right[-1, -2:] = 1.0
        for step in range(self.steps - 2, -1, -1):
            after = self.right[step + 1] * self.emitted[step + 1] / self.scale[step + 1]
            row = after.copy()
            row[:-1] += after[1:]
            row[:-2] += after[2:] * self.skips[2:]
            self.right[step] = row

    def log_likelihood(self) -> float:
        """Natural logarithm of the text's probability."""
        return float(np.log(self.scale).sum() + np.log(self.total))

    def centres(self) -> np.ndarray:
        """Where each character is seen: the mean of its steps, float64 [characters]."""
        share = (self.left * self.right)[:, 1::2]
        return (np.arange(self.steps)[:, None] * share).sum(0) / share.sum(0)

    def enter(self, step: int, blank: int, last: int, same: np.ndarray | bool):
        """Paths that are in state ``blank`` or ``last`` right before a step; from ``last`` not into the same class."""
        if step == 0:
            return 1.0 if blank == 0 else 0.0
        found = self.left[step - 1, blank]
        return found + (self.left[step - 1, last] * ~same if last > 0 else 0.0)

    def leave(self, step: int, blank: int, following: int, same: np.ndarray | bool):
        """Paths on from a step into state ``blank`` or ``following``; into that one not from the same class."""
        if step + 1 == self.steps:
            return 1.0 if blank == self.states - 1 else 0.0
        after = self.right[step + 1] * self.emitted[step + 1] / self.scale[step + 1]
        return after[blank] + (after[following] * ~same if following < self.states else 0.0)

    def variants(self, before: int, after: int, window: range, keep_out: int) -> list[tuple[int, float]]:
        """Texts with one class between two blanks' states, instead of what is there.

        Returns:
            (class, how many times as likely as the text) for the classes that
            are seen in the window at all, except ``keep_out``.
        """
        seen = self.probability[window.start:window.stop, :-1].max(0) >= LEAST
        rivals = np.array([label for label in np.flatnonzero(seen) if label != keep_out], int)
        if not len(rivals):
            return []
        like_last = rivals == (self.labels[before // 2 - 1] if before > 0 else -1)
        like_next = rivals == (self.labels[after // 2] if after + 1 < self.states else -1)
        path, found = np.zeros(len(rivals)), np.zeros(len(rivals))
        for step in window:
            path = (path + self.enter(step, before, before - 1, like_last)) * \
                self.probability[step, rivals] / self.scale[step]
            found = found + path * self.leave(step, after, after + 1, like_next)
        return [(int(label), float(ratio)) for label, ratio in zip(rivals, found / self.total)]

    def without(self, index: int, window: range) -> float:
        """The text without one of its characters: how many times as likely as the text."""
        before, following = 2 * index, 2 * index + 3
        last, after = (self.labels[index - 1] if index else -1), self.labels[index + 1:index + 2]
        same = np.bool_(bool(after) and last == after[0])
        if not after:
            return float(self.left[-1, before] + (self.left[-1, before - 1] if index else 0.0)) / self.total
        found = 0.0
        for step in window:
            onward = self.right[step, following] * self.emitted[step, following] / self.scale[step]
            found += self.enter(step, before, before - 1, same) * onward
        return float(found / self.total)


def weigh(probability: np.ndarray, labels: list[int], others: list[tuple[list[int], float]]) -> list[Character]:
    """The characters of a text, each with its confidence and likeliest alternatives."""
    if not labels:
        return []
    lattice = Lattice(probability, labels)
    centres = lattice.centres()
    count = len(labels)
    against, rivals = np.zeros(count), []

    def window(first: int, end: int) -> range:
        """The steps from one character's middle to another's."""
        start = int(np.floor(centres[first] + ROUNDING)) if first >= 0 else 0
        return range(start, int(np.ceil(centres[end] - ROUNDING)) + 1 if end < count else lattice.steps)

    for i, label in enumerate(labels):
        around = window(i - 1, i + 1)
        instead = lattice.variants(2 * i, 2 * i + 2, around, label)
        against[i] += sum(ratio for _, ratio in instead) + lattice.without(i, around)
        rivals.append(instead)
    for gap in range(count + 1):
        more = lattice.variants(2 * gap, 2 * gap, window(gap - 1, gap), -1)
        against[max(0, gap - 1)] += sum(ratio for _, ratio in more)
    for other, ratio in others:
        first, end = differing(labels, other)
        if first is not None:
            against[first:end] += ratio
    sure = 1 / (1 + against)
    return [Character(label, float(sure[i]), float(centres[i]), alternatives(rivals[i], sure[i]))
            for i, label in enumerate(labels)]


def alternatives(rivals: list[tuple[int, float]], sure: float) -> list[tuple[int, float]]:
    """The classes worth offering in a character's place, with their confidence."""
    shares = [(label, float(ratio * sure)) for label, ratio in rivals if ratio * sure >= LEAST_ALTERNATIVE]
    return sorted(shares, key=lambda pair: -pair[1])[:MOST_ALTERNATIVES]


def differing(best: list[int], other: list[int]) -> tuple[int | None, int]:
    """The short stretch of ``best`` that reads otherwise in another text; None for one edit, or a long stretch."""
    first = 0
    while first < min(len(best), len(other)) and best[first] == other[first]:
        first += 1
    tail = 0
    while tail < min(len(best), len(other)) - first and best[-1 - tail] == other[-1 - tail]:
        tail += 1
    here, there = len(best) - tail - first, len(other) - tail - first
    if not 1 < max(here, there) <= NEAR:
        return None, 0
    first = min(first, len(best) - 1)
    return first, first + max(1, here)
