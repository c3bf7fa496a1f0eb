"""A link, and what is said of one that was found. The twin of web_src/links/link.js."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from urllib.parse import quote

from training.links.rules import RULES, ascii_lower, match_at

PATTERNS = RULES["patterns"]


@dataclass(frozen=True)
class Link:
    """One link found in a reading."""

    kind: str
    printed: str
    read: str
    href: str | None
    start: int  # of `read`, in the text
    end: int
    certain: bool  # no doubt about where it starts, where it ends and that it is a link
    doubts: tuple[str, ...] = ()  # names of RULES["doubts"]
    changes: tuple[dict, ...] = ()  # {"at": in `read`, "from", "to", "why"}
    broken: str | None = None  # how it ends, if that may be a break: a hint for join.py

    def as_dict(self) -> dict:
        """The same keys as the JavaScript twin gives."""
        return {**asdict(self), "doubts": list(self.doubts), "changes": list(self.changes)}


def is_safe_href(href: object) -> bool:
    """Whether a tap may open it: http, https or mailto, in printable ASCII."""
    return isinstance(href, str) and match_at(PATTERNS["safe"], ascii_lower(href), 0) is not None \
        and not href.endswith("\n")


def link_of(text: str, kind: str, index: int, end: int, href: str | None, doubts: list[str]) -> Link | None:
    """A link of what was found, with the doubts that its end raises."""
    if href is not None and not is_safe_href(href):
        return None
    printed = text[index:end]
    if match_at(PATTERNS["ellipsis"], text, end) or "..." in printed:
        doubts = [*doubts, "ellipsis"]
    hint, doubtful = _break_hint(text, index, end)
    if doubtful:
        doubts = [*doubts, "broken"]
    doubts = tuple(dict.fromkeys(doubts))
    return Link(kind, printed, printed, href, index, end, not doubts, doubts, (), hint)


def _break_hint(text: str, index: int, end: int) -> tuple[str | None, bool]:
    """How the link ends where the reading ends with it, and whether a whole link would not end so."""
    tail = skip(text, end, PATTERNS["trailing"])
    if skip(text, tail, PATTERNS["space"]) < len(text):
        return None, text[end - 1] == "-"
    for row in RULES["broken"]:
        if match_at(row["end"], text, tail - 1):
            return row["hint"], bool(row.get("doubt")) and tail == end
    return None, text[end - 1] == "-"


def encoded(rest: str) -> str:
    """Path, query and fragment as a link needs them: as printed, with letters beyond ASCII in percent signs."""
    return "".join(mark if mark.isascii() and mark not in "{}" else quote(mark, safe="") for mark in rest)


def skip(text: str, at: int, source: str) -> int:
    """The first place from `at` on where a pattern of one character does not match."""
    while at < len(text) and match_at(source, text, at):
        at += 1
    return at
