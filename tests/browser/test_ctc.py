"""The browser's decoding of the reader's logits, against the vectors that Python is held to."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from training.reader.charset import CLASSES

CASES = json.loads((Path(__file__).parents[1] / "vectors/ctc.json").read_text())["cases"]
RUN = """(m, { logits, classes, temperature }) =>
  m.readLogits(new Float32Array(logits), classes, temperature)"""


@pytest.mark.parametrize("case", CASES)
def test_vectors(page, modules, case):
    logits = np.frombuffer(base64.b64decode(case["logits"]), "<f2").astype(float).tolist()
    got = modules.run(page, RUN, "/web_src/scan/ctc.js",
                      {"logits": logits, "classes": CLASSES, "temperature": case["temperature"]})
    assert [c["label"] for c in got["characters"]] == [c["label"] for c in case["characters"]]
    for found, expected in zip(got["characters"], case["characters"]):
        assert found["confidence"] == pytest.approx(expected["confidence"], abs=1e-6)
        assert found["centre"] == pytest.approx(expected["centre"], abs=1e-6)
        assert [a["label"] for a in found["alternatives"]] == [label for label, _ in expected["alternatives"]]
        assert [a["confidence"] for a in found["alternatives"]] == pytest.approx(
            [share for _, share in expected["alternatives"]], abs=1e-6)
    assert [o["labels"] for o in got["others"]] == [labels for labels, _ in case["others"]]
    assert [o["ratio"] for o in got["others"]] == pytest.approx([r for _, r in case["others"]], rel=1e-6)


def test_no_step_is_no_text(page, modules):
    assert modules.run(page, "(m) => m.readLogits(new Float32Array(0), 97)", "/web_src/scan/ctc.js") == {
        "characters": [], "others": []}


CONFIDENCE = json.loads((Path(__file__).parents[1] / "vectors/confidence.json").read_text())


def test_a_links_confidence_from_its_characters(page, modules):
    calibrated, agreed = modules.run(page, """(m, { curve, calibrated, agreed }) => [
        calibrated.map(({ product }) => m.calibrated(product, curve)),
        agreed.map(({ confidence, factor }) => m.agreed(confidence, factor))]""",
                                     "/web_src/scan/confidence.js", CONFIDENCE)
    assert calibrated == pytest.approx([case["confidence"] for case in CONFIDENCE["calibrated"]], abs=1e-9)
    assert agreed == pytest.approx([case["together"] for case in CONFIDENCE["agreed"]], abs=1e-9)
