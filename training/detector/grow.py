"""A larger detector that begins as the same function as a smaller one.

    python -m training.detector.grow --out runs/large.weights.h5

Channels are doubled up, with what reads them shared among the copies; blocks that the smaller
one lacks begin with nothing to add. So nothing that it learned has to be learned again.

Chen et al., "Net2Net: Accelerating Learning via Knowledge Transfer", 2016.
"""

from __future__ import annotations

from pathlib import Path

import click
import keras
import numpy as np

from training.detector.model import LARGE, Shape, build, load, shape_of

COMMITTED = Path(__file__).parents[2] / "model_export" / "detector" / "detector.weights.h5"
NOISE = 0.02  # of a kernel's spread: copies that are all alike would stay alike


def grow(model: keras.Model, shape: Shape, seed: int = 0) -> keras.Model:
    """A detector of ``shape`` that says what ``model`` says, but for NOISE.

    Raises:
        ValueError: if the shape is narrower somewhere.
    """
    rng = np.random.default_rng(seed)
    # All layers of a stage share their channels, for they are added up: one choice of copies for each width.
    copies = {}
    for old, new in zip(shape_of(model).widths, shape.widths):
        if new < old:
            raise ValueError(f"{new} channels can't hold what {old} say")
        copies[old] = np.concatenate([np.arange(old), rng.permutation(old)[np.arange(new - old) % old]])
    grown = build(shape)
    names = {layer.name for layer in model.layers}
    for layer in grown.layers:
        weights = layer.get_weights()
        if not weights:
            continue
        if layer.name in names:
            weights = [_spread(rng, layer, value, copies) for value in model.get_layer(layer.name).get_weights()]
        elif layer.name.endswith("_norm"):
            weights[0][:] = weights[1][:] = 0.0  # gamma and beta: a new block adds nothing yet
        layer.set_weights(weights)
    return grown


def _spread(rng: np.random.Generator, layer: keras.layers.Layer, value: np.ndarray, copies: dict[int, np.ndarray]) -> np.ndarray:
    """One array of a layer, its channels copied."""
    if value.ndim == 1:
        return value[copies[len(value)]] if len(value) in copies else value
    of_inputs, of_outputs = (copies.get(size) for size in value.shape[2:])
    if of_inputs is not None:
        value = value[:, :, of_inputs]
        if not isinstance(layer, keras.layers.DepthwiseConv2D):
            value = value / np.bincount(of_inputs)[of_inputs][:, None]
    if of_outputs is not None:
        value = value[..., of_outputs]
    return value + NOISE * value.std() * rng.standard_normal(value.shape).astype(np.float32)


@click.command()
@click.option("--start", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=COMMITTED, show_default=True,
              help="Weights of the smaller detector.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A .weights.h5 file.")
def main(start: Path, out: Path) -> None:
    """Write the weights that the larger detector begins with."""
    try:
        grown = grow(load(start), LARGE)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    out.parent.mkdir(parents=True, exist_ok=True)
    grown.save_weights(out)


if __name__ == "__main__":
    main()
