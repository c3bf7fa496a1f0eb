"""The committed readers in Chromium against Keras."""

import pytest

from model_export.reader import export as reader
from training.reader.ctc import read


@pytest.fixture(scope="module", params=[("", reader.LARGEST), ("careful", reader.LARGEST_CAREFUL)], ids=["quick", "careful"])
def exported(request):
    """(folder as model_export/reader, its Keras model, how far off it may be)."""
    from training.reader.model import load

    folder, largest = reader.HERE / request.param[0], request.param[1]
    return folder, load(folder / "reader.weights.h5"), largest["mixed"]


def test_chromium_computes_what_keras_computes(exported, browser):
    folder, model, most = exported
    off = reader.parity(model, folder / "web", browser)
    assert off.step < most.step and off.character < most.character


def test_the_committed_reader_reads_a_plain_link(exported):
    _, model, _ = exported
    _, plain, _ = reader.sample_strips()
    assert read(reader.read_logits(model, plain)).text.strip() == "https://example.org/parity"


def test_both_together_are_no_larger_than_the_goal():
    assert sum(path.stat().st_size for path in reader.HERE.rglob("*.bin")) < 1_500_000
