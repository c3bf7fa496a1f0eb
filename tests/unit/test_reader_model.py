"""The reader's network: sizes, and folding for the browser."""

import numpy as np
import pytest

from tests.unit.test_detector_model import unsettled
from training.reader.charset import CLASSES
from training.reader.dataset import HEIGHT, STEP


@pytest.fixture(scope="module")
def model():
    import keras

    from training.reader.model import build

    keras.utils.set_random_seed(1)
    return unsettled(build())


def strips(width: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (1, HEIGHT, width, 1)).astype(np.float32)


@pytest.mark.parametrize("width", [16, 48, 640])
def test_any_width_goes_in_and_a_step_for_every_two_pixels_comes_out(model, width):
    assert tuple(model(strips(width)).shape) == (1, 1, width // STEP, CLASSES)


def test_folding_changes_nothing_but_the_number_of_layers(model):
    from training.reader.model import fold

    light = fold(model)
    expected = np.asarray(model(strips(160), training=False))
    assert np.abs(np.asarray(light(strips(160))) - expected).max() < 1e-3 * np.abs(expected).max()
    assert not any("normalization" in type(layer).__name__.lower() for layer in light.layers)
