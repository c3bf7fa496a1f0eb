"""The host of a link, and what belongs to it: ``user@example.org:8080``. The twin of web_src/links/authority.js."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from training.links import hosts
from training.links.link import skip
from training.links.rules import RULES, ascii_lower, match_at, pattern

PATTERNS = RULES["patterns"]


@dataclass
class Authority:
    """[userinfo@]host[:port] as found in a text."""

    end: int
    host: str  # as printed
    name: str  # as it goes over the wire
    before: str = ""  # userinfo and its @
    port: str = ""
    known: bool = False
    doubts: list[str] = field(default_factory=list)


def authority_at(text: str, at: int, userinfo: bool = False, port: bool = True,
               cut: bool = False) -> Authority | None:
    """`cut`: it may break off at a hyphen where the reading ends."""
    before, doubts = "", []
    if userinfo and (user := match_at(PATTERNS["userinfo"], text, at)):
        before, at = user[0], user.end()
        doubts.append("userinfo")
    if bracketed := match_at(PATTERNS["ipv6"], text, at):
        if not hosts.is_ipv6(bracketed[0]):
            return None
        found = Authority(bracketed.end(), bracketed[0], ascii_lower(bracketed[0]), before, "", True, doubts)
    else:
        end = _before_next_scheme(text, at, host_end(text, at))
        if end == at:
            return None
        end, doubts = _without_next_sentence(text, at, end, doubts)
        dashes = skip(text, end, "-")
        if cut and skip(text, dashes, PATTERNS["space"]) == len(text):
            end = dashes
        host = text[at:end]
        name = hosts.to_ascii(host)
        if name is None:
            return None
        known = hosts.is_ipv4(name) or hosts.has_known_suffix(name)
        found = Authority(end, host, name, before, "", known, doubts)
    if port and (number := match_at(PATTERNS["port"], text, found.end)) and 0 < int(number[1]) < 65536:
        found.port, found.end = number[0], number.end()
    return found


def host_end(text: str, at: int) -> int:
    """Where a host name ends: labels with dots between them, the last of them whole."""
    label = label_at(text, at)
    if not label:
        return at
    end = label.end()
    while end < len(text) and text[end] == "." and (label := label_at(text, end + 1)):
        end = label.end()
    return end


def label_at(text: str, at: int) -> re.Match | None:
    return match_at(PATTERNS["label"], text, at) or match_at(PATTERNS["labelUnspaced"], text, at)


def _before_next_scheme(text: str, at: int, end: int) -> int:
    """example.orghttp://a.org: the reader lost the space between two links."""
    scheme = pattern(PATTERNS["nextScheme"]).search(text[at:end]) if text.startswith("://", end) else None
    return at + scheme.start() + 1 if scheme else end


def _without_next_sentence(text: str, at: int, end: int, doubts: list[str]) -> tuple[int, list[str]]:
    """example.org.The: the last label is the next sentence, if what stands before it is a host by itself."""
    labels = text[at:end].split(".")
    if len(labels) < 3 or not match_at("[A-Z][a-z]*$", labels[-1], 0) or not match_at("[^A-Z]+$", labels[-2], 0):
        return end, doubts
    if match_at("[/?#:]", text, end):
        return end, doubts
    shorter = hosts.to_ascii(".".join(labels[:-1]))
    if shorter is None or not hosts.has_known_suffix(shorter):
        return end, doubts
    return end - len(labels[-1]) - 1, [*doubts, "sentence"]
