"""The reader's network: sizes, and folding for the browser."""

import numpy as np
import pytest

from tests.unit.test_detector_model import unsettled
from training.reader.dataset import HEIGHT, STEP


@pytest.fixture(scope="module", params=["QUICK", "CAREFUL", "CAREFUL_ASCII"])
def model(request):
    import keras

    from training.reader import model

    keras.utils.set_random_seed(1)
    return unsettled(model.build(getattr(model, request.param)))


def strips(width: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (1, HEIGHT, width, 1)).astype(np.float32)


@pytest.mark.parametrize("width", [16, 48, 640])
def test_any_width_goes_in_and_a_step_for_every_two_pixels_comes_out(model, width):
    from training.reader.model import shape_of

    assert tuple(model(strips(width)).shape) == (1, 1, width // STEP, shape_of(model).classes)


def test_folding_changes_nothing_but_the_number_of_layers(model):
    from training.reader.model import fold

    light = fold(model)
    expected = np.asarray(model(strips(160), training=False))
    assert np.abs(np.asarray(light(strips(160))) - expected).max() < 1e-3 * np.abs(expected).max()
    assert not any("normalization" in type(layer).__name__.lower() for layer in light.layers)


def test_weights_say_whose_they_are(model, tmp_path):
    from training.reader.model import load, shape_of

    model.save_weights(tmp_path / "some.weights.h5")
    again = load(tmp_path / "some.weights.h5")
    assert shape_of(again) == shape_of(model)
    assert np.asarray(again(strips(48), training=False)) == pytest.approx(np.asarray(model(strips(48), training=False)), abs=1e-5)


def test_weights_of_another_network_are_an_error_that_says_so(tmp_path):
    import keras

    from training.reader.model import load

    keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)]).save_weights(tmp_path / "other.weights.h5")
    with pytest.raises(ValueError, match="other.weights.h5 holds weights of no reader"):
        load(tmp_path / "other.weights.h5")
