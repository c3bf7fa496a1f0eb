"""Muon for convolutions: which kernels it moves, how far, and that it learns and resumes."""

import keras
import numpy as np
import pytest

from training.muon import ConvolutionMuon

RATE = 1e-2


def network() -> keras.Model:
    keras.utils.set_random_seed(0)
    return keras.Sequential([
        keras.Input((8, 8, 1)), keras.layers.Conv2D(6, 3, name="stem_pointwise"),
        keras.layers.DepthwiseConv2D(3, name="a_depthwise"), keras.layers.Conv2D(5, 1, name="a_pointwise"),
        keras.layers.Conv2D(4, (2, 1), name="b_pointwise"), keras.layers.Conv2D(3, 1, name="maps")])


def test_kernels_that_mix_channels_are_its_own_but_not_the_first_nor_the_output():
    muon, model = ConvolutionMuon(RATE, outputs=["maps"]), network()
    own = [variable.path.split("/")[-2:] for variable in model.trainable_variables if muon.mixes_channels(variable)]
    assert own == [["a_pointwise", "kernel"], ["b_pointwise", "kernel"]]


def test_its_steps_are_orthogonal_whatever_the_gradient():
    """Along every direction of the smaller side alike, up to the iteration's slack, and as long as AdamW's."""
    muon = ConvolutionMuon(RATE, weight_decay=None, adam_weight_decay=None, clipnorm=None)
    kernel = keras.Variable(np.zeros((2, 1, 6, 5), np.float32), name="kernel")
    muon.build([kernel])
    gradient = np.random.default_rng(0).normal(size=(2, 1, 6, 5)) * np.array([1, 5, 0.2, 30, 1])
    muon.apply([keras.ops.convert_to_tensor(gradient, "float32")], [kernel])
    step = -keras.ops.convert_to_numpy(kernel).reshape(12, 5)
    values = np.linalg.svd(step, compute_uv=False) / (RATE * 0.2 * np.sqrt(12))
    assert np.all((values > 0.6) & (values < 1.3))
    assert np.sum(step * gradient.reshape(12, 5)) > 0


@pytest.mark.parametrize("resumed", [False, True])
def test_it_learns_and_goes_on_where_it_stopped(tmp_path, resumed):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(64, 8, 8, 1)).astype(np.float32), rng.normal(size=(64, 3, 4, 3)).astype(np.float32)
    model = network()
    model.compile(ConvolutionMuon(RATE, outputs=["maps"]), loss="mse")
    before = model.evaluate(x, y, verbose=0)
    model.fit(x, y, epochs=10, shuffle=False, verbose=0)
    if resumed:
        model.save(tmp_path / "model.keras")
        kept = [keras.ops.convert_to_numpy(variable) for variable in model.optimizer.variables]
        model = keras.models.load_model(tmp_path / "model.keras")
        for a, b in zip(kept, model.optimizer.variables, strict=True):
            np.testing.assert_array_equal(a, keras.ops.convert_to_numpy(b))
    model.fit(x, y, epochs=10, shuffle=False, verbose=0)
    assert model.evaluate(x, y, verbose=0) < before
