"""Convolutions as sums over their taps, as JAX computes them, against the library's own."""

import numpy as np
import pytest


@pytest.mark.parametrize(("kind", "filters", "kernel", "strides", "padding", "channels"), [
    ("Conv2D", 5, (1, 1), (1, 1), "same", 3),
    ("Conv2D", 5, (3, 3), (2, 2), "same", 1),
    ("Conv2D", 5, (4, 1), (1, 1), "valid", 3),
    ("DepthwiseConv2D", None, (3, 3), (1, 1), "same", 4),
    ("DepthwiseConv2D", None, (1, 9), (1, 1), "same", 4),
])
def test_both_ways_give_the_same(kind, filters, kernel, strides, padding, channels):
    from training import convolution

    layer = getattr(convolution, kind)(*([filters] if filters else []), kernel, strides=strides, padding=padding,
                                       bias_initializer="random_normal")
    inputs = np.random.default_rng(1).normal(size=(2, 4, 14, channels)).astype(np.float32)
    expected = np.asarray(layer(inputs))
    assert np.asarray(layer.by_taps(inputs)) == pytest.approx(expected, abs=1e-5)
