"""Running text for designed pages: words, numbers and look-alikes of links.

The words mean nothing together: what matters to the networks is how letters,
spaces and punctuation stand beside links, in many languages' spellings.
"""

from __future__ import annotations

import numpy as np

from training.links import words
from training.links.generate import hard_negative

ENDINGS = [".", ".", ".", ".", "?", "!", ":", ";"]


def word_list(rng: np.random.Generator) -> list[str]:
    """The vocabulary of one page: English more often than any other."""
    if rng.random() < 0.5:
        return list(words.ENGLISH)
    return list(words.EUROPEAN[str(rng.choice(list(words.EUROPEAN)))])


def sentence(rng: np.random.Generator, vocabulary: list[str], look_alikes: float = 0.01) -> str:
    """One sentence of 4 to 18 words; ``look_alikes`` is their share."""
    out: list[str] = []
    for _ in range(int(rng.integers(4, 19))):
        draw = rng.random()
        if draw < look_alikes:
            out.append(hard_negative(rng))
        elif draw < look_alikes + 0.03:
            out.append(str(rng.integers(1, 10 ** int(rng.integers(1, 5)))))
        else:
            word = str(vocabulary[int(rng.integers(len(vocabulary)))])
            if rng.random() < 0.06:
                word = word.capitalize()
            if rng.random() < 0.02:
                word = f"({word})" if rng.random() < 0.5 else f"“{word}”"
            if rng.random() < 0.07:
                word += ","
            out.append(word)
    text = " ".join(out).rstrip(",")
    return text[:1].upper() + text[1:] + str(rng.choice(ENDINGS))


def title(rng: np.random.Generator, vocabulary: list[str]) -> str:
    """A heading of one to six words, now and then in capitals."""
    text = " ".join(str(rng.choice(vocabulary)) for _ in range(int(rng.integers(1, 7))))
    return text.upper() if rng.random() < 0.2 else text.title() if rng.random() < 0.5 else text.capitalize()
