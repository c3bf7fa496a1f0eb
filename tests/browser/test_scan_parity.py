"""The browser's decoding, alignment and strips against the vectors that Python is held to."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

VECTORS = Path(__file__).parents[1] / "vectors"
DECODE = json.loads((VECTORS / "decode.json").read_text())
ALIGN = json.loads((VECTORS / "align.json").read_text())
STRIP = json.loads((VECTORS / "strip.json").read_text())

RUN_DECODE = """(m, { maps, rows, cols, options }) => {
  const bytes = Uint8Array.from(atob(maps), (c) => c.charCodeAt(0));
  return m.decode(new Float32Array(bytes.buffer), rows, cols, options);
}"""
RUN_ALIGN = """(m, { picture, width, height, candidate }) => {
  const data = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
  return m.align({ data, width, height }, candidate);
}"""
RUN_STRIP = """(m, { picture, width, height, candidate, options }) => {
  const data = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
  const strip = m.cutStrip({ data, width, height }, candidate, options);
  const middle = (x) => strip.toPicture(x + 0.5);
  return { width: strip.width, height: strip.height, cutByEdge: strip.cutByEdge, data: [...strip.data],
    points: [middle(0), middle(Math.floor(strip.width / 2)), middle(strip.width - 1)] };
}"""


@pytest.mark.parametrize("case", DECODE["cases"])
@pytest.mark.parametrize("expects", ["candidates", "thorough"])
def test_decoding(page, modules, case, expects):
    options = DECODE["options"] | ({"bareCell": DECODE["options"]["weakBare"]} if expects == "thorough" else {})
    found = modules.run(page, RUN_DECODE, "/web_src/scan/decode.js", {**case, "options": options})
    assert len(found) == len(case[expects])
    for got, expected in zip(found, case[expects]):
        assert got["kind"] == expected["kind"]
        for key in ("score", "x", "y", "height", "slope"):
            assert got[key] == pytest.approx(expected[key], abs=1e-4)
        assert got["prefixEnd"] == pytest.approx(expected["prefix_end"], abs=1e-4)
        assert np.allclose(got["baseline"], expected["baseline"], atol=1e-4)


def spelled(candidate: dict) -> dict:
    """As the browser spells it."""
    return {**candidate, "prefixEnd": candidate["prefix_end"]}


@pytest.mark.parametrize("case", ALIGN["cases"])
def test_alignment(page, modules, case):
    got = modules.run(page, RUN_ALIGN, "/web_src/scan/align.js", {**case, "candidate": spelled(case["candidate"])})
    expected = case["aligned"]
    # OpenCV places its samples by 1/32 px.
    assert got["x"] == pytest.approx(expected["x"], abs=1e-6)
    assert got["y"] == pytest.approx(expected["y"], abs=0.02 * expected["height"])
    assert got["slope"] == pytest.approx(expected["slope"], abs=2e-3)
    assert np.allclose(got["baseline"], expected["baseline"], atol=0.05 * expected["height"])


@pytest.mark.parametrize("case", STRIP["cases"])
def test_strips(page, modules, case):
    candidate = spelled(case["candidate"])
    got = modules.run(page, RUN_STRIP, "/web_src/scan/strip.js", {**case, "candidate": candidate})
    expected = np.frombuffer(base64.b64decode(case["strip"]), np.uint8)
    assert (got["width"], got["height"]) == (case["stripWidth"], case["options"]["height"])
    # One step of grey in places: the two languages round their samples differently.
    difference = np.abs(np.array(got["data"]) - expected)
    assert difference.max() <= 4 and difference.mean() < 0.2
    assert got["cutByEdge"] == case["cutByEdge"]
    assert np.allclose(got["points"], [p[:2] for p in case["points"]], atol=1e-3)
