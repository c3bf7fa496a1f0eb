"""The committed shards in Chromium against the committed weights in Keras."""

import numpy as np
import pytest

from model_export.chromium import run_detector
from model_export.detector.export import HERE, LARGEST_ERROR, WEIGHTS
from tests.unit.sheets import sheet
from training.detector.decode import decode

LINK = "https://example.org/parity"


@pytest.fixture(scope="module")
def picture():
    image = sheet(["Some words to read", f"and {LINK} to find,", "then words again"], LINK, size=26).image
    return image[: image.shape[0] // 32 * 32, : image.shape[1] // 32 * 32]


@pytest.fixture(scope="module")
def in_chromium(browser, picture):
    (maps, _), = run_detector(HERE / "web", [picture], browser=browser)
    return maps


def test_chromium_computes_what_keras_computes(in_chromium, picture):
    from training.detector.model import build

    model = build()
    model.load_weights(WEIGHTS)
    expected = np.asarray(model(picture[None, ..., None].astype(np.float32), training=False))[0]
    assert np.abs(in_chromium - expected).max() < LARGEST_ERROR


def test_the_committed_detector_finds_a_plain_link(in_chromium):
    found = decode(in_chromium)
    assert found and found[0].kind == "prefix" and found[0].score > 0.5
