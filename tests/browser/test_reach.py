"""How far a strip has to go: to the first gap behind where the detector lost the link."""

from __future__ import annotations

import pytest

MODULE = "/web_src/scan/reach.js"
# A line of bars for letters, 20 px high on a baseline at y = 100, from x = 40 on; 8 px wide, 4 px apart.
BARS = """
    const [width, height] = [900, 160];
    const data = new Uint8Array(width * height).fill(230);
    const bar = (x) => { for (let y = 80; y < 100; y += 1) data.fill(30, y * width + x, y * width + x + 8); };
    for (let x = 40; x + 8 <= end; x += 12) bar(x);
    for (let x = end + gap; x < 880; x += 12) bar(x);
    const candidate = { x: 40, y: 100, height: 20, slope: 0, prefixEnd: 100, baseline: [[40, 100], [160, 100], [seen, 100]] };
"""


def beyond(page, modules, end: int, gap: int, seen: int, furthest: float = 30) -> float:
    return modules.run(page, "(m, [end, gap, seen, furthest]) => { %s return m.inkBeyond({ data, width, height }, candidate, furthest); }" % BARS,
                       MODULE, [end, gap, seen, furthest])


def test_print_that_goes_on_is_followed_to_its_gap(page, modules):
    assert beyond(page, modules, end=520, gap=16, seen=240) == pytest.approx((520 - 240) / 20, abs=0.5)


def test_gaps_between_letters_are_none(page, modules):
    assert beyond(page, modules, end=636, gap=6, seen=240) == 30


def test_where_the_end_was_seen_nothing_is_added(page, modules):
    assert beyond(page, modules, end=400, gap=20, seen=400) == pytest.approx(0, abs=0.3)


def test_no_further_than_asked(page, modules):
    assert beyond(page, modules, end=800, gap=16, seen=240, furthest=10) == 10
