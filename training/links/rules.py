"""The rules of web_src/links/rules.json, with their patterns compiled. The twin of web_src/links/rules.js."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

PATH = Path(__file__).resolve().parents[2] / "web_src" / "links" / "rules.json"
RULES = json.loads(PATH.read_text(encoding="utf-8"))


@functools.cache
def pattern(source: str) -> re.Pattern:
    """A pattern of the rules; <name> in it stands for a class of characters, or for what else the rules name beside these."""
    return re.compile(re.sub(r"<([A-Za-z]+)>", lambda name: RULES["characters"][name[1]], source))


def match_at(source: str, text: str, position: int) -> re.Match | None:
    """What a pattern matches right at a position."""
    return pattern(source).match(text, position)


def found_in(source: str, text: str) -> bool:
    """Whether a pattern matches anywhere in a text."""
    return pattern(source).search(text) is not None


_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def ascii_lower(text: str) -> str:
    """A-Z made small and nothing else, so that every position stays what it was."""
    return text.translate(_SMALL)
