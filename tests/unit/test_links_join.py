"""Links broken over lines, in Python: the table of cases, and generated links at every place they may break."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.links.generate import random_link
from training.links.join import MOST_READINGS, join_pieces
from training.links.parse import is_safe_href

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
CASES = json.loads((VECTORS / "links_join.json").read_text(encoding="utf-8"))["cases"]

# What may follow a link in the next line. Written for this test.
PROSE = [
    "and the second part of it was never found again", "The keeper of the light knew better than to ask",
    "of which only three are left, all of them in private hands", "Figure 4 shows the same valley ten years later",
    "before noon, when the boats came back", "we thank all who sent in their readings", "where nobody had been",
    "Readers under ten pay half", "see also the notes below", "including the harbour and both of its mills",
]


def pieces(lines):
    return [{"text": line} if isinstance(line, str) else line for line in lines]


@pytest.mark.parametrize("case", CASES, ids=[str(number) for number in range(len(CASES))])
def test_table(case):
    joined = join_pieces(pieces(case["lines"]))
    if case["printed"] is None:
        assert joined is None
        return
    assert joined.printed == case["printed"]
    if "alternatives" in case:
        assert [other["printed"] for other in joined.alternatives] == case["alternatives"]
    assert joined.certain <= (not joined.alternatives)
    if "doubts" in case:
        assert list(joined.doubts) == case["doubts"]


def share(results) -> float:
    results = list(results)
    return sum(results) / len(results)


def test_most_broken_links_are_joined_and_few_whole_ones_run_on():
    rng = np.random.default_rng(30)
    first, offered, whole = [], [], []
    for number in range(700):
        link = random_link(rng, ["https", "http", "www"][number % 3])
        prose = PROSE[number % len(PROSE)]
        joined = join_pieces([{"text": link.text + ["", ".", ","][number % 3]}, {"text": prose}])
        whole.append(joined.printed == link.text)
        if not link.break_points:
            continue
        at = link.break_points[int(rng.integers(len(link.break_points)))]
        joined = join_pieces([{"text": link.text[:at]}, {"text": f"{link.text[at:]} {prose}"}])
        readings = [joined.printed, *(other["printed"] for other in joined.alternatives)] if joined else [None]
        first.append(readings[0] == link.text)
        offered.append(link.text in readings)
    assert share(first) >= 0.93
    assert share(offered) >= 0.96
    assert share(whole) >= 0.97


def test_both_readings_of_a_hyphen_are_offered():
    rng = np.random.default_rng(31)
    for number in range(300):
        link = random_link(rng, ["https", "http", "www"][number % 3])
        for at in link.hyphen_points[:2]:
            if "-" in link.text[at - 1:at + 1]:
                continue
            joined = join_pieces([{"text": link.text[:at] + "-"}, {"text": link.text[at:]}])
            assert link.text in [joined.printed, *(other["printed"] for other in joined.alternatives)]
            assert not joined.certain


TEXTS = st.text(st.sampled_from(list("abhtpsw.:/@-_?=&#()'\", 01AZ\n\u00e9\u2026")), max_size=30)
NUMBERS = st.one_of(st.none(), st.floats(-100, 2000))
PIECES = st.fixed_dictionaries({"text": st.one_of(TEXTS, TEXTS.map("https://www.example.org/".__add__))},
                               optional={name: NUMBERS for name in ("x0", "x1", "y", "right", "indent", "lineHeight")})


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=4))
def test_any_pieces(lines):
    joined = join_pieces(lines)
    if joined is None:
        return
    readings = [joined.as_dict(), *joined.alternatives]
    assert len(readings) <= MOST_READINGS
    assert len({reading["printed"] for reading in readings}) == len(readings)
    assert all(reading["href"] is None or is_safe_href(reading["href"]) for reading in readings)
    assert all(1 <= reading["lines"] <= len(lines) for reading in readings)
