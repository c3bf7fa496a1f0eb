"""Python's decoding, alignment and strips against the vectors that JavaScript is held to."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from model_export.detector.export import metadata
from training.detector.decode import WEAK_BARE, Candidate, decode
from training.reader.align import align
from training.reader.strip import cut_strip

VECTORS = Path(__file__).parents[1] / "vectors"
DECODE = json.loads((VECTORS / "decode.json").read_text())
ALIGN = json.loads((VECTORS / "align.json").read_text())
STRIP = json.loads((VECTORS / "strip.json").read_text())


def unpacked(text: str, dtype: str, *shape: int) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype).reshape(shape)


def test_the_vectors_were_made_with_todays_options():
    assert DECODE["options"] == metadata()


def test_the_browsers_options_are_todays():
    shipped = Path(__file__).parents[2] / "model_export/detector/detector.json"
    assert json.loads(shipped.read_text()).items() >= metadata().items()


@pytest.mark.parametrize("case", DECODE["cases"])
@pytest.mark.parametrize("expects, least_bare", [("candidates", None), ("thorough", WEAK_BARE)])
def test_decoding(case, expects, least_bare):
    output = unpacked(case["maps"], "<f4", case["rows"], case["cols"], 8)
    found = decode(output, least_bare=least_bare)
    assert len(found) == len(case[expects])
    for got, expected in zip(found, case[expects]):
        assert got.kind == expected["kind"]
        for key in ("score", "x", "y", "height", "slope", "prefix_end"):
            assert getattr(got, key) == pytest.approx(expected[key], abs=1e-6)
        assert np.allclose(got.baseline, expected["baseline"])


@pytest.mark.parametrize("case", ALIGN["cases"])
def test_alignment(case):
    picture = unpacked(case["picture"], "u1", case["height"], case["width"])
    got = align(picture, Candidate(**case["candidate"]))
    for key in ("x", "y", "height", "slope"):
        assert getattr(got, key) == pytest.approx(case["aligned"][key], abs=1e-3)
    assert np.allclose(got.baseline, case["aligned"]["baseline"], atol=1e-3)


@pytest.mark.parametrize("case", STRIP["cases"])
def test_strips(case):
    picture = unpacked(case["picture"], "u1", case["height"], case["width"])
    strip = cut_strip(picture, Candidate(**case["candidate"]), **case["options"])
    expected = unpacked(case["strip"], "u1", case["options"]["height"], case["stripWidth"])
    assert strip.image.shape == expected.shape
    assert np.abs(strip.image.astype(int) - expected).max() <= 1
    assert strip.cut_by_edge == case["cutByEdge"]
