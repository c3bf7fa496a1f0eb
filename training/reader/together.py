"""One step of training two readers at once with JAX, each with the other as a teacher.

The careful reader is larger and, where no weights are given, new: to begin with it then learns what the quick one sees
in every time step, which spares it the long search for where letters stand. Once it
knows better, the quick one learns from it. Both learn from the truth all along.

Hinton et al., "Distilling the Knowledge in a Neural Network", 2015; its temperature is 1 here.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax

from training.reader.dataset import STEP

SOFTEST, NOISIEST, TONES, MOVED = 0.5, 10.0, 0.25, 0.8  # what a strip used again differs by, at most
NEVER = -1e4  # a logit
MOMENTUM, NEWTON_SCHULZ, ROUNDS, SCALE = 0.95, (3.4445, -4.7750, 2.0315), 5, 0.2  # Muon's
BETAS, LEAST, DECAY, LONGEST_STEP = (0.9, 0.999), 1e-7, 1e-4, 5.0


class State(NamedTuple):
    """Of one reader."""

    weights: list  # arrays in the order of its variables
    statistics: list  # of normalisation, likewise
    momentum: jax.Array  # float32 [kernels that mix channels, most inputs, most outputs]
    moments: jax.Array  # float32 [2, number of all other weights]
    steps: jax.Array
    mean: jax.Array  # of all weights and statistics over the last steps, one after the other


class Plan(NamedTuple):
    """What changes as training goes on; all are numbers."""

    quick_rate: float
    careful_rate: float
    careful_listens: float  # how much the careful reader learns from the quick one, beside the truth
    quick_listens: float
    altered: float  # share of strips, not of proofs, that are altered
    remembered: float  # share of the mean that a step leaves


def flat(values: list) -> jax.Array:
    """All values of some arrays, one after the other."""
    return jnp.concatenate([jnp.ravel(value) for value in values])


def like(vector: jax.Array, arrays: list) -> list:
    """``flat`` undone, with arrays of these shapes."""
    ends = np.cumsum([0, *(np.prod(array.shape, dtype=int) for array in arrays)])
    return [vector[a:b].reshape(array.shape) for a, b, array in zip(ends, ends[1:], arrays)]


def orthogonal(stack: jax.Array) -> jax.Array:
    """The nearest orthogonal matrices [kernels, inputs, outputs], nearly; zeros around a smaller one stay."""
    a, b, c = NEWTON_SCHULZ
    x = stack / (jnp.linalg.norm(stack, axis=(1, 2), keepdims=True) + LEAST)

    def better(_, x):
        square = jnp.swapaxes(x, 1, 2) @ x
        return a * x + x @ (b * square + c * square @ square)
    return jax.lax.fori_loop(0, ROUNDS, better, x)


class Reader:
    """A model as a function of a State, and how it learns: ``training.muon``, all kernels at once.

    Hundreds of small arrays would be thousands of small kernels to compile and to start.
    """

    def __init__(self, model: keras.Model):
        self.model = model
        self.mixing = [len(v.shape) == 4 and min(v.shape[2:]) > 1 and "logits" not in v.path for v in model.trainable_variables]
        shapes = [v.shape for v, mixes in zip(model.trainable_variables, self.mixing) if mixes]
        self.room = max(int(np.prod(shape[:3])) for shape in shapes), max(shape[3] for shape in shapes)

    def _split(self, arrays: list) -> tuple[list, list]:
        """(kernels that mix channels, all others)."""
        return ([array for array, mixes in zip(arrays, self.mixing) if mixes],
                [array for array, mixes in zip(arrays, self.mixing) if not mixes])

    def _stack(self, kernels: list) -> jax.Array:
        """Kernels as matrices of one size, with zeros around smaller ones."""
        matrices = [kernel.reshape(-1, kernel.shape[-1]) for kernel in kernels]
        return jnp.stack([jnp.pad(m, ((0, self.room[0] - m.shape[0]), (0, self.room[1] - m.shape[1]))) for m in matrices])

    def state(self) -> State:
        """As the model's variables are now."""
        values = lambda variables: [jnp.array(variable.value) for variable in variables]  # noqa: E731
        weights, statistics = values(self.model.trainable_variables), values(self.model.non_trainable_variables)
        kernels, others = self._split(weights)
        return State(weights, statistics, jnp.zeros((len(kernels), *self.room)), jnp.zeros((2, flat(others).size)),
                     jnp.zeros(()), flat(weights + statistics))

    def see(self, weights: list, statistics: list, strips: jax.Array) -> tuple[jax.Array, list]:
        """(logits float32 [batch, steps, classes], new statistics)."""
        logits, statistics = self.model.stateless_call(weights, statistics, strips, training=True)
        return logits[:, 0].astype(jnp.float32), statistics

    def move(self, state: State, gradients: list, statistics: list, rate: jax.Array, remembered: jax.Array) -> State:
        """The state one step later."""
        (kernels, others), (of_kernels, of_others) = self._split(state.weights), self._split(gradients)
        stack, vector = self._stack(of_kernels), flat(of_others)
        length = jnp.sqrt(jnp.sum(stack**2) + jnp.sum(vector**2))
        shorter = jnp.minimum(1.0, LONGEST_STEP / (length + LEAST))
        stack, vector = stack * shorter, vector * shorter
        momentum = MOMENTUM * state.momentum + stack
        turned = orthogonal(stack + MOMENTUM * momentum)
        moved = []
        for kernel, step in zip(kernels, turned):
            inputs, outputs = int(np.prod(kernel.shape[:3])), kernel.shape[3]
            step = step[:inputs, :outputs].reshape(kernel.shape) * (SCALE * max(inputs, outputs) ** 0.5)
            moved.append(kernel * (1 - rate * DECAY) - rate * step)
        steps = state.steps + 1
        first = BETAS[0] * state.moments[0] + (1 - BETAS[0]) * vector
        second = BETAS[1] * state.moments[1] + (1 - BETAS[1]) * vector**2
        step = first / (1 - BETAS[0] ** steps) / (jnp.sqrt(second / (1 - BETAS[1] ** steps)) + LEAST)
        changed = like(flat(others) * (1 - rate * DECAY) - rate * step, others)
        left, right = iter(moved), iter(changed)
        weights = [next(left) if mixes else next(right) for mixes in self.mixing]
        mean = remembered * state.mean + (1 - remembered) * flat([*weights, *statistics])
        return State(weights, list(statistics), momentum, jnp.stack([first, second]), steps, mean)

    def assign(self, values: list) -> None:
        """Gives the model these weights and statistics, for saving."""
        for variable, value in zip([*self.model.trainable_variables, *self.model.non_trainable_variables], values):
            variable.assign(value)

    def mean(self, state: State) -> list:
        """Weights and statistics, averaged over the last steps."""
        return like(state.mean, [*state.weights, *state.statistics])


def altered(key: jax.Array, strips: jax.Array, share: jax.Array) -> jax.Array:
    """Strips [batch, rows, columns] 0 to 255, a share of them softer, noisier, paler and moved up or down a little."""
    keys = jax.random.split(key, 6)
    count = strips.shape[0]
    each = lambda key, low, high: jax.random.uniform(key, (count, 1, 1), minval=low, maxval=high)  # noqa: E731
    ink = 255.0 - strips
    move = each(keys[0], -MOVED, MOVED)
    up, down = jnp.pad(ink[:, 1:], ((0, 0), (0, 1), (0, 0))), jnp.pad(ink[:, :-1], ((0, 0), (1, 0), (0, 0)))
    x = ink * (1 - jnp.abs(move)) + jnp.where(move > 0, up, down) * jnp.abs(move)
    soft = each(keys[1], -SOFTEST, SOFTEST).clip(0)
    beside = jnp.pad(x, ((0, 0), (0, 0), (1, 1)))
    x = x * (1 - soft) + soft / 2 * (beside[:, :, 2:] + beside[:, :, :-2])
    x = x * each(keys[2], 1 - TONES, 1 + TONES)
    x = x + each(keys[3], -NOISIEST, NOISIEST).clip(0) * jax.random.normal(keys[4], strips.shape)
    changed = 255.0 - jnp.round(x.clip(0, 255))
    return jnp.where(jax.random.uniform(keys[5], (count, 1, 1)) < share, changed, strips)


@jax.jit
def mix(photographed: list[jax.Array], strips: jax.Array, share: jax.Array, key: jax.Array) -> jax.Array:
    """A batch, float32 [batch, HEIGHT, width, 1]: what ``photograph`` made, and strips, a share of them altered."""
    return jnp.concatenate([*photographed, altered(key, strips.astype(jnp.float32), share)])[..., None]


def shared(logits: jax.Array, count: int) -> jax.Array:
    """Log-probabilities [..., count] of the classes of a reader that tells no more apart (``charset.narrowed``)."""
    known = jax.nn.log_softmax(logits)
    other = jax.nn.logsumexp(known[..., count - 2:-1], -1, keepdims=True)
    return jnp.concatenate([known[..., :count - 2], other, known[..., -1:]], -1)


def widened(logits: jax.Array, count: int) -> jax.Array:
    """Logits [..., count] that hold the classes that a reader does not have impossible; the blank stays the last."""
    more = jnp.full((*logits.shape[:-1], count - logits.shape[-1]), NEVER)
    return jnp.concatenate([logits[..., :-1], more, logits[..., -1:]], -1)


def divergence(teacher: jax.Array, pupil: jax.Array, seen: jax.Array) -> jax.Array:
    """Kullback-Leibler divergence of logits [batch, steps, classes], summed over the steps seen; [batch].

    In the classes that both tell apart.
    """
    count = min(teacher.shape[-1], pupil.shape[-1])
    told, learned = shared(jax.lax.stop_gradient(teacher), count), shared(pupil, count)
    return (jnp.sum(jnp.exp(told) * (told - learned), -1) * seen).sum(-1)


def make_gradients(quick: Reader, careful: Reader):
    """A function to compile for each width: (weights of both, statistics of both, strips, classes, widths, Plan)
    → (gradients of both, statistics of both, [loss of each, what each was told])."""

    def losses(weights, statistics, strips, classes, widths, plan: Plan):
        seen_quick, statistics_quick = quick.see(weights[0], statistics[0], strips)
        seen_careful, statistics_careful = careful.see(weights[1], statistics[1], strips)
        seen = (jnp.arange(seen_quick.shape[1]) < (widths // STEP)[:, None]).astype(jnp.float32)
        absent = (classes < 0).astype(jnp.float32)
        # By character, so that long strips do not outweigh short ones.
        characters = jnp.maximum(1.0, (1 - absent).sum(-1))
        labels = jnp.maximum(classes, 0)
        twice = lambda x: jnp.concatenate([x, x])  # noqa: E731  one loop over the steps for both
        count = seen_careful.shape[-1]
        ctc = optax.ctc_loss(jnp.concatenate([widened(seen_quick, count), seen_careful]), twice(1 - seen),
                             jnp.concatenate([jnp.minimum(labels, seen_quick.shape[-1] - 2), labels]), twice(absent),
                             blank_id=count - 1)
        mean = lambda x: jnp.mean(x / characters)  # noqa: E731
        of_quick, of_careful = mean(ctc[:len(strips)]), mean(ctc[len(strips):])
        told_quick = mean(divergence(seen_careful, seen_quick, seen))
        told_careful = mean(divergence(seen_quick, seen_careful, seen))
        total = of_quick + of_careful + plan.quick_listens * told_quick + plan.careful_listens * told_careful
        return total, ((statistics_quick, statistics_careful), jnp.stack([of_quick, of_careful, told_quick, told_careful]))

    def gradients(weights, statistics, strips, classes, widths, plan: Plan):
        found, (statistics, report) = jax.grad(losses, has_aux=True)(weights, statistics, strips, classes, widths, plan)
        return found, statistics, report
    return jax.jit(gradients)


def make_move(quick: Reader, careful: Reader):
    """A function (States, gradients, statistics, Plan) → States; the States given are used up."""

    def move(states, gradients, statistics, plan: Plan):
        rates = plan.quick_rate, plan.careful_rate
        return tuple(reader.move(state, gradient, seen, rate, plan.remembered) for reader, state, gradient, seen, rate
                     in zip((quick, careful), states, gradients, statistics, rates))
    return jax.jit(move, donate_argnums=0)
