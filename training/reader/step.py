"""One step of training both readers on a graphics card, compiled for the shapes of one Size."""

from __future__ import annotations

from concurrent.futures import Executor

import jax
import numpy as np

from training.reader import photograph, together
from training.reader.shelf import Batch, Size


def seen(states: tuple[together.State, ...]) -> tuple[tuple, tuple]:
    """(weights, statistics) of some readers."""
    return tuple(state.weights for state in states), tuple(state.statistics for state in states)


class Step:
    """Photographs a batch's proofs, mixes them with its strips, and finds where both readers should go.

    Args:
        gradients: of ``together.make_gradients``.
        states, plan, key: like those that it will be called with.
    """

    def __init__(self, size: Size, album: photograph.Album, gradients, states, plan: together.Plan, key: jax.Array):
        shapes, self.album = size.shapes(), album
        self.each = size.proofs // photograph.PARTS  # proofs of one part
        some = shapes.proofs.update(shape=(self.each, *shapes.proofs.shape[1:])), shapes.widths.update(shape=(self.each,))
        take = [photograph.photograph.lower(key, *some, album, part) for part in range(photograph.PARTS)]
        mix = together.mix.lower([one.out_info for one in take], shapes.strips, plan.altered, key)
        learn = gradients.lower(*seen(states), mix.out_info, shapes.classes, shapes.widths, plan)
        self.traced = [*take, mix, learn]

    def compile(self, pool: Executor) -> list:
        """Begins to compile; all parts at the same time, for each takes its time. Futures, whose ``result`` to wait for."""
        self.compiled = [pool.submit(one.compile) for one in self.traced]
        return self.compiled

    def __call__(self, states, batch: Batch, plan: together.Plan, key: jax.Array) -> tuple:
        """(gradients of both, statistics of both, losses), see ``together.make_gradients``."""
        *take, mix, learn = (one.result() for one in self.compiled)
        keys = jax.random.split(key, len(take) + 1)
        parts = (slice(k * self.each, (k + 1) * self.each) for k in range(len(take)))
        made = [one(of, batch.proofs[part], batch.widths[part], self.album) for one, of, part in zip(take, keys, parts)]
        strips = mix(made, batch.strips, np.float32(plan.altered), keys[-1])
        return learn(*seen(states), strips, batch.classes, batch.widths, plan)
