"""Photographs proofs with JAX: what ``training.camera.light`` does, for hundreds of lines at once.

A processor makes some 40 strips a second, a graphics card thousands of steps' worth. What is
random about a camera is drawn anew for every strip; what is slow to draw (blurs, uneven light)
comes from albums that ``training.camera.light`` itself filled. Left out, and left to strips made
one by one: turned letters, fingers, and print that shines through.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import cv2
import jax
import jax.numpy as jnp
import numpy as np

from training.camera import light
from training.reader import tones
from training.reader.dataset import HEIGHT
from training.reader.proofs import FINE, ROOM, ROWS
from training.reader.strip import ABOVE, BELOW

# Heights of the letter h in the picture, px. Between two neighbours lie those of one part of a batch: pictures of like
# sizes share a buffer, and each part is compiled by itself.
HEIGHTS = (8.0, 11.5, 16.5, 23.7, 34.0)
PARTS = len(HEIGHTS) - 1
ALBUM = 1500  # blurs and lights of each kind
LIGHT_SHAPE = (8, 64)  # rows, columns of a light: it changes slowly
# Of the baseline that a strip is cut along, in heights: standard deviations of its offset, slope and curve, each over
# half the strip's length, and of how many in ten are this much worse. Measured on 400 strips.
DRIFT, WORSE, MUCH_WORSE = (0.035, 0.03, 0.025), 0.1, 3.0
LEVELS = 64  # grey values that percentiles are told apart by
# Luminance quantisation of JPEG at quality 50, ITU-T T.81, table K.1; libjpeg scales it for the others.
QUANTA = np.array([
    [16, 11, 10, 16, 24, 40, 51, 61], [12, 12, 14, 19, 26, 58, 60, 55], [14, 13, 16, 24, 40, 57, 69, 56],
    [14, 17, 22, 29, 51, 87, 80, 62], [18, 22, 37, 56, 68, 109, 103, 77], [24, 35, 55, 64, 81, 104, 113, 92],
    [49, 64, 78, 87, 103, 121, 120, 101], [72, 92, 95, 98, 112, 100, 103, 99]], np.float32)


class Album(NamedTuple):
    """What a camera does to light, drawn beforehand."""

    blurs: tuple  # of each part: float32 [ALBUM, size, size], each of sum 1
    black: np.ndarray  # float32 [ALBUM, *LIGHT_SHAPE]: what black becomes
    white: np.ndarray
    noise: np.ndarray  # float32 [ALBUM]: how much of it, as ``light.sensor`` draws it


def blur(rng: np.random.Generator, finest: float, size: int) -> np.ndarray:
    """What ``light.lens`` makes of a point, float32 [size, size]."""
    point = np.zeros((size, size), np.float32)
    point[size // 2, size // 2] = 1.0
    seen = light.lens(rng, point, finest)
    return seen / seen.sum()


def lights(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """What uneven light makes of black and of white along a line: float32 LIGHT_SHAPE each."""
    canvas, state = np.zeros((60, 256), np.float32), rng.bit_generator.state
    pair = []
    for tone in (0.0, 255.0):
        rng.bit_generator.state = state  # the same light on both
        seen = light.uneven_light(rng, canvas + tone)[18:42]
        pair.append(cv2.resize(seen, LIGHT_SHAPE[::-1], interpolation=cv2.INTER_AREA))
    return pair[0], pair[1]


def album(seed: int, count: int = ALBUM) -> Album:
    """Fills an album; always the same for a seed."""
    rng = np.random.default_rng([seed, 17])
    blurs = []
    for low, high in zip(HEIGHTS, HEIGHTS[1:]):
        size = 2 * int(np.ceil(0.4 + 0.13 * high)) + 3
        blurs.append(np.stack([blur(rng, rng.uniform(low, high), size) for _ in range(count)]))
    black, white = zip(*(lights(rng) for _ in range(count)))
    return Album(tuple(blurs), np.stack(black), np.stack(white), rng.gamma(1.5, 2.2, count).astype(np.float32))


def tents(places: jax.Array, count: int, wide: jax.Array | float) -> jax.Array:
    """Weights [batch, len(places), count] of ``count`` px for samples at places, in px, of tents that reach ``wide`` px."""
    away = jnp.abs(places[..., None] - (jnp.arange(count) + 0.5))
    weights = jnp.maximum(0.0, 1.0 - away / wide)
    return weights / jnp.maximum(weights.sum(-1, keepdims=True), 1e-6)


def resized(x: jax.Array, rows: jax.Array, columns: jax.Array, wide: jax.Array) -> jax.Array:
    """Samples [batch, height, width] at rows and columns [batch, number], px."""
    across = tents(columns, x.shape[2], wide)
    x = jnp.einsum("brc,bkc->brk", x, across)
    return jnp.einsum("brk,bqr->bqk", x, tents(rows, x.shape[1], wide))


def spread(x: jax.Array, kernels: jax.Array) -> jax.Array:
    """Each of [batch, height, width] blurred with a kernel of its own, [batch, size, size]."""
    size = kernels.shape[1]
    padded = jnp.pad(x, ((0, 0), (size // 2, size // 2), (size // 2, size // 2)), mode="edge")

    def add(k, total):
        i, j = k // size, k % size
        seen = jax.lax.dynamic_slice(padded, (0, i, j), x.shape)
        return total + jax.lax.dynamic_slice(kernels, (0, i, j), (len(x), 1, 1)) * seen
    # A loop: written out, it is compiled for minutes.
    return jax.lax.fori_loop(0, size * size, add, jnp.zeros_like(x))


def gaussians(sigma: jax.Array, size: int) -> jax.Array:
    """Kernels [batch, size] of sum 1."""
    weights = jnp.exp(-0.5 * ((jnp.arange(size) - size // 2) / sigma.reshape(-1, 1)) ** 2)
    return weights / weights.sum(-1, keepdims=True)


def soft(x: jax.Array, sigma: jax.Array, size: int = 7) -> jax.Array:
    """Gaussian blur, a sigma for each of the batch."""
    kernels, half = gaussians(sigma, size), size // 2
    for axis in (1, 2):
        padded = jnp.pad(x, [(half, half) if a == axis else (0, 0) for a in range(3)], mode="edge")
        x = sum(kernels[:, k, None, None] * jax.lax.slice_in_dim(padded, k, k + x.shape[axis], axis=axis) for k in range(size))
    return x


def jpeg(x: jax.Array, quality: jax.Array) -> jax.Array:
    """Rounds as a JPEG of a quality, 25 to 95, does; height and width are multiples of 8."""
    batch, height, width = x.shape
    k = np.arange(8)
    waves = np.cos(np.pi * (2 * k[None, :] + 1) * k[:, None] / 16) * np.where(k == 0, np.sqrt(1 / 8), 0.5)[:, None]
    scale = jnp.where(quality < 50, 5000 / quality, 200 - 2 * quality).reshape(-1, 1, 1, 1, 1)
    quanta = jnp.clip(jnp.floor((QUANTA[None, None, :, None, :] * scale + 50) / 100), 1, 255)
    blocks = (jnp.round(x.clip(0, 255)) - 128).reshape(batch, height // 8, 8, width // 8, 8)
    found = jnp.einsum("iu,bruck,jk->bricj", waves, blocks, waves)
    found = jnp.round(found / quanta) * quanta
    return jnp.einsum("iu,bricj,jk->bruck", waves, found, waves).reshape(x.shape) + 128


def stretched(lights: jax.Array, shape: tuple[int, int]) -> jax.Array:
    """Lights [..., *LIGHT_SHAPE] over pictures of a shape."""
    down, across = (tents((jnp.arange(size) + 0.5) * count / size, count, 1.0)
                    for size, count in zip(shape, LIGHT_SHAPE))
    return jnp.einsum("...rc,ir,jc->...ij", lights, down, across)


def exposed(key: jax.Array, x: jax.Array, album: Album, blurs: jax.Array) -> jax.Array:
    """``light.expose`` for pictures [batch, height, width], 0 to 255, with these of an album's blurs."""
    keys = iter(jax.random.split(key, 40))
    count = x.shape[0]
    each = lambda low, high: jax.random.uniform(next(keys), (count, 1, 1), minval=low, maxval=high)  # noqa: E731
    some = lambda share: jax.random.uniform(next(keys), (count, 1, 1)) < share  # noqa: E731
    bell = lambda size: size * jax.random.normal(next(keys), (count, 1, 1))  # noqa: E731
    noise = lambda: jax.random.normal(next(keys), x.shape)  # noqa: E731

    x = jnp.where(some(0.12), 255 - x, x)
    low = jnp.where(some(0.7), jnp.abs(bell(28)), each(40, 130))
    high = jnp.maximum(255 - jnp.abs(bell(45)), low + 60)
    x = low + x * (high - low) / 255
    grain = soft(noise(), each(0.7, 2.0))
    grain /= jnp.maximum(jnp.std(grain, (1, 2), keepdims=True), 1e-3)
    x = x + jnp.where(some(0.35), each(2, 9), 0) * grain
    one_of = lambda things: things[jax.random.randint(next(keys), (count,), 0, len(things))]  # noqa: E731
    dark, bright = jnp.moveaxis(stretched(one_of(jnp.stack([album.black, album.white], 1)), x.shape[1:]), 1, 0)
    x = jnp.where(some(0.75), dark + x * (bright - dark) / 255, x)
    x = jnp.where(some(0.5), x * each(0.5, 1.15) + each(-15, 15), x).clip(0, 255)
    x = spread(x, one_of(blurs))
    amount = one_of(album.noise).reshape(-1, 1, 1)
    fine = noise()
    fine = jnp.where(some(0.5), 2 * soft(fine, each(0.4, 1.2)), fine)
    sensed = x + fine * amount * (0.5 + x.clip(0, 255) / 400)
    sensed += jnp.where(some(0.35), each(0.3, 1.5), 0) * (sensed - soft(sensed, each(0.7, 1.6)))
    x = jnp.where(some(0.85), sensed, x)
    quality = jax.random.uniform(next(keys), (count,), minval=25, maxval=96)
    return jnp.round(jnp.where(some(0.7), jpeg(x, quality), x).clip(0, 255))


def percentiles(counts: jax.Array) -> jax.Array:
    """``tones.PERCENTILES`` of how many values lie in each of LEVELS [..., LEVELS]; [..., 3]."""
    below = jnp.cumsum(counts, -1)
    wanted = below[..., -1:] * jnp.asarray(tones.PERCENTILES)
    place = jnp.sum(below[..., None, :] <= wanted[..., :, None], -1).clip(0, LEVELS - 1)
    here = jnp.take_along_axis(counts, place, -1)
    before = jnp.take_along_axis(below, place, -1) - here
    return (place + ((wanted - before) / jnp.maximum(here, 1)).clip(0, 1)) * (256 / LEVELS) - 0.5


def dark_on_light(strips: jax.Array, widths: jax.Array) -> jax.Array:
    """``tones.dark_on_light`` for strips [batch, HEIGHT, width], each of its own width; its percentiles to some grey values."""
    batch, height, width = strips.shape
    block = int(tones.BLOCK * height)
    seen = jnp.arange(width) < widths[:, None]
    level = jnp.where(seen[:, None], jnp.floor(strips * (LEVELS / 256)), -1).astype(jnp.int32)
    level = level.reshape(batch, height, width // block, block)
    counts = jax.lax.map(lambda k: jnp.sum(level == k, (1, 3), dtype=jnp.int32), jnp.arange(LEVELS))
    counts = jnp.moveaxis(counts, 0, -1)
    reach, blocks = tones.REACH, width // block
    around = jnp.pad(counts, ((0, 0), (reach, reach), (0, 0)))
    around = percentiles(sum(around[:, k:k + blocks] for k in range(2 * reach + 1)))
    last = jnp.maximum((widths - 1) // block, 0)[:, None]  # the last block that the strip reaches
    used = jnp.arange(blocks) <= last
    place = ((jnp.arange(width) + 0.5) / block - 0.5).clip(0)[None]
    place = jnp.minimum(place, last)
    before = jnp.minimum(place.astype(jnp.int32), jnp.maximum(last - 1, 0))
    after = jnp.minimum(before + 1, last)
    at = lambda index: jnp.take_along_axis(around, index[..., None], 1)  # noqa: E731
    low, _, high = jnp.moveaxis(at(before) + (place - before)[..., None] * (at(after) - at(before)), -1, 0)
    darkest, _, lightest = percentiles(counts.sum(1)).T
    span = jnp.maximum(jnp.maximum(tones.LEAST_RANGE, tones.LEAST_SHARE * (lightest - darkest))[:, None], high - low)
    middles = jnp.where(used[..., None], jnp.diff(around, axis=-1), 0).sum(1)  # dark to middle, middle to light
    inverted = (middles[:, 0] < middles[:, 1])[:, None, None]
    ink = jnp.where(inverted, strips - low[:, None], high[:, None] - strips) / span[:, None]
    clean = jnp.round(255 * (1 - ink).clip(0, 1))
    return jnp.where(seen[:, None], clean, 255.0)


def cut(key: jax.Array, x: jax.Array, per_strip: jax.Array, width: int, start: jax.Array, top: jax.Array) -> jax.Array:
    """Strips [batch, HEIGHT, width] of pictures, along baselines that drift as found ones do.

    Args:
        per_strip: px of picture to one of strip, [batch, 1].
        start, top: where the strip's first column and a straight strip's first row are, px of picture, [batch, 1].
    """
    count = x.shape[0]
    columns = start + (jnp.arange(width) + 0.5) * per_strip
    x = jnp.einsum("brc,bkc->brk", x, tents(columns, x.shape[2], 1.0))
    worse = jnp.where(jax.random.uniform(key, (count, 1)) < WORSE, MUCH_WORSE, 1.0)
    offset, slope, curve = (worse * size * jax.random.normal(jax.random.fold_in(key, k), (count, 1))
                            for k, size in enumerate(DRIFT))
    along = jnp.linspace(-1, 1, width)[None]
    drift = (offset + slope * along + curve * along**2) * HEIGHT / (ABOVE + BELOW)  # px of strip
    drift = drift.clip(1 - ROOM / FINE, ROOM / FINE - 1)
    rows = top[..., None] + (jnp.arange(HEIGHT)[:, None] + 0.5 + drift[:, None]) * per_strip[..., None] - 0.5
    rows = rows.clip(0, x.shape[1] - 1.001)
    first = jnp.floor(rows).astype(jnp.int32)
    upper, lower = jnp.take_along_axis(x, first, 1), jnp.take_along_axis(x, first + 1, 1)
    return jnp.round(upper + (rows - first) * (lower - upper))


@partial(jax.jit, static_argnames="part")
def photograph(key: jax.Array, proofs: jax.Array, widths: jax.Array, album: Album, part: int) -> jax.Array:
    """Makes strips of proofs.

    Args:
        proofs: uint8 [batch, ROWS, FINE * width], white to the right of narrower ones; width a multiple of 16.
        widths: int32 [batch], px of strip.
        part: number of the heights that letters have in the picture, below PARTS.

    Returns:
        float32 [batch, HEIGHT, width], whole numbers 0 to 255.
    """
    count, _, columns = proofs.shape
    low, high = HEIGHTS[part:part + 2]
    width = int(columns / FINE)
    usual = HEIGHT / (ABOVE + BELOW)  # px of strip to a height
    keys = jax.random.split(key, 5)
    per_strip = jnp.exp(jax.random.uniform(keys[0], (count, 1), minval=np.log(low), maxval=np.log(high))) / usual
    eighths = lambda size: 8 * int(np.ceil(size * high / usual / 8) + 1)  # noqa: E731
    per_proof = per_strip / FINE
    # The picture's first px lies anywhere before the proof's: where JPEG's blocks begin is chance.
    left, top = (jax.random.uniform(k, (count, 1), maxval=7.0) for k in keys[1:3])
    rows = (jnp.arange(eighths(ROWS / FINE)) + 0.5 - top) / per_proof
    across = (jnp.arange(eighths(width)) + 0.5 - left) / per_proof
    wide = jnp.maximum(1.0, 1 / per_proof)[..., None]
    x = resized(proofs.astype(jnp.float32), rows.clip(0, ROWS), across.clip(0, columns), wide)
    x = exposed(keys[3], x, album, album.blurs[part])
    strips = cut(keys[4], x, per_strip, width, left, top + ROOM * per_proof)
    return dark_on_light(strips, widths)
