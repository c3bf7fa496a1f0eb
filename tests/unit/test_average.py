"""The mean of weights: along a training, and of files."""

import keras
import numpy as np
import pytest
from click.testing import CliRunner

from training.average import NETWORKS, Average, main


def test_along_a_training():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.BatchNormalization()])
    average = Average(model)
    seen = []
    for value in (1.0, 4.0, 10.0):
        seen.append([np.full_like(weight, value) for weight in model.get_weights()])
        model.set_weights(seen[-1])
        average.add()
    for weight in average.mean.get_weights():
        np.testing.assert_allclose(weight, 5.0, rtol=1e-6)
    for weight in model.get_weights():
        np.testing.assert_array_equal(weight, 10.0)


@pytest.mark.parametrize("network", list(NETWORKS))
def test_of_files(network, tmp_path):
    for seed, name in enumerate(["a.weights.h5", "b.keras"]):
        keras.utils.set_random_seed(seed)
        model = NETWORKS[network].build()
        model.save(tmp_path / name) if name.endswith(".keras") else model.save_weights(tmp_path / name)
        if seed == 0:
            first = model.get_weights()
    out = tmp_path / "mean.weights.h5"
    result = CliRunner().invoke(main, [network, str(tmp_path / "a.weights.h5"), str(tmp_path / "b.keras"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    second = model.get_weights()
    model.load_weights(out)
    for a, b, mean in zip(first, second, model.get_weights(), strict=True):
        np.testing.assert_allclose(mean, (a + b) / 2, atol=1e-6)


def test_of_the_careful_reader_but_not_of_both(tmp_path):
    from training.reader.model import CAREFUL, load

    NETWORKS["reader"].build().save_weights(tmp_path / "quick.weights.h5")
    NETWORKS["reader"].build(CAREFUL).save_weights(tmp_path / "careful.weights.h5")
    quick, careful, out = (str(tmp_path / f"{name}.weights.h5") for name in ("quick", "careful", "mean"))
    assert CliRunner().invoke(main, ["reader", careful, careful, "--out", out]).exit_code == 0
    assert load(tmp_path / "mean.weights.h5").count_params() == load(tmp_path / "careful.weights.h5").count_params()
    result = CliRunner().invoke(main, ["reader", careful, quick, "--out", out])
    assert result.exit_code == 1 and "another size" in result.output


def test_anothers_weights_are_refused(tmp_path):
    NETWORKS["reader"].build().save_weights(tmp_path / "reader.weights.h5")
    result = CliRunner().invoke(main, ["detector", str(tmp_path / "reader.weights.h5"), "--out", str(tmp_path / "x.keras")])
    assert result.exit_code == 1 and "no weights of the detector" in result.output


def test_of_the_large_detector(tmp_path):
    from training.detector.model import LARGE, build, load

    build(LARGE).save_weights(tmp_path / "large.weights.h5")
    large, out = str(tmp_path / "large.weights.h5"), str(tmp_path / "mean.keras")
    assert CliRunner().invoke(main, ["detector", large, large, "--out", out]).exit_code == 0
    for mean, one in zip(load(tmp_path / "mean.keras").get_weights(), load(tmp_path / "large.weights.h5").get_weights(), strict=True):
        np.testing.assert_array_equal(mean, one)
