"""Where a link ends: its path, and what is the sentence's already. The twin of web_src/links/link_end.js."""

from __future__ import annotations

from training.links.link import skip
from training.links.rules import RULES, match_at

PATTERNS = RULES["patterns"]
CLOSERS, OPENERS = RULES["brackets"], set(RULES["brackets"].values())


def rest_of_link(text: str, index: int, at: int) -> tuple[int, list[str]]:
    """The end of the link whose authority ends at `at`, and a doubt if what follows is odd."""
    if match_at("[/?#]", text, at):
        end = path_end(text, at, quote_before(text, index))
        before = _sentence_from(text, at, end)
        return before, ["sentence"] if before < end else []
    return at, ["odd"] if match_at(PATTERNS["oddAfterHost"], text, at) else []


def path_end(text: str, at: int, quote_mark: str | None) -> int:
    """Where a link ends that goes on at `at`: at white space, at a bracket or quote that was opened before the
    link, where another link touches it, and before the marks that belong to the sentence."""
    opened, end = [], at
    while end < len(text) and match_at(PATTERNS["path"], text, end):
        mark = text[end]
        if mark == quote_mark or match_at(PATTERNS["nextLink"], text, end):
            break
        if mark in OPENERS:
            opened.append(mark)
        elif mark in CLOSERS:
            if not opened or opened.pop() != CLOSERS[mark]:
                break
        end += 1
    while end > at and match_at(PATTERNS["trailing"], text, end - 1):
        end -= 1
    return end


def _sentence_from(text: str, at: int, end: int) -> int:
    """Where what was taken for a path is the sentence's already, its space unseen: `a/.The next`, `a- the next`."""
    last = text.rfind("/.", at, end) + 1
    if last and match_at(PATTERNS["nextSentence"], text[:end], last):
        return last
    if not end < skip(text, end, PATTERNS["space"]) < len(text):
        return end
    return at + len(text[at:end].rstrip("-"))


def quote_before(text: str, index: int) -> str | None:
    """The single quote that was opened right before a link, and that will end it."""
    return "'" if index > 0 and text[index - 1] == "'" else None
