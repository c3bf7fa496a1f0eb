"""What a link is, in Python: the tables of cases, and any string at all."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.links.generate import KINDS, hard_negative, random_link
from training.links.parse import find_link, find_links, is_safe_href
from training.links.rules import PATH, RULES, pattern

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
CASES = [(group["name"], case) for group in json.loads((VECTORS / "links.json").read_text(encoding="utf-8"))["groups"]
         for case in group["cases"]]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[f"{name}: {case['text'][:40]}" for name, case in CASES])
def test_table(case):
    link = find_link(case["text"], start=case.get("start", True))
    expected = case["link"]
    if expected is None:
        assert link is None
        return
    assert link is not None, "no link found"
    found = link.as_dict()
    assert {key: found[key] for key in expected} == expected
    if "href" not in expected:
        standing = {"https": "", "http": "", "www": "https://", "domain": "https://"}
        if link.kind in standing:
            assert link.href == standing[link.kind] + link.printed


def test_the_tables_are_large_enough():
    joins = json.loads((VECTORS / "links_join.json").read_text(encoding="utf-8"))["cases"]
    assert len(CASES) + len(joins) >= 200


def test_every_pattern_of_the_rules_compiles_and_every_doubt_is_explained():
    def walk(value, key=""):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, name)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner, key)
        elif key in ("pattern", "prefix", "never", "glued", "unless", "notBefore", "end"):
            yield value
    for source in walk(RULES):
        pattern(source)
    for row in [*RULES["separatorSlips"], *RULES["wwwSlips"]]:
        assert row.get("doubt", "slash") in RULES["doubts"]
    for guard in RULES["domainGuards"]:
        assert guard["verdict"] in {"none", *RULES["doubts"]}
    assert PATH.is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_every_generated_link_is_found_whole(kind):
    rng = np.random.default_rng(20)
    for _ in range(400):
        text = random_link(rng, kind).text
        link = find_link(text)
        assert link is not None and (link.printed, link.kind) == (text, kind), text


@pytest.mark.parametrize("kind", KINDS)
def test_a_generated_link_in_a_sentence_is_found_whole(kind):
    rng = np.random.default_rng(21)
    around = [("(", ")"), ("<", ">"), ("\u201c", "\u201d."), ("", ". Then"), ("", ", and"), ("see ", "; or"), ("1 ", "\u2020")]
    for number in range(400):
        text = random_link(rng, kind).text
        before, after = around[number % len(around)]
        for start in (True, False):
            link = find_link(before + text + after, start=start)
            assert link is not None and link.printed == text, before + text + after


def test_nothing_that_only_looks_like_a_link_is_one():
    rng = np.random.default_rng(22)
    for _ in range(1500):
        text = hard_negative(rng)
        assert find_link(text) is None and find_links(text) == [], text


def test_find_links_finds_all_of_a_line():
    line = "see https://a.org/b, www.c.org (d@e.org) or doi:10.1000/xyz; not file.py."
    assert [link.printed for link in find_links(line)] == ["https://a.org/b", "www.c.org", "d@e.org", "doi:10.1000/xyz"]


@pytest.mark.parametrize("href,safe", [
    ("https://a.org", True), ("http://a.org/b", True), ("mailto:a@b.org", True), ("HTTPS://A.ORG", True),
    ("ftp://a.org", False), ("javascript:alert(1)", False), ("data:text/html,x", False), ("file:///x", False),
    ("//a.org", False), ("a.org", False), ("https://", False), ("https:///a", False), (" https://a.org", False),
    ("https://a.org\n", False), ("java\nscript:x", False), ("https://a.org/\u00fc", False), ("mailto:", False),
    (None, False), (5, False), ("", False),
])
def test_safe_href(href, safe):
    assert is_safe_href(href) is safe


LINKISH = st.text(st.sampled_from(list("abhtpswlx.:/@-_~%?=&#()[]{}'\"<>,;!*|\\ 0159ABZ\n\u00e9\u00df\u2026\u4f8b\u0301\u0130\ud800\U0001f600")))
PARTS = st.lists(st.sampled_from(["https://", "http:/", "htlps://", "www.", "wvvw.", "example", ".org", ".co.uk", "@", "doi:",
                                  "10.1000/", "javascript:", "xn--", "..", "//", " ", "(", ")", "[::1]", ":80", "?", "#", "-"])
                 ).map("".join)


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(), LINKISH, PARTS, st.tuples(PARTS, LINKISH).map("".join)), st.booleans())
def test_any_string(text, start):
    link = find_link(text, start=start)
    if link is None:
        return
    assert link.href is None or is_safe_href(link.href)
    assert link.href is None or link.href.split(":")[0] in ("https", "http", "mailto")
    assert (link.href is None) == (link.kind == "ftp")
    assert link.read == text[link.start:link.end] != ""
    assert link.printed == repaired(link.read, link.changes)
    assert link.certain == (not link.doubts)
    assert all(doubt in RULES["doubts"] for doubt in link.doubts)
    assert not any(space in link.printed for space in " \t\n\u00a0")


def repaired(read: str, changes) -> str:
    """The reading with its changes made, last first, so that the places stay right."""
    for change in reversed(changes):
        at = change["at"]
        assert read[at:at + len(change["from"])] == change["from"]
        read = read[:at] + change["to"] + read[at + len(change["from"]):]
    return read


def test_a_line_of_any_length_takes_no_time():
    for unit in ("www.", "a.", "a@", "https://", "(", "10.1000/", "h", "-", ":/", "x.y@"):
        find_links(unit * 20000)
