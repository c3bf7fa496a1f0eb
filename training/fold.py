"""Batch normalisation folded into the convolutions before it: the same function in fewer steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import keras
import numpy as np

#: A trained kernel → the kernel that takes its input as it comes, and what that leaves out, one value a channel.
TakeInput = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def fold_into(light: keras.Model, model: keras.Model, inputs: Mapping[str, TakeInput] = {}) -> keras.Model:
    """Fills ``light``, the network without normalisation, with the weights of the trained ``model``; returns it.

    Layers are told by their names: ``X_norm`` goes into the kernel and bias of
    ``X_pointwise``, the bias of ``X_depthwise`` through that kernel into that bias. All
    other layers are copied.

    Args:
        inputs: by ``X``, how to fold the normalisation of the input into the first kernel.
    """
    for layer in light.layers:
        if not layer.get_weights():
            continue
        trained = model.get_layer(layer.name).get_weights()
        stem, _, part = layer.name.rpartition("_")
        if part == "depthwise":
            trained = trained[:1]
        elif part == "pointwise":
            trained = _folded(model, stem, trained[0], inputs.get(stem))
        layer.set_weights(trained)
    return light


def _folded(model: keras.Model, stem: str, kernel: np.ndarray, take_input: TakeInput | None) -> list[np.ndarray]:
    """[kernel, bias] of a convolution with the normalisation behind it, and the bias before it."""
    norm = model.get_layer(f"{stem}_norm")
    gamma, beta, mean, variance = norm.get_weights()
    scale = gamma / np.sqrt(variance + norm.epsilon)
    before = np.zeros(kernel.shape[3], np.float32)
    depthwise = next((layer for layer in model.layers if layer.name == f"{stem}_depthwise"), None)
    if take_input:
        kernel, before = take_input(kernel)
    elif depthwise:
        before = depthwise.get_weights()[1] @ kernel[0, 0]
    return [kernel * scale, (before - mean) * scale + beta]
