"""The language model: a small network that says from twelve characters how likely each next one is.

Bengio et al., "A Neural Probabilistic Language Model", 2003: each character has a vector; those of the last CONTEXT
go through two hidden layers. It is so small that the browser computes it without any library
(``web_src/scan/language.js``).
"""

from __future__ import annotations

import keras
import numpy as np
from keras import layers

from training.reader.charset import BLANK, INDEX

CONTEXT = 12  # characters
CHARACTERS = BLANK  # the reader's classes but for CTC's blank
BEFORE = INDEX[" "]  # what stands before a text
VECTOR, HIDDEN = 24, (192, 96)


def build() -> keras.Model:
    """Input: classes, int32 [batch, length], CONTEXT of them before the first that is asked for.

    Output: logits of what follows, float32 [batch, length - CONTEXT + 1, CHARACTERS].
    """
    text = keras.Input((None,), dtype="int32", name="text")
    x = layers.Embedding(CHARACTERS, VECTOR, name="vectors")(text)
    x = layers.Conv1D(HIDDEN[0], CONTEXT, activation="relu", name="context")(x)
    x = layers.Dense(HIDDEN[1], activation="relu", name="hidden")(x)
    return keras.Model(text, layers.Dense(CHARACTERS, name="next")(x), name="language")


def padded(texts: list[list[int]]) -> np.ndarray:
    """Texts of classes as int32 [texts, CONTEXT + longest], BEFORE on their left and -1 on their right."""
    longest = max(map(len, texts))
    rows = np.full((len(texts), CONTEXT + longest), -1, np.int32)
    rows[:, :CONTEXT] = BEFORE
    for row, text in zip(rows, texts):
        row[CONTEXT:CONTEXT + len(text)] = text
    return rows


def log_probabilities(model: keras.Model, texts: list[list[int]]) -> list[np.ndarray]:
    """Natural logarithm of each character's probability after those before it, float32 [length] for each text."""
    rows = padded(texts)
    logits = np.asarray(model(np.maximum(rows[:, :-1], 0), training=False), np.float64)
    logits -= np.log(np.exp(logits - logits.max(-1, keepdims=True)).sum(-1, keepdims=True)) + logits.max(-1, keepdims=True)
    known = np.take_along_axis(logits, np.maximum(rows[:, CONTEXT:], 0)[..., None], -1)[..., 0]
    return [row[: len(text)].astype(np.float32) for row, text in zip(known, texts)]
