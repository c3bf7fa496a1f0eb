"""Whose is a hyphen at a line's end: the link's own, or the typesetter's? The twin of web_src/links/hyphen.js; the
signs are in rules.json.

Two words say little about it. But a page is set in one way: where one link is broken within a word, so are others;
where all breaks look like hyphens of the links' own, a doubtful one is most likely one too.
"""

from __future__ import annotations

import math

from training.links.rules import RULES, found_in

HYPHEN = RULES["join"]["hyphen"]
OWN = HYPHEN["own"]

#: Log-odds that the links of a page are hyphenated, as long as none of it is read.
PRIOR = math.log(HYPHEN["pages"] / (1 - HYPHEN["pages"]))


def is_own(before: str, after: str, hyphenated: float) -> bool:
    """Whether the hyphen that ``before`` ends with is part of the link.

    Args:
        before: the link up to the break, hyphen and all.
        after: the next line's first word.
        hyphenated: log-odds that the links of this page are.
    """
    share = 1 / (1 + math.exp(-hyphenated))
    return share * OWN + 1 - share >= share * (1 - OWN) * _favour(before, after)


def evidence(texts: list[str]) -> float:
    """What the breaks of one link say of its page.

    Returns:
        Log-odds that the page's links are hyphenated, to be added to what others say; 0 where no line ends in a hyphen.
    """
    total, before = 0.0, ""
    for text, following in zip(texts, texts[1:]):
        before += text.strip()
        if before.endswith("-"):
            total += math.log(OWN + (1 - OWN) * _favour(before, following.strip().split(" ")[0]))
    return total


def _favour(before: str, after: str) -> float:
    """How many times likelier these parts are where a typesetter broke a word than where the hyphen is the link's own."""
    text = f"{before}|{after}"
    return math.exp(-HYPHEN["start"] - sum(row["weight"] for row in HYPHEN["rows"] if found_in(row["pattern"], text)))
