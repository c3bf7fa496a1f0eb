"""The exported reader in Chromium against Keras: the committed one, or untrained weights where none is yet."""

import pytest

from model_export.reader import export as reader
from training.reader.ctc import read


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """(folder as model_export/reader, its Keras model)."""
    from tests.unit.test_detector_model import unsettled
    from training.reader.model import build

    model = build()
    weights = reader.HERE / "reader.weights.h5"
    if weights.exists():
        model.load_weights(weights)
        return reader.HERE, model
    folder = tmp_path_factory.mktemp("reader")
    unsettled(model).save_weights(folder / "some.weights.h5")
    reader.export(folder / "some.weights.h5", folder)
    return folder, model


def test_chromium_computes_what_keras_computes(exported, browser):
    folder, model = exported
    assert reader.parity(model, folder / "web", browser) < reader.LARGEST_ERROR


def test_the_committed_reader_reads_a_plain_link(exported):
    _, model = exported
    _, plain, _ = reader.sample_strips()
    assert read(reader.read_logits(model, plain)).text.strip() == "https://example.org/parity"
