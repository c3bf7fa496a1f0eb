"""Learning from trained detectors beside the truth.

They know which places are hard to tell, which the truth does not, and what can be seen of a line that bends.

Hinton et al., "Distilling the Knowledge in a Neural Network", 2015.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from training.detector import maps

Batch = tuple[np.ndarray, np.ndarray]  # pictures and their truth, as ``dataset.batch`` makes them


def said_by(*sources: Path) -> Callable[[np.ndarray], np.ndarray]:
    """What trained detectors say of pictures [batch, height, width, 1]: the mean of their maps [batch, rows, cols, CHANNELS]."""
    import tensorflow as tf

    from training.detector.model import fold, load

    models = [fold(load(source)) for source in sources]
    run = tf.function(lambda x: tf.add_n([model(x) for model in models]) / len(models), reduce_retracing=True)
    return lambda pictures: np.asarray(run(tf.constant(pictures, tf.float32)))


def taught(truth: np.ndarray, said: np.ndarray) -> np.ndarray:
    """The truth, moved half way to what a teacher says.

    Args:
        truth: float32 [..., 2 * CHANNELS], targets then weights; weights stay.
        said: float32 [..., CHANNELS], raw maps.
    """
    truth, said = truth.copy(), said.copy()
    said[..., :maps.BASELINE] = 1 / (1 + np.exp(-said[..., :maps.BASELINE]))
    truth[..., :maps.CHANNELS] = (truth[..., :maps.CHANNELS] + said) / 2
    return truth


def with_teachers(batches: Iterator[Batch], sources: tuple[Path, ...]) -> Iterator[Batch]:
    """Batches as they are, or with truth that was ``taught`` by all of these together."""
    if not sources:
        yield from batches
        return
    say = said_by(*sources)
    for pictures, truths in batches:
        yield pictures, taught(truths, say(pictures))
