"""What JAX makes of both readers, for test_together.py: Keras takes one backend a process.

    KERAS_BACKEND=jax python -m tests.unit.train_with_jax OUT.json
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import jax
import keras
import numpy as np

from training.muon import ConvolutionMuon
from training.reader import model, photograph, together
from training.reader.charset import to_classes
from training.reader.shelf import Batch, Size
from training.reader.step import Step
from training.reader.train_gpu import COMMITTED, plan_at

WIDTH = 48


def strips(count: int) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, (count, 32, WIDTH), np.uint8)


def logits() -> list:
    """Of the committed quick reader."""
    return np.asarray(model.load(COMMITTED)(strips(2)[..., None].astype(np.float32), training=False)).tolist()


def moved() -> list[float]:
    """How far a Reader's weights are from those by ``ConvolutionMuon`` after three steps, and how far they came; means."""
    net = model.build(model.Shape((4, 6, 8, 12), (1, 1, 1, 1)))
    reader = together.Reader(net)
    state, theirs = reader.state(), ConvolutionMuon(1e-3, outputs=["logits"], clipnorm=None)
    theirs.build(net.trainable_variables)
    weights, kept, rng = list(state.weights), [v.value for v in theirs.variables], np.random.default_rng(0)
    for _ in range(3):
        gradients = [jax.numpy.asarray(rng.normal(size=w.shape) * 0.01, "float32") for w in weights]
        weights, kept = theirs.stateless_apply(kept, gradients, weights)
        state = reader.move(state, gradients, state.statistics, jax.numpy.float32(1e-3), jax.numpy.float32(0.5))
    apart = lambda ours: float(abs(together.flat(weights) - together.flat(ours)).mean())  # noqa: E731
    return [apart(state.weights), apart(reader.state().weights)]


def losses() -> list[list[float]]:
    """Of [quick, careful, told quick, told careful] on one batch that is learned by heart."""
    keras.utils.set_random_seed(0)
    tiny = model.Shape((4, 6, 8, 12), (1, 1, 1, 1)), model.Shape((6, 8, 12, 16), (1, 1, 1, 2))
    readers = [together.Reader(model.build(shape)) for shape in tiny]
    gradients, move = together.make_gradients(*readers), together.make_move(*readers)
    states = tuple(reader.state() for reader in readers)
    classes = np.array([to_classes("ab"), to_classes("cd")] * 2, np.int32)
    widths = np.full(4, WIDTH, np.int32)
    reports = []
    for number in range(200):
        plan = together.Plan(**{name: np.float32(value) for name, value in plan_at(0.5).items()})
        found, statistics, report = gradients([s.weights for s in states], [s.statistics for s in states],
                                              strips(4)[..., None].astype(np.float32), classes, widths, plan)
        states = move(states, list(found), list(statistics), plan)
        reports.append(np.asarray(report).tolist())
    return reports


def stepped() -> list[float]:
    """Losses of one Step on proofs and strips."""
    size = Size(WIDTH, 4, 8, 2)
    readers = [together.Reader(model.build(model.Shape((4, 6, 8, 12), (1, 1, 1, 1)))) for _ in range(2)]
    states, key = tuple(reader.state() for reader in readers), jax.random.key(0)
    plan = together.Plan(**{name: np.float32(value) for name, value in plan_at(0.5).items()})
    step = Step(size, photograph.album(0, 10), together.make_gradients(*readers), states, plan, key)
    with ThreadPoolExecutor() as pool:
        step.compile(pool)
        classes = np.array([[*to_classes("ab"), -1, -1]] * 10, np.int32)
        batch = Batch(np.full(size.shapes().proofs.shape, 255, np.uint8), strips(2), classes, np.full(10, WIDTH, np.int32))
        _, _, losses = step(states, batch, plan, key)
    return np.asarray(losses).tolist()


def alterations() -> list[float]:
    """Of an altered picture's values: the least, the most, and the share of strips that none of it changed."""
    picture = strips(64).astype(np.float32)
    changed = np.asarray(together.altered(jax.random.key(1), picture, np.float32(0.5)))
    return [float(changed.min()), float(changed.max()), float((changed == picture).all((1, 2)).mean())]


def divergences() -> list[float]:
    """Of equal logits, of others, and of those with half of their steps beyond the strip's end."""
    rng = np.random.default_rng(7)
    a, b, seen = rng.normal(size=(1, 8, 5)), rng.normal(size=(1, 8, 5)), np.ones((1, 8))
    half = seen * (np.arange(8) < 4)
    return [float(together.divergence(*map(jax.numpy.asarray, given))[0]) for given in ((a, a, seen), (a, b, seen), (a, b, half))]


if __name__ == "__main__":
    with open(sys.argv[1], "w") as out:
        json.dump({"strips": strips(2).tolist(), "logits": logits(), "moved": moved(), "losses": losses(), "stepped": stepped(),
                   "altered": alterations(), "divergence": divergences()}, out)
