"""The detector's network: sizes, folding, learning."""

import numpy as np
import pytest

from tests.unit.sheets import sheet
from training.detector import dataset, maps


@pytest.fixture(scope="module")
def keras():
    import keras

    keras.utils.set_random_seed(1)
    return keras


def unsettled(model):
    """A model whose normalisations have seen something, as after training."""
    rng = np.random.default_rng(2)
    for layer in model.layers:
        weights = layer.get_weights()
        layer.set_weights([np.abs(w + rng.normal(0, 0.1, w.shape)) + 0.1 if w.ndim == 1
                           else w + rng.normal(0, 0.05, w.shape) for w in weights])
    return model


@pytest.mark.parametrize("height, width", [(64, 64), (96, 160)])
def test_any_multiple_of_32_goes_in_and_an_eighth_comes_out(keras, height, width):
    from training.detector.model import build

    out = build()(np.zeros((1, height, width, 1), np.float32))
    assert tuple(out.shape) == (1, height // maps.STRIDE, width // maps.STRIDE, maps.CHANNELS)


def test_folding_changes_nothing_but_the_number_of_layers(keras):
    from training.detector.model import build, fold

    model = unsettled(build())
    light = fold(model)
    picture = np.random.default_rng(3).integers(0, 256, (1, 64, 96, 1)).astype(np.float32)
    expected = np.asarray(model(picture, training=False))
    assert np.abs(np.asarray(light(picture)) - expected).max() < 1e-3 * np.abs(expected).max()
    assert not any("normalization" in type(layer).__name__.lower() for layer in light.layers)


def test_it_learns_a_page_by_heart(keras):
    from training.detector.loss import detector_loss
    from training.detector.model import build

    page = sheet(["see https://example.org now", "or nothing at all"], "https://example.org")
    rng = np.random.default_rng(0)
    made = [dataset.example(rng, page, 128) for _ in range(4)]
    pictures = np.stack([picture[..., None] for picture, _ in made])
    truths = np.stack([truth for _, truth in made])
    model = build()
    model.compile(keras.optimizers.Adam(3e-3), loss=detector_loss, jit_compile=False)
    history = model.fit(pictures, truths, batch_size=4, epochs=25, verbose=0).history["loss"]
    assert history[-1] < 0.5 * history[0]


def test_examples_depend_on_their_seed_alone(tmp_path):
    stem = tmp_path / "page"
    sheet(["https://example.org/a and more", "of the same"], "https://example.org/a").save(stem)
    first, again, other = (dataset.batch(seed, [[str(stem)]], 128, 2) for seed in (5, 5, 6))
    assert all(np.array_equal(a, b) for a, b in zip(first, again))
    assert not np.array_equal(first[0], other[0])


def test_missing_pages_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="no pages in .*make them"):
        dataset.stems_of([tmp_path])
