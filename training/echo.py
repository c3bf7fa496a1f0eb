"""Data echoing: use each batch more than once, where making one costs as much as learning from it.

Choi et al., "Faster Neural Network Training with Data Echoing", 2019.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TypeVar

Batch = TypeVar("Batch")
HELD = 48  # uses put off: the same one should not come twice in a row


def echo(fresh: Iterator[Batch], times: int, seed: int = 0) -> Iterator[Batch]:
    """Yields every batch ``times`` times, the later times in random order among others."""
    chance = random.Random(seed)
    held: list[Batch] = []
    for batch in fresh:
        yield batch
        held += [batch] * (times - 1)
        for _ in range(times - 1 if len(held) > HELD else 0):
            yield held.pop(chance.randrange(len(held)))
