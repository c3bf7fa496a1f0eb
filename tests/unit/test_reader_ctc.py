"""Decoding of the reader's logits: against all paths counted out, and against the shared vectors."""

import base64
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from training.reader import ctc
from training.reader.charset import CLASSES

CASES = json.loads((Path(__file__).parents[1] / "vectors/ctc.json").read_text())["cases"]
STEPS, SMALL_BLANK = 6, 3


def all_texts(probability: np.ndarray) -> dict[tuple[int, ...], float]:
    """Every text with the sum of all its paths."""
    table: dict[tuple[int, ...], float] = {}
    for path in itertools.product(range(SMALL_BLANK + 1), repeat=STEPS):
        text = tuple(c for i, c in enumerate(path) if c != SMALL_BLANK and (i == 0 or path[i - 1] != c))
        table[text] = table.get(text, 0) + np.prod([probability[step, c] for step, c in enumerate(path)])
    return table


@pytest.fixture(params=range(12))
def small(request):
    """An alphabet of three, so few steps that all paths can be counted; (probability, all texts)."""
    rng = np.random.default_rng(request.param)
    probability = ctc.probabilities(rng.normal(0, 2, (STEPS, SMALL_BLANK + 1)))
    return probability, all_texts(probability)


def test_a_wide_beam_finds_every_text_with_its_probability(small, monkeypatch):
    monkeypatch.setattr(ctc, "BEAM", 1000)
    monkeypatch.setattr(ctc, "LEAST", 0.0)
    probability, table = small
    found = dict(ctc.beam(probability))
    total = sum(found.values())
    assert {text: share / total for text, share in found.items() if share} == pytest.approx(table, rel=1e-6)


def test_texts_one_edit_away_are_weighed_exactly(small, monkeypatch):
    monkeypatch.setattr(ctc, "LEAST", 0.0)
    probability, table = small
    best = max(table, key=table.get)
    lattice = ctc.Lattice(probability, list(best)) if best else pytest.skip("nothing is the likeliest text")
    whole = range(STEPS)
    ratios = {}
    for i, label in enumerate(best):
        ratios[best[:i] + best[i + 1:]] = lattice.without(i, whole)
        for other, ratio in lattice.variants(2 * i, 2 * i + 2, whole, label):
            ratios[best[:i] + (other,) + best[i + 1:]] = ratio
    for gap in range(len(best) + 1):
        for more, ratio in lattice.variants(2 * gap, 2 * gap, whole, -1):
            ratios[best[:gap] + (more,) + best[gap:]] = ratio
    assert ratios == pytest.approx({text: table.get(text, 0) / table[best] for text in ratios}, abs=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_vectors(case):
    logits = np.frombuffer(base64.b64decode(case["logits"]), "<f2").reshape(case["steps"], CLASSES)
    reading = ctc.read(logits.astype(np.float32), case["temperature"])
    assert [c.label for c in reading.characters] == [c["label"] for c in case["characters"]]
    for got, expected in zip(reading.characters, case["characters"]):
        assert (got.confidence, got.centre) == pytest.approx((expected["confidence"], expected["centre"]), abs=1e-9)
        assert got.alternatives == [pytest.approx(pair, abs=1e-9) for pair in expected["alternatives"]]
    assert [labels for labels, _ in reading.others] == [labels for labels, _ in case["others"]]


def test_no_step_is_no_text():
    assert ctc.read(np.zeros((0, CLASSES), np.float32)).text == ""


def test_a_higher_temperature_makes_everything_less_sure():
    case = CASES[0]
    logits = np.frombuffer(base64.b64decode(case["logits"]), "<f2").reshape(case["steps"], CLASSES).astype(np.float32)
    sharp, soft = (min(c.confidence for c in ctc.read(logits, t).characters) for t in (1.0, 1.5))
    assert soft < sharp
