"""Convolutions that train fast on a graphics card with JAX.

Ours are mostly 1 × 1 or depthwise. XLA hands every one of them, and both of its
gradients, to a library that first tries out a dozen ways, for minutes in all, and is slow at depthwise ones.
As sums over the kernel's taps they are plain products, and XLA makes one kernel of several.
"""

from __future__ import annotations

import keras
from keras import layers, ops


def _moved(inputs, kernel_size: tuple[int, int], strides: tuple[int, int], padding: str):
    """Yields (row, column, inputs as that tap of a convolution sees them)."""
    spans = []
    for size, taps, stride in zip(inputs.shape[1:3], kernel_size, strides):
        count = -(-size // stride) if padding == "same" else (size - taps) // stride + 1
        lacking = max((count - 1) * stride + taps - size, 0)
        spans.append((count, lacking))
    (rows, above), (columns, beside) = spans
    padded = ops.pad(inputs, [[0, 0], *[[lacking // 2, lacking - lacking // 2] for lacking in (above, beside)], [0, 0]])
    for row in range(kernel_size[0]):
        for column in range(kernel_size[1]):
            yield row, column, padded[:, row:row + (rows - 1) * strides[0] + 1:strides[0],
                                      column:column + (columns - 1) * strides[1] + 1:strides[1]]


class _Taps:
    """What both have in common: another way to compute the same in JAX."""

    def call(self, inputs):
        return self.by_taps(inputs) if keras.backend.backend() == "jax" else super().call(inputs)

    def by_taps(self, inputs):
        """The same as the sum over the kernel's taps."""
        kernel = ops.cast(self.kernel, inputs.dtype)
        parts = _moved(inputs, self.kernel_size, self.strides, self.padding)
        total = sum(self._tap(part, kernel[row, column]) for row, column, part in parts)
        return total + ops.cast(self.bias, inputs.dtype) if self.use_bias else total


@keras.saving.register_keras_serializable("links_detector")
class DepthwiseConv2D(_Taps, layers.DepthwiseConv2D):
    """``keras.layers.DepthwiseConv2D``; same variables, same result."""

    @staticmethod
    def _tap(part, kernel):
        return part * kernel[:, 0]


@keras.saving.register_keras_serializable("links_detector")
class Conv2D(_Taps, layers.Conv2D):
    """``keras.layers.Conv2D``; same variables, same result."""

    @staticmethod
    def _tap(part, kernel):
        return part * kernel[0] if kernel.shape[0] == 1 else ops.matmul(part, kernel)
