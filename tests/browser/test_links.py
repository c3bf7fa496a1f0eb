"""What a link is, in Chromium: the same tables as in Python, the same answers on thousands of readings, any string."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from training.links import hyphen
from training.links.generate import hard_negative, random_link
from training.links.join import join_pieces
from training.links.parse import find_link, find_links, is_safe_href

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
PARSE, JOIN, HYPHEN = "/web_src/links/parse.js", "/web_src/links/join.js", "/web_src/links/hyphen.js"


def vectors(name: str) -> dict:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def test_table_of_links(page, modules):
    cases = [case for group in vectors("links.json")["groups"] for case in group["cases"]]
    found = modules.run(page, "(m, cases) => cases.map((c) => m.findLink(c.text, { start: c.start ?? true }))", PARSE, cases)
    standing = {"https": "", "http": "", "www": "https://", "domain": "https://"}
    wrong = []
    for case, link in zip(cases, found, strict=True):
        expected = case["link"]
        if expected is None or link is None:
            right = link is expected
        else:
            right = {key: link[key] for key in expected} == expected
            if "href" not in expected and link["kind"] in standing:
                right = right and link["href"] == standing[link["kind"]] + link["printed"]
        if not right:
            wrong.append((case, link))
    assert wrong == []


def test_table_of_joins(page, modules):
    cases = vectors("links_join.json")["cases"]
    lines = [[{"text": line} if isinstance(line, str) else line for line in case["lines"]] for case in cases]
    found = modules.run(page, "(m, lines) => lines.map(m.joinPieces)", JOIN, lines)
    wrong = []
    for case, joined in zip(cases, found, strict=True):
        if case["printed"] is None or joined is None:
            right = joined is case["printed"]
        else:
            others = [other["printed"] for other in joined["alternatives"]]
            right = joined["printed"] == case["printed"] and others == case.get("alternatives", others)
            right = right and joined["doubts"] == case.get("doubts", joined["doubts"])
        if not right:
            wrong.append((case, joined))
    assert wrong == []


# --- the same answers in both languages --------------------------------------------------------------------------

BEFORE = ["(", "\u201c", "'", "3 ", "\u00b9\u00b2", "word", "e", "see ", "URL: ", "<", "\u00ab", "* ", "\u2026", "javascript:"]
BEHIND = [")", ".", ",", ";", ": and", ". Then", ".Then", "\u201d he", "'", " and so on", "\u2026", "...", "\u2020", "\u00b2",
          "\u00bb", "),", "-", " - x", "?", "!", "]", "}", "\n", "\u3067\u3059", "\u2014x", "(see)", "&", "=", "/", "|x"]
SLIPS = [("https://", "htlps://"), ("https://", "https:/l"), ("://", ";//"), ("http", "hitp"), ("://", ":/"), ("www.", "wvvw."),
         ("www.", "www,"), ("://", ":// "), ("t", "l"), ("/", "l"), ("/", "|"), (".", ","), ("w", "vv"), ("://", ":\\\\"),
         (":", " :"), ("h", ""), ("s", "5"), (".", ". ")]
ANY = "abcxyzABC019.:/@-_~%?=&#()[]{}'\"<>,;!*|\\^` \n\t\u00e9\u2019\u2026\u4f8b\u0438\u03a3\u00df\u0301\u0130"


def readings(seed: int, count: int) -> list[str]:
    """What readers might read: links with noise around them, slips in them, things that are none, and rubbish."""
    numbers, choose = np.random.default_rng(seed), random.Random(seed)

    def reading() -> str:
        kind = choose.random()
        if kind < 0.1:
            return "".join(choose.choice(ANY) for _ in range(choose.randrange(40)))
        text = random_link(numbers).text if kind < 0.85 else hard_negative(numbers)
        if choose.random() < 0.3:
            text = choose.choice(BEFORE) + text
        if choose.random() < 0.4:
            text += choose.choice(BEHIND)
        for _ in range(choose.choice([0, 0, 1, 2])):
            text = text.replace(*choose.choice(SLIPS), 1)
        if choose.random() < 0.25:
            at = choose.randrange(len(text) + 1)
            text = text[:at] + choose.choice(["", *ANY]) + text[at + choose.randrange(2):]
        return text + " " + random_link(numbers).text if choose.random() < 0.1 else text

    return [reading() for _ in range(count)]


@pytest.mark.parametrize("seed", [1, 2])
def test_python_and_javascript_find_the_same(page, modules, seed):
    texts = readings(seed, 3000)
    function = "(m, texts) => texts.map((t) => [m.findLink(t), m.findLink(t, { start: false }), ...m.findLinks(t)])"
    script = modules.run(page, function, PARSE, texts)
    differing = []
    for text, theirs in zip(texts, script, strict=True):
        ours = [link and link.as_dict() for link in (find_link(text), find_link(text, start=False), *find_links(text))]
        if ours != theirs:
            differing.append((text, ours, theirs))
    assert differing == []
    assert sum(found[0] is not None for found in script) > 1500


def test_python_and_javascript_join_the_same(page, modules):
    numbers, choose = np.random.default_rng(5), random.Random(5)
    sheets = []
    for text in readings(6, 1500):
        at = choose.randrange(len(text) + 1)
        pieces = [{"text": text[:at] + choose.choice(["", "", "-"])}, {"text": text[at:] + choose.choice(["", " and more"])}]
        if choose.random() < 0.3:
            pieces.append({"text": random_link(numbers).text[choose.randrange(12):]})
        if choose.random() < 0.3:
            width = choose.randrange(300, 700)
            for row, piece in enumerate(pieces):
                piece.update(x0=0, x1=9 * len(piece["text"]), right=width, y=row * choose.choice([20, 25, 80]),
                             lineHeight=choose.choice([12, 12, 14, 20]), indent=choose.choice([0, 0, 15, 150]),
                             item=choose.choice([None, None, "same", "next"]))
        sheets.append([pieces, choose.uniform(-6, 6)])
    script = modules.run(page, "(m, sheets) => sheets.map(([pieces, hyphenated]) => m.joinPieces(pieces, { hyphenated }))", JOIN, sheets)
    differing = []
    for (pieces, hyphenated), theirs in zip(sheets, script, strict=True):
        ours = join_pieces(pieces, hyphenated)
        if (ours and ours.as_dict()) != theirs:
            differing.append((pieces, ours, theirs))
    assert differing == []


def test_python_and_javascript_take_the_same_from_hyphens(page, modules):
    choose = random.Random(8)
    lines = [[text[:at] + choose.choice(["-", "- ", ""]), text[at:] + choose.choice(["", " and more"])]
             for text in readings(9, 600) for at in [choose.randrange(len(text) + 1)]]
    script = modules.run(page, "(m, all) => all.map(m.evidence)", HYPHEN, lines)
    assert script == pytest.approx([hyphen.evidence(texts) for texts in lines])
    assert min(script) < 0 < max(script)


def test_python_and_javascript_call_the_same_href_safe(page, modules):
    hrefs = ["https://a.org", "HTTP://A.ORG/b", "mailto:a@b.org", "ftp://a.org", "javascript:alert(1)", "data:,x", "//a.org",
             "https://", "https:///a", " https://a.org", "https://a.org\n", "java\nscript:x", "", "blob:https://a.org/x",
             "https://a.org/\u00fc", "mailto:", "https:\\\\a.org", "view-source:https://a.org", None, 5]
    assert modules.run(page, "(m, hrefs) => hrefs.map(m.isSafeHref)", PARSE, hrefs) == [is_safe_href(href) for href in hrefs]


# --- any string --------------------------------------------------------------------------------------------------

FUZZ = """(m, { seed, count, parts }) => {
  let state = seed;
  const next = (limit) => { // mulberry32: the same strings in every run
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
  const one = () => [
    () => parts[next(parts.length)],
    () => String.fromCharCode(32 + next(95)),
    () => String.fromCharCode(next(0x600)),
    () => String.fromCharCode(next(0x10000)), // half surrogates too
  ][next(4)]();
  const problems = [];
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const text = Array.from({ length: next(14) }, one).join('');
    for (const start of [true, false]) {
      try {
        const link = m.findLink(text, { start });
        if (!link) continue;
        found += 1;
        let repaired = link.read;
        for (const { at, from, to } of [...link.changes].reverse()) {
          if (repaired.slice(at, at + from.length) !== from) problems.push([text, 'change']);
          repaired = repaired.slice(0, at) + to + repaired.slice(at + from.length);
        }
        if (link.printed !== repaired) problems.push([text, 'printed']);
        if (text.slice(link.start, link.end) !== link.read || !link.read) problems.push([text, 'read']);
        if (/\\s/.test(link.printed)) problems.push([text, 'space']);
        if ((link.href === null) !== (link.kind === 'ftp')) problems.push([text, 'kind']);
        if (link.href !== null) {
          const { protocol } = new URL(link.href);
          if (!['https:', 'http:', 'mailto:'].includes(protocol) || !m.isSafeHref(link.href)) problems.push([text, link.href]);
        }
      } catch (error) {
        problems.push([text, String(error)]);
      }
    }
  }
  return { problems: problems.slice(0, 5), found };
}"""


def test_any_string(page, modules):
    parts = ["https://", "http:/", "htlps://", "http:", "www.", "wvvw.", "example", "example.org", ".org", ".co.uk", "@", "doi:",
             "10.1000/", "javascript:", "data:", "ftp://", "xn--", "xn--bcher-kva.de", "..", "//", " ", "(", ")", "[::1]", ":80",
             "?", "#", "-", "\\", "%", "\n"]
    result = modules.run(page, FUZZ, PARSE, {"seed": 7, "count": 20000, "parts": parts})
    assert result["problems"] == []
    assert result["found"] > 2000
