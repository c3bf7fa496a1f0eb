"""Find the link in what a reader read. The twin of web_src/links/parse.js; the rules are in rules.json.

Three texts must be told apart:

- `read`: the characters of the reading, from the link's start to its end, whatever they are;
- `printed`: what stands on the paper. It is the reading, save where a scheme can only be a slip of the reader
  (`htlps://`, `https;//`, `wvvw.`); `changes` lists each difference. Nothing but scheme, separator and `www.` is
  ever repaired, and no scheme is ever added;
- `href`: what a tap opens. Its host is in small letters and ASCII, its path is as printed, and its scheme is http,
  https or mailto. It is None for ftp links: they are found, so that an app can show that it saw them and so that
  no part of them is taken for another link, and they never open.
"""

from __future__ import annotations

from training.links.link import Link, is_safe_href
from training.links.prefixed import prefixed_at
from training.links.prefixless import prefixless_at
from training.links.rules import RULES, ascii_lower, pattern

__all__ = ["Link", "find_link", "find_links", "is_safe_href"]

LIMITS = RULES["limits"]


def find_link(text: str, start: bool = True) -> Link | None:
    """The link that a text starts with, a little noise before it allowed; with start=False, the first anywhere.

    Noise is what a strip shows of what stands before the link: a bracket, a quote, a footnote's number, the end
    of the word before. A text longer than any line (RULES["limits"]["text"]) is read up to there.
    """
    text = text[:LIMITS["text"]]
    if not start:
        return _search(text, 0)
    strong = _first(prefixed_at, text, 0, LIMITS["noise"], True)
    if strong and strong.start == 0:
        return strong
    weak = _first(prefixless_at, text, 0, LIMITS["noise"], True)
    # A scheme or www. is worth more than a bare name before it, unless it is a part of that (a.org/?u=http://b.org)
    # by more than the letter or two that were cut from the word before (ewww.a.org).
    if strong and weak and weak.start < strong.start < weak.end:
        return strong if pattern("^[0-9A-Za-z]*$").match(text[weak.start:strong.start]) else weak
    return strong or weak


def find_links(text: str) -> list[Link]:
    """Every link in a line, from left to right."""
    text = text[:LIMITS["text"]]
    links, position = [], 0
    while link := _search(text, position):
        links.append(link)
        position = link.end
    return links


def _search(text: str, position: int) -> Link | None:
    strong = _first(prefixed_at, text, position, len(text), False)
    weak = _first(prefixless_at, text, position, strong.start - 1 if strong else len(text), False)
    return weak or strong


def _first(find_at, text: str, position: int, last: int, start: bool) -> Link | None:
    small = ascii_lower(text)
    for index in range(position, min(last + 1, len(text))):
        if link := find_at(text, small, index, start):
            return link
    return None
