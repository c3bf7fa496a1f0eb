"""A link's confidence from its characters', in Python: the table of cases that JavaScript is held to as well."""

import json
from pathlib import Path

import pytest

from training.reader.confidence import NEUTRAL, agreed, calibrated, caseless

CASES = json.loads((Path(__file__).parents[1] / "vectors/confidence.json").read_text())


@pytest.mark.parametrize("case", CASES["calibrated"])
def test_calibrated(case):
    assert calibrated(case["product"], CASES["curve"]) == pytest.approx(case["confidence"], abs=1e-9)


@pytest.mark.parametrize("case", CASES["agreed"])
def test_agreed(case):
    assert agreed(case["confidence"], case["factor"]) == pytest.approx(case["together"], abs=1e-9)


@pytest.mark.parametrize("case", CASES["caseless"])
def test_caseless(case):
    assert caseless(case["text"], case["kind"]) == range(case["from"], case["to"])


@pytest.mark.parametrize("product", [1e-4, 0.1, 0.5, 0.9, 0.999])
def test_without_a_calibration_a_reader_is_taken_at_its_word(product):
    assert calibrated(product, NEUTRAL) == pytest.approx(product, abs=0.03)
