"""Drawing by chance, for whoever makes texts: everything depends on ``rng`` alone."""

from __future__ import annotations

import numpy as np


def pick(rng: np.random.Generator, options):
    """One of `options`, each as likely as the next."""
    return options[int(rng.integers(len(options)))]


def chance(rng: np.random.Generator, probability: float) -> bool:
    return bool(rng.random() < probability)


def weighted(rng: np.random.Generator, options, weights):
    """One of `options` by weight."""
    total = np.cumsum(np.asarray(weights, dtype=float))
    index = int(np.searchsorted(total, rng.random() * total[-1], side="right"))
    return options[min(index, len(options) - 1)]


def characters(rng: np.random.Generator, alphabet: str, low: int, high: int) -> str:
    """`low` to `high` (included) characters of an alphabet."""
    return "".join(pick(rng, alphabet) for _ in range(int(rng.integers(low, high + 1))))
