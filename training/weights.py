"""Trained weights in a file, and the network that they are of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import h5py
import keras

Shape = TypeVar("Shape")


def load(path: Path, telling: Mapping[tuple[int, ...], Shape], build: Callable[[Shape], keras.Model], what: str) -> keras.Model:
    """The network in a .keras or .weights.h5 file, built in the shape that its weights have.

    Args:
        telling: what size of kernel is found in a network of which shape alone.
        build: makes a network of a shape.
        what: the networks' name, for the error.

    Raises:
        ValueError: if they are no such network's weights.
        OSError: if it is no such file.
    """
    if path.suffix == ".keras":
        trained = keras.models.load_model(path, compile=False)
        found = [tuple(weight.shape) for weight in trained.weights]
    else:
        found = []
        with h5py.File(path) as file:
            file.visititems(lambda _, item: found.append(getattr(item, "shape", ())))
    shape = next((shape for size, shape in telling.items() if size in found), None)
    if shape is None:
        raise ValueError(f"{path} holds weights of no {what}")
    model = build(shape)
    if path.suffix == ".keras":
        model.set_weights(trained.get_weights())
    else:
        model.load_weights(path)
    return model
