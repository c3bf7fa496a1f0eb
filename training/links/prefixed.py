"""Links that say that they are one: by a scheme or by ``www.``, rightly read or repaired. The twin of web_src/links/prefixed.js."""

from __future__ import annotations

from training.links.authority import authority_at
from training.links.link import Link, encoded, link_of
from training.links.link_end import rest_of_link
from training.links.rules import RULES, ascii_lower, found_in, match_at
from training.links.slips import Slip, change, scheme_slips, www_slips

PATTERNS = RULES["patterns"]
# What a link of a kind opens with, where that is not the kind itself; nothing for ftp.
SCHEMES = {"www": "https", "ftp": None}


def prefixed_at(text: str, small: str, index: int, start: bool) -> Link | None:
    """A link that says that it is one: by scheme or by www., rightly read or repaired."""
    for opener in RULES["openers"]:
        prefix = match_at(opener["prefix"], small, index)
        if not prefix:
            continue
        glued = _glued(opener, small, index, start)
        if glued is None or is_foreign(small, index):
            continue
        if opener["kind"] in ("http", "https"):
            for slip in www_slips(text, small, prefix.end()):
                if link := _repaired(text, index, opener["kind"], prefix.end() - index, [slip], glued):
                    return link
        at = index if opener["kind"] == "www" else prefix.end()
        if link := _web_link(text, index, opener["kind"], at, glued):
            return link
    return _slip_at(text, small, index, start)


def _glued(opener: dict, small: str, index: int, start: bool) -> tuple[str, ...] | None:
    """The doubts that come of what stands right before a link; None if it cannot start there."""
    if index == 0:
        return ()
    before = small[index - 1]
    if start and opener["kind"] == "www" and found_in(PATTERNS["schemeAbove"], small[:index]):
        return ("glued",)
    if found_in(opener["never"], before):
        return None
    if found_in(opener["glued"], before):
        return ("glued",) if start else None
    return ()


def is_foreign(small: str, index: int) -> bool:
    """Whether the place lies within a link of another scheme: javascript:…, s3://…"""
    begin = index
    while begin > 0 and not match_at(PATTERNS["space"], small, begin - 1):
        begin -= 1
    return found_in(PATTERNS["foreign"], small[begin:index])


def _slip_at(text: str, small: str, index: int, start: bool) -> Link | None:
    """A link whose scheme or www. was misread so that nothing else can be meant."""
    web, www = RULES["openers"][0], RULES["openers"][3]
    glued = _glued(web, small, index, start)
    if glued is not None:
        for slips in scheme_slips(text, small, index):
            kind = ascii_lower(slips[0].to)
            link = _repaired(text, index, kind, 0, slips, glued)
            if link and not is_foreign(small, index):
                return link
    glued = _glued(www, small, index, start)
    if glued is not None:
        for slip in www_slips(text, small, index):
            link = _repaired(text, index, "www", 0, [slip], glued)
            if link and not is_foreign(small, index):
                return link
    return None


def _repaired(text: str, index: int, kind: str, behind: int, slips: list[Slip], doubts: tuple[str, ...]) -> Link | None:
    """The link at `index` with slips repaired, of which the first stands `behind` characters behind it.

    A repair stands only on a host that exists: its suffix must be known.
    """
    head, position, changes = text[:index + behind], index + behind, []
    scheme_end = None
    for slip in slips:
        read = text[position:position + slip.length]
        if read != slip.to:
            changes.append(change(position - index, read, slip.to, slip.why))
        if slip.doubt:
            doubts = (*doubts, slip.doubt)
        head, position = head + slip.to, position + slip.length
        if slip.to == "://":
            scheme_end = len(head)
    if not changes:
        return None
    at = index if kind == "www" else scheme_end if scheme_end is not None else index + behind
    link = _web_link(head + text[position:], index, kind, at, doubts)
    if link is None or "suffix" in link.doubts:
        return None
    end = link.end - len(head) + position
    return Link(link.kind, link.printed, text[index:end], link.href, index, end, link.certain, link.doubts,
                tuple(changes), link.broken)


def _web_link(text: str, index: int, kind: str, at: int, doubts: tuple[str, ...]) -> Link | None:
    """The link at `index` whose authority stands at `at`."""
    authority = authority_at(text, at, userinfo=kind != "www", cut=True)
    if authority is None:
        return None
    if kind == "www" and ("." not in authority.host or match_at("@", text, authority.end)):
        return None
    end, odd = rest_of_link(text, index, authority.end)
    found = [*doubts, *authority.doubts, *odd]
    if not authority.known:
        found.append("suffix")
    scheme = SCHEMES.get(kind, kind)
    href = scheme and f"{scheme}://{authority.before}{authority.name}{authority.port}{encoded(text[authority.end:end])}"
    return link_of(text, kind, index, end, href, found)
