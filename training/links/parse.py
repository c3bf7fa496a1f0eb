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

import re
from dataclasses import asdict, dataclass, field, replace
from urllib.parse import quote

from training.links import hosts
from training.links.rules import RULES, ascii_lower, found_in, match_at, pattern

LIMITS, PATTERNS = RULES["limits"], RULES["patterns"]
CLOSERS, OPENERS = RULES["brackets"], set(RULES["brackets"].values())

# What a link of a kind opens with, where that is not the kind itself; nothing for ftp.
SCHEMES = {"www": "https", "ftp": None}


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


def find_link(text: str, start: bool = True) -> Link | None:
    """The link that a text starts with, a little noise before it allowed; with start=False, the first anywhere.

    Noise is what a strip shows of what stands before the link: a bracket, a quote, a footnote's number, the end
    of the word before. A text longer than any line (RULES["limits"]["text"]) is read up to there.
    """
    text = text[:LIMITS["text"]]
    if not start:
        return _search(text, 0)
    strong = _first(_strong_at, text, 0, LIMITS["noise"], True)
    if strong and strong.start == 0:
        return strong
    weak = _first(_weak_at, text, 0, LIMITS["noise"], True)
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


def is_safe_href(href: object) -> bool:
    """Whether a tap may open it: http, https or mailto, in printable ASCII."""
    return isinstance(href, str) and match_at(PATTERNS["safe"], ascii_lower(href), 0) is not None \
        and not href.endswith("\n")


# --- where links start -------------------------------------------------------------------------------------------

def _search(text: str, position: int) -> Link | None:
    strong = _first(_strong_at, text, position, len(text), False)
    weak = _first(_weak_at, text, position, strong.start - 1 if strong else len(text), False)
    return weak or strong


def _first(find_at, text: str, position: int, last: int, start: bool) -> Link | None:
    small = ascii_lower(text)
    for index in range(position, min(last + 1, len(text))):
        if link := find_at(text, small, index, start):
            return link
    return None


def _strong_at(text: str, small: str, index: int, start: bool) -> Link | None:
    """A link that says that it is one: by scheme or by www., rightly read or repaired."""
    for opener in RULES["openers"]:
        prefix = match_at(opener["prefix"], small, index)
        if not prefix:
            continue
        glued = _glued(opener, small, index, start)
        if glued is None or _is_foreign(small, index):
            continue
        if opener["kind"] in ("http", "https"):
            for slip in _www_slips(text, small, prefix.end()):
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


def _is_foreign(small: str, index: int) -> bool:
    """Whether the place lies within a link of another scheme: javascript:…, s3://…"""
    begin = index
    while begin > 0 and not match_at(PATTERNS["space"], small, begin - 1):
        begin -= 1
    return found_in(PATTERNS["foreign"], small[begin:index])


# --- slips of the reader -----------------------------------------------------------------------------------------

@dataclass
class _Slip:
    """A stretch of the reading and what the paper must show there."""

    length: int
    to: str
    why: str
    doubt: str | None = None


def _slip_at(text: str, small: str, index: int, start: bool) -> Link | None:
    """A link whose scheme or www. was misread so that nothing else can be meant."""
    web, www = RULES["openers"][0], RULES["openers"][3]
    glued = _glued(web, small, index, start)
    if glued is not None:
        for slips in _scheme_slips(text, small, index):
            kind = ascii_lower(slips[0].to)
            link = _repaired(text, index, kind, 0, slips, glued)
            if link and not _is_foreign(small, index):
                return link
    glued = _glued(www, small, index, start)
    if glued is not None:
        for slip in _www_slips(text, small, index):
            link = _repaired(text, index, "www", 0, [slip], glued)
            if link and not _is_foreign(small, index):
                return link
    return None


def _scheme_slips(text: str, small: str, index: int):
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
            pair = [_Slip(letters.end() - index, _in_case_of(text[index:middle], scheme["to"]), scheme.get("why", "")),
                    _Slip(end - middle, "://", separator["why"], separator.get("doubt"))]
            for www in _www_slips(text, small, end):
                yield [*pair, www]
            if "before" not in separator or match_at(separator["before"], small, end):
                yield pair


def _www_slips(text: str, small: str, index: int):
    """Every way to read a misread `www.` at a place."""
    for row in RULES["wwwSlips"]:
        found = match_at(row["pattern"], small, index)
        if found and found[0] != "www.":
            yield _Slip(len(found[0]), _in_case_of(text[index:found.end()], "www."), row["why"], row.get("doubt"))


def _in_case_of(read: str, word: str) -> str:
    """A word in capitals if what was read is mostly in capitals."""
    capitals = sum("A" <= letter <= "Z" for letter in read)
    return word.upper() if capitals > sum("a" <= letter <= "z" for letter in read) else word


def _repaired(text: str, index: int, kind: str, skip: int, slips: list[_Slip], doubts: tuple[str, ...]) -> Link | None:
    """The link at `index` with slips repaired, of which the first stands `skip` characters behind it.

    A repair stands only on a host that exists: its suffix must be known.
    """
    head, position, changes = text[:index + skip], index + skip, []
    scheme_end = None
    for slip in slips:
        read = text[position:position + slip.length]
        if read != slip.to:
            changes.append(_change(position - index, read, slip.to, slip.why))
        if slip.doubt:
            doubts = (*doubts, slip.doubt)
        head, position = head + slip.to, position + slip.length
        if slip.to == "://":
            scheme_end = len(head)
    if not changes:
        return None
    at = index if kind == "www" else scheme_end if scheme_end is not None else index + skip
    link = _web_link(head + text[position:], index, kind, at, doubts)
    if link is None or "suffix" in link.doubts:
        return None
    end = link.end - len(head) + position
    return Link(link.kind, link.printed, text[index:end], link.href, index, end, link.certain, link.doubts,
                tuple(changes), link.broken)


def _change(at: int, read: str, to: str, why: str) -> dict:
    """A change without the characters that stay: `htlps` → `https` is l → t."""
    left = 0
    while left < min(len(read), len(to)) and read[left] == to[left]:
        left += 1
    right = 0
    while right < min(len(read), len(to)) - left and read[-1 - right] == to[-1 - right]:
        right += 1
    return {"at": at + left, "from": read[left:len(read) - right], "to": to[left:len(to) - right], "why": why}


# --- host and path -----------------------------------------------------------------------------------------------

@dataclass
class _Authority:
    """[userinfo@]host[:port] as found in a text."""

    end: int
    host: str  # as printed
    name: str  # as it goes over the wire
    before: str = ""  # userinfo and its @
    port: str = ""
    known: bool = False
    doubts: list[str] = field(default_factory=list)


def _authority(text: str, at: int, userinfo: bool = False, port: bool = True,
               cut: bool = False) -> _Authority | None:
    """`cut`: it may break off at a hyphen where the reading ends."""
    before, doubts = "", []
    if userinfo and (user := match_at(PATTERNS["userinfo"], text, at)):
        before, at = user[0], user.end()
        doubts.append("userinfo")
    if bracketed := match_at(PATTERNS["ipv6"], text, at):
        if not hosts.is_ipv6(bracketed[0]):
            return None
        found = _Authority(bracketed.end(), bracketed[0], ascii_lower(bracketed[0]), before, "", True, doubts)
    else:
        end = _before_next_scheme(text, at, _host_end(text, at))
        if end == at:
            return None
        end, doubts = _without_next_sentence(text, at, end, doubts)
        dashes = _skip(text, end, "-")
        if cut and _skip(text, dashes, PATTERNS["space"]) == len(text):
            end = dashes
        host = text[at:end]
        name = hosts.to_ascii(host)
        if name is None:
            return None
        known = hosts.is_ipv4(name) or hosts.has_known_suffix(name)
        found = _Authority(end, host, name, before, "", known, doubts)
    if port and (number := match_at(PATTERNS["port"], text, found.end)) and 0 < int(number[1]) < 65536:
        found.port, found.end = number[0], number.end()
    return found


def _host_end(text: str, at: int) -> int:
    """Where a host name ends: labels with dots between them, the last of them whole."""
    label = _label(text, at)
    if not label:
        return at
    end = label.end()
    while end < len(text) and text[end] == "." and (label := _label(text, end + 1)):
        end = label.end()
    return end


def _label(text: str, at: int) -> re.Match | None:
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


def _path_end(text: str, at: int, quote_mark: str | None) -> int:
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


def _web_link(text: str, index: int, kind: str, at: int, doubts: tuple[str, ...]) -> Link | None:
    """The link at `index` whose authority stands at `at`."""
    authority = _authority(text, at, userinfo=kind != "www", cut=True)
    if authority is None:
        return None
    if kind == "www" and ("." not in authority.host or match_at("@", text, authority.end)):
        return None
    end, odd = _rest_of_link(text, index, authority.end)
    found = [*doubts, *authority.doubts, *odd]
    if not authority.known:
        found.append("suffix")
    scheme = SCHEMES.get(kind, kind)
    href = scheme and f"{scheme}://{authority.before}{authority.name}{authority.port}{_encoded(text[authority.end:end])}"
    return _link(text, kind, index, end, href, found)


def _rest_of_link(text: str, index: int, at: int) -> tuple[int, list[str]]:
    """The end of the link whose authority ends at `at`, and a doubt if what follows is odd."""
    if match_at("[/?#]", text, at):
        quote_mark = "'" if index > 0 and text[index - 1] == "'" else None
        end = _path_end(text, at, quote_mark)
        before = _sentence_from(text, at, end)
        return before, ["sentence"] if before < end else []
    return at, ["odd"] if match_at(PATTERNS["oddAfterHost"], text, at) else []


def _sentence_from(text: str, at: int, end: int) -> int:
    """Where what was taken for a path is the sentence's already, its space unseen: `a/.The next`, `a- the next`."""
    last = text.rfind("/.", at, end) + 1
    if last and match_at(PATTERNS["nextSentence"], text[:end], last):
        return last
    if not end < _skip(text, end, PATTERNS["space"]) < len(text):
        return end
    return at + len(text[at:end].rstrip("-"))


def _encoded(rest: str) -> str:
    """Path, query and fragment as a link needs them: as printed, with letters beyond ASCII in percent signs."""
    return "".join(mark if mark.isascii() and mark not in "{}" else quote(mark, safe="") for mark in rest)


def _link(text: str, kind: str, index: int, end: int, href: str | None, doubts: list[str]) -> Link | None:
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
    tail = _skip(text, end, PATTERNS["trailing"])
    if _skip(text, tail, PATTERNS["space"]) < len(text):
        return None, text[end - 1] == "-"
    for row in RULES["broken"]:
        if match_at(row["end"], text, tail - 1):
            return row["hint"], bool(row.get("doubt")) and tail == end
    return None, text[end - 1] == "-"


def _skip(text: str, at: int, source: str) -> int:
    """The first place from `at` on where a pattern of one character does not match."""
    while at < len(text) and match_at(source, text, at):
        at += 1
    return at


# --- links that do not say that they are one ---------------------------------------------------------------------

def _weak_at(text: str, small: str, index: int, start: bool) -> Link | None:
    """A mail address, a DOI or a bare host: told by what they are made of alone."""
    return (_after_year(text, small, index) or _mail_at(text, small, index) or _doi_at(text, small, index)
            or _domain_at(text, small, index, start))


def _after_year(text: str, small: str, index: int) -> Link | None:
    """2012.example.org: the year ends the sentence before, the space behind its full stop unseen."""
    year = match_at(PATTERNS["year"], small, index)
    if not year or (index > 0 and match_at(RULES["before"]["domain"], small, index - 1)) or _is_foreign(small, index):
        return None
    at = year.end()
    link = _mail_at(text[at:], small[at:], 0) or _domain_at(text[at:], small[at:], 0, False)
    return link and replace(link, start=link.start + at, end=link.end + at, certain=False,
                            doubts=tuple(dict.fromkeys([*link.doubts, "glued"])))


def _mail_at(text: str, small: str, index: int) -> Link | None:
    begin = index + 7 if small.startswith("mailto:", index) else index
    if not match_at("[0-9A-Za-z_]", text, begin):
        return None
    before = index
    while before > 0 and text[before - 1] in ".%+-":
        before -= 1
    if before > 0 and (match_at("[0-9a-z_]", small, before - 1) or found_in(RULES["before"]["mail"], text[before - 1])):
        return None
    local = match_at(PATTERNS["local"] + "+@", text, begin)
    if not local or len(local[0]) - 1 > LIMITS["local"] or found_in(r"\.\.|\.@", local[0]):
        return None
    if _is_foreign(small, index):
        return None
    authority = _authority(text, local.end(), port=False)
    if authority is None or not authority.known or hosts.is_ipv4(authority.name) or authority.host.startswith("["):
        return None
    if match_at(RULES["after"]["mail"], small, authority.end):
        return None
    end, doubts = authority.end, list(authority.doubts)
    if begin > index and match_at(r"\?", text, end):
        end = _path_end(text, end, None)
    elif match_at(PATTERNS["oddAfterHost"] + "|/", text, end):
        doubts.append("odd")
    href = "mailto:" + local[0].replace("%", "%25") + authority.name + _encoded(text[authority.end:end])
    return _link(text, "mail", index, end, href, doubts)


def _doi_at(text: str, small: str, index: int) -> Link | None:
    if small[index] not in "d1" or (index > 0 and match_at(RULES["before"]["doi"], small, index - 1)):
        return None
    prefix = match_at(RULES["doi"]["prefix"], small, index)
    if not prefix or _is_foreign(small, index):
        return None
    quote_mark = "'" if index > 0 and text[index - 1] == "'" else None
    end = _path_end(text, prefix.end(), quote_mark)
    if end == prefix.end():
        return None
    suffix = text[prefix.end():end]
    doubts = ["number"] if match_at(RULES["doi"]["short"], suffix, 0) else []
    # A resolver would take ? and # for the ends of the number.
    href = RULES["doi"]["resolver"] + prefix[1] + _encoded(suffix).replace("?", "%3F").replace("#", "%23")
    return _link(text, "doi", index, end, href, doubts)


def _domain_at(text: str, small: str, index: int, start: bool) -> Link | None:
    # `https:` may stand at the end of the line above.
    scheme_above = start and found_in(PATTERNS["schemeAbove"], small[:index])
    if index > 0 and match_at(RULES["before"]["domain"], small, index - 1) and not scheme_above:
        return None
    if small[max(0, index - 2):index] == "::" or not _label(text, index):
        return None
    if "." not in text[index:_host_end(text, index)] or _is_foreign(small, index):
        return None
    authority = _authority(text, index)
    if authority is None or not authority.known or hosts.is_ipv4(authority.name) or "." not in authority.host:
        return None
    if match_at(RULES["after"]["domain"], text, authority.end):
        return None
    end, doubts = _rest_of_link(text, index, authority.end)
    doubts = [*(["glued"] if scheme_above else []), *authority.doubts, *doubts]
    for guard in RULES["domainGuards"]:
        if guard.get("unlessPath") and end > authority.end:
            continue
        if found_in(guard["pattern"], authority.host if guard.get("asPrinted") else ascii_lower(authority.host)):
            if guard["verdict"] == "none":
                return None
            doubts.append(guard["verdict"])
    href = f"https://{authority.name}{authority.port}{_encoded(text[authority.end:end])}"
    return _link(text, "domain", index, end, href, doubts)
