"""The fused batch normalisation computes what Keras's own computes."""

import keras
import numpy as np
import pytest

from training.norm import FusedBatchNormalization

SHAPE = (4, 8, 8, 6)


@pytest.fixture
def pair():
    """The fused layer and Keras's, with the same weights."""
    rng = np.random.default_rng(0)
    weights = [rng.uniform(0.5, 2, SHAPE[-1]).astype(np.float32) for _ in range(4)]
    layers = FusedBatchNormalization(momentum=0.9), keras.layers.BatchNormalization(momentum=0.9)
    for layer in layers:
        layer.build(SHAPE)
        layer.set_weights(weights)
    return layers


def batch(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(2, 3, SHAPE).astype(np.float32)


def test_same_output_in_training_and_after(pair):
    fused, plain = pair
    np.testing.assert_allclose(fused(batch(1), training=True), plain(batch(1), training=True), atol=1e-5)
    fused.set_weights(plain.get_weights())
    np.testing.assert_allclose(fused(batch(2)), plain(batch(2)), atol=1e-5)


def test_same_moving_statistics(pair):
    for layer in pair:
        layer(batch(3), training=True)
    fused, plain = (layer.get_weights() for layer in pair)
    np.testing.assert_allclose(fused[2], plain[2], rtol=1e-5)
    count = np.prod(SHAPE[:-1])  # the fused one's variance of a batch is the unbiased one
    old = 0.9 * np.random.default_rng(0).uniform(0.5, 2, (4, SHAPE[-1]))[3]
    np.testing.assert_allclose(fused[3] - old, (plain[3] - old) * count / (count - 1), rtol=1e-3)


def test_a_saved_model_comes_back(tmp_path, pair):
    model = keras.Sequential([keras.Input(SHAPE[1:]), pair[0]])
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again(batch(4)), model(batch(4)))
