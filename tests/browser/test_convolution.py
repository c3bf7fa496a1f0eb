"""Our own convolutions, and TensorFlow.js's where the browser lacks what ours need, against plain sums."""

import math

import numpy as np
import pytest

FOLDER = "node_modules/@tensorflow/tfjs-backend-wasm/dist/"
# (kind, x's shape, filter's shape, stride, padding, activation)
CASES = [
    ("plain", (1, 5, 7, 8), (1, 1, 8, 24), 1, "same", "relu"),
    ("plain", (1, 1, 64, 192), (1, 1, 192, 97), 1, "same", "linear"),  # a last strip of one column, and of some rows
    ("plain", (1, 4, 40, 80), (4, 1, 80, 192), 1, "valid", "relu"),  # all rows at once
    ("plain", (1, 4, 40, 8), (3, 1, 8, 8), 1, "valid", "linear"),  # not all of them
    ("plain", (1, 12, 28, 1), (4, 4, 1, 24), 4, "same", "relu"),  # windows side by side
    ("plain", (1, 12, 30, 1), (4, 4, 1, 24), 4, "same", "relu"),  # and beyond the edge
    ("plain", (1, 8, 8, 8), (1, 1, 8, 8), 2, "same", "linear"),
    ("plain", (1, 1, 3, 8), (1, 1, 8, 8), 1, "same", "linear"),  # too few rows
    ("plain", (1, 6, 6, 7), (1, 1, 7, 8), 1, "same", "linear"),
    ("plain", (1, 12, 16, 1), (3, 3, 1, 24), 2, "same", "linear"),
    ("depthwise", (1, 6, 21, 24), (5, 5, 24, 1), 1, "same", None),
    ("depthwise", (1, 9, 30, 16), (5, 5, 16, 1), 2, "same", None),
    ("depthwise", (1, 3, 40, 8), (5, 5, 8, 1), 2, "same", None),  # more rows than there are
    ("depthwise", (1, 4, 10, 80), (3, 3, 80, 1), 1, "same", None),
    ("depthwise", (1, 1, 33, 192), (1, 9, 192, 1), 1, "same", None),
    ("depthwise", (1, 8, 20, 8), (3, 3, 8, 1), 1, "valid", None),
    ("depthwise", (1, 8, 9, 8), (3, 3, 8, 1), 1, "same", None),  # too narrow
    ("depthwise", (1, 8, 20, 6), (3, 3, 6, 1), 1, "same", None),
]


@pytest.fixture(scope="module")
def tensors():
    """(x, filter, bias) of every case."""
    rng = np.random.default_rng(0)
    return [[rng.normal(size=shape).astype(np.float32) for shape in (x, kernel, kernel[-1:])] for _, x, kernel, *_ in CASES]


def padded(x: np.ndarray, kernel: tuple, stride: int, padding: str) -> np.ndarray:
    """TensorFlow's padding: the odd pixel goes to the right and below."""
    if padding == "valid":
        return x
    needed = [max(0, (math.ceil(size / stride) - 1) * stride + k - size) for size, k in zip(x.shape[1:3], kernel)]
    return np.pad(x, [(0, 0), *((n // 2, n - n // 2) for n in needed), (0, 0)])


def expected(kind, stride, padding, activation, x, kernel, bias) -> np.ndarray:
    x = padded(x.astype(float), kernel.shape, stride, padding)
    rows, cols = kernel.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(x, (rows, cols), (1, 2))[:, ::stride, ::stride]  # …, channel, row, col
    if kind == "depthwise":
        return np.einsum("byxcij,ijc->byxc", windows, kernel[..., 0])
    out = np.einsum("byxcij,ijco->byxo", windows, kernel) + bias
    return np.maximum(out, 0) if activation == "relu" else out


def convolve(page, modules, tensors, relaxed: bool) -> list[np.ndarray]:
    given = [{name: {"values": values.ravel().tolist(), "shape": values.shape} for name, values in zip(("x", "filter", "bias"), case)}
             | {"kind": kind, "strides": stride, "pad": padding, "activation": activation}
             for case, (kind, _, _, stride, padding, activation) in zip(tensors, CASES)]
    found = modules.run(page, "(m, work) => m.convolve(work)", "/tests/browser/convolutions.js",
                        {"folder": modules.url + FOLDER, "relaxed": relaxed, "cases": given})
    return [np.array(one["values"]).reshape(one["shape"]) for one in found]


@pytest.mark.parametrize("relaxed", [True, False])
def test_convolutions_are_what_they_should_be(page, modules, tensors, relaxed):
    for case, found, (x, kernel, bias) in zip(CASES, convolve(page, modules, tensors, relaxed), tensors):
        kind, _, _, stride, padding, activation = case
        right = expected(kind, stride, padding, activation, x, kernel, bias)
        assert found.shape == right.shape, case
        assert found == pytest.approx(right, abs=1e-4), case


def test_ours_are_at_work_where_they_can_be(page, new_context, modules, tensors):
    """Numbers are multiplied and added at once, so the last bits differ from TensorFlow.js's."""
    ours = convolve(page, modules, tensors, True)
    theirs = convolve(new_context().new_page(), modules, tensors, False)
    assert [bool((one != other).any()) for one, other in zip(ours, theirs)] == [
        True, True, True, False, True, False, False, False, False, False, True, True, True, True, True, True, False, False]
