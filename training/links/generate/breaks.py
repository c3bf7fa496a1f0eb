"""Where typesetters break links."""

from __future__ import annotations


def break_points(text: str) -> tuple[int, ...]:
    """Where a typesetter may break a link without adding anything; see PrintedLink.

    After `http:` and after `//` (old TeX and new browsers differ), after a slash, hyphen, query sign, underscore;
    before a full stop, as style guides ask, or after it, as browsers do. Never between the two slashes, and never
    so that fewer than two characters stand alone.
    """
    scheme = text.lower().find("://")
    points = set()
    for index in range(1, len(text)):
        before, here = text[index - 1], text[index]
        if before in "/?&=#-_" and here != "/":
            points.add(index)
        elif here == "." or before == "." or (before == ":" and index == scheme + 1):
            points.add(index)
        elif here in "?&#@":
            points.add(index)
    if scheme > 0:
        points -= {index for index in points if index < scheme + 3 and index != scheme + 1}
    return tuple(sorted(index for index in points if 2 <= index <= len(text) - 2))


def hyphen_points(text: str) -> tuple[int, ...]:
    """Inside words of six letters and more, at least three letters from either end."""
    points, start = [], 0
    for index, character in enumerate(text + " "):
        if not character.isalpha():
            if index - start >= 6 and text[index:index + 3] != "://":
                points.extend(range(start + 3, index - 2))
            start = index + 1
    return tuple(points)
