"""Slips of the reader where a link opens: ``htlps://``, ``https;//``, ``wvvw.``. The twin of web_src/links/slips.js."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from training.links.rules import RULES, match_at


@dataclass
class Slip:
    """A stretch of the reading and what the paper must show there."""

    length: int
    to: str
    why: str
    doubt: str | None = None


def scheme_slips(text: str, small: str, index: int):
    """Every way to read a scheme at a place, likeliest first: [scheme, separator] or [scheme, separator, www]."""
    for number, scheme in enumerate(RULES["schemeSlips"]):
        letters = match_at(scheme["pattern"], small, index)
        if not letters:
            continue
        middle = letters.end()
        for place, separator in enumerate(RULES["separatorSlips"]):
            marks = match_at(separator["pattern"], small, middle)
            if not marks or (number < 2 and place == 0):  # as it should be: no slip
                continue
            end = marks.end()
            if "notBefore" in separator and match_at(separator["notBefore"], small, end):
                continue
            pair = [Slip(letters.end() - index, _in_case_of(text[index:middle], scheme["to"]), scheme.get("why", "")),
                    Slip(end - middle, "://", separator["why"], separator.get("doubt"))]
            for www in www_slips(text, small, end):
                yield [*pair, www]
            if "before" not in separator or match_at(separator["before"], small, end):
                yield pair


def www_slips(text: str, small: str, index: int):
    """Every way to read a misread `www.` at a place."""
    for row in RULES["wwwSlips"]:
        found = match_at(row["pattern"], small, index)
        if found and found[0] != "www.":
            yield Slip(len(found[0]), _in_case_of(text[index:found.end()], "www."), row["why"], row.get("doubt"))


def _in_case_of(read: str, word: str) -> str:
    """A word in capitals if what was read is mostly in capitals."""
    capitals = sum("A" <= letter <= "Z" for letter in read)
    return word.upper() if capitals > sum("a" <= letter <= "z" for letter in read) else word


def change(at: int, read: str, to: str, why: str) -> dict:
    """A change without the characters that stay: `htlps` → `https` is l → t."""
    left = 0
    while left < min(len(read), len(to)) and read[left] == to[left]:
        left += 1
    right = 0
    while right < min(len(read), len(to)) - left and read[-1 - right] == to[-1 - right]:
        right += 1
    return {"at": at + left, "from": read[left:len(read) - right], "to": to[left:len(to) - right], "why": why}
