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


@pytest.mark.parametrize("shape", ["small", "large"])
@pytest.mark.parametrize("height, width", [(64, 64), (96, 160)])
def test_any_multiple_of_32_goes_in_and_an_eighth_comes_out(keras, height, width, shape):
    from training.detector.model import SHAPES, build

    out = build(SHAPES[shape])(np.zeros((1, height, width, 1), np.float32))
    assert tuple(out.shape) == (1, height // maps.STRIDE, width // maps.STRIDE, maps.CHANNELS)


@pytest.mark.parametrize("shape", ["small", "large"])
def test_folding_changes_nothing_but_the_number_of_layers(keras, shape):
    from training.detector.model import SHAPES, build, fold

    model = unsettled(build(SHAPES[shape]))
    light = fold(model)
    picture = np.random.default_rng(3).integers(0, 256, (1, 64, 96, 1)).astype(np.float32)
    expected = np.asarray(model(picture, training=False))
    assert np.abs(np.asarray(light(picture)) - expected).max() < 1e-3 * np.abs(expected).max()
    assert not any("normalization" in type(layer).__name__.lower() for layer in light.layers)


def test_a_grown_one_says_what_the_smaller_one_says(keras, monkeypatch):
    from training.detector import grow
    from training.detector.model import LARGE, build, shape_of

    monkeypatch.setattr(grow, "NOISE", 0.0)
    model = unsettled(build())
    grown = grow.grow(model, LARGE)
    picture = np.random.default_rng(3).integers(0, 256, (1, 64, 96, 1)).astype(np.float32)
    expected = np.asarray(model(picture, training=False))
    assert shape_of(grown) == LARGE
    assert np.abs(np.asarray(grown(picture, training=False)) - expected).max() < 1e-3 * np.abs(expected).max()


def test_training_begins_with_weights_of_the_right_size_only(keras, tmp_path):
    from click.testing import CliRunner

    from training.detector.model import build
    from training.detector.train import main

    build().save_weights(tmp_path / "small.weights.h5")
    result = CliRunner().invoke(main, ["--shape", "large", "--start", str(tmp_path / "small.weights.h5"), "--run", str(tmp_path / "run")])
    assert result.exit_code == 2 and "another size" in result.output and "training.detector.grow" in result.output


def test_a_narrower_one_cannot_say_it(keras):
    from training.detector.grow import grow
    from training.detector.model import LARGE, SMALL, build

    with pytest.raises(ValueError, match="24 channels can't hold what 32 say"):
        grow(build(LARGE), SMALL)


def test_weights_of_another_network_are_an_error_that_says_so(keras, tmp_path):
    from training.detector.model import load

    other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    other.save_weights(tmp_path / "other.weights.h5")
    with pytest.raises(ValueError, match="other.weights.h5 holds weights of no detector"):
        load(tmp_path / "other.weights.h5")


def test_a_teacher_moves_the_truth_half_way_to_what_it_says(keras, tmp_path):
    from training.detector.loss import CLASSES
    from training.detector.model import build
    from training.detector.teacher import with_teachers

    models = [unsettled(build()) for _ in range(2)]
    paths = tuple(tmp_path / f"{number}.weights.h5" for number in range(2))
    for model, path in zip(models, paths):
        model.save_weights(path)
    pictures = np.random.default_rng(3).integers(0, 256, (2, 64, 64, 1), dtype=np.uint8)
    truth = np.random.default_rng(4).random((2, 8, 8, 2 * maps.CHANNELS)).astype(np.float32)
    (seen, told), = with_teachers(iter([(pictures, truth)]), paths)
    said = np.mean([np.asarray(model(pictures.astype(np.float32), training=False)) for model in models], 0)
    assert seen is pictures
    assert np.array_equal(told[..., maps.CHANNELS:], truth[..., maps.CHANNELS:])  # weights
    half = lambda channels, said: np.abs(2 * told[..., channels] - truth[..., channels] - said).max()  # noqa: E731
    assert half(slice(CLASSES), 1 / (1 + np.exp(-said[..., :CLASSES]))) < 1e-4
    assert half(slice(CLASSES, maps.CHANNELS), said[..., CLASSES:]) < 1e-3 * np.abs(said).max()
    assert list(with_teachers(iter([(pictures, truth)]), ()))[0][1] is truth


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
