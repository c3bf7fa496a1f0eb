"""Words of many languages, and made-up ones that read like words."""

from __future__ import annotations

import numpy as np

from training.links import words
from training.links.generate.draw import pick


def pronounceable(rng: np.random.Generator) -> str:
    """A made-up name: no list holds it, yet it reads like one."""
    onsets = ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "qu", "r", "s", "t", "v", "w", "x", "y", "z",
              "bl", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "pl", "sh", "sk", "sl", "st", "str", "tr", "th"]
    vowels = ["a", "e", "i", "o", "u", "ai", "ee", "ia", "io", "oo", "ou", "y"]
    ends = ["", "", "", "l", "ll", "m", "n", "r", "rn", "s", "t", "tt", "x", "ng", "ck", "ff", "ium"]
    count = int(rng.integers(1, 4))
    return "".join(pick(rng, onsets) + pick(rng, vowels) for _ in range(count)) + pick(rng, ends)


def language_word(rng: np.random.Generator) -> str:
    """A word of some European or Asian language, in ASCII."""
    return pick(rng, words.EUROPEAN[pick(rng, list(words.EUROPEAN))])


def any_word(rng: np.random.Generator) -> str:
    source = rng.random()
    if source < 0.55:
        return pick(rng, words.ENGLISH)
    if source < 0.75:
        return language_word(rng)
    if source < 0.85:
        return pick(rng, words.SURNAMES)
    return pronounceable(rng)
