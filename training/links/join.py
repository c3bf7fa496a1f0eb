"""Join a link that is broken over lines. The twin of web_src/links/join.js; the rules are in rules.json.

Paper does not say whether a link goes on in the next line, so signs are weighed: what the line ends with, what the
next one starts with, and where both stand. Each sign is a row of RULES["join"] with its reason. Where they do not
settle it, and always where a hyphen stands at the break, the other reading is offered too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from training.links.hosts import is_suffix
from training.links.hyphen import PRIOR, is_own
from training.links.parse import Link, find_link
from training.links.rules import RULES, ascii_lower, found_in, match_at, pattern

JOIN = RULES["join"]
SPACE, TRAILING = RULES["patterns"]["space"], RULES["patterns"]["trailing"]

#: Readings offered for one print, at most: two hyphens at two breaks already make four.
MOST_READINGS = 4
ALNUM = re.compile("[0-9A-Za-z]")
LETTER = re.compile(r"[a-z]\Z")
WORD = re.compile(r"[a-z]+[.,;:!?]?\Z")


@dataclass(frozen=True)
class Piece:
    """What was read of one line: from the link's start to the line's end, or a following line from its start.

    Places are in pixels along the line, upright; all but the text may be missing. `right` is where the lines of
    this column end, `indent` how far right of the column's left edge the piece starts, `item` whether in a list it
    is of the same one as the piece before or of the next one, `beside` whether other print stands in between, `apart`
    whether another paragraph seems to begin with it, `cut` whether the picture's edge may cut its end, `y` its baseline, and
    `lineHeight` the height of its letter h.
    """

    text: str
    x0: float | None = None
    x1: float | None = None
    y: float | None = None
    right: float | None = None
    indent: float | None = None
    item: str | None = None  # "same" or "next"
    beside: bool | None = None
    apart: bool | None = None
    cut: bool | None = None
    lineHeight: float | None = None  # noqa: N815 - the name that both languages and the vectors share


@dataclass(frozen=True)
class Joined:
    """The likeliest reading of a link, over as many lines as it needs, and others for the same print."""

    printed: str
    href: str | None
    kind: str
    certain: bool
    doubts: tuple[str, ...]  # of the link where it stands, see parse.py
    lines: int  # how many pieces it takes
    alternatives: tuple[dict, ...] = ()  # {"printed", "href", "kind", "lines"}, likeliest first

    def as_dict(self) -> dict:
        return {"printed": self.printed, "href": self.href, "kind": self.kind, "certain": self.certain,
                "doubts": list(self.doubts), "lines": self.lines, "alternatives": list(self.alternatives)}


def join_pieces(pieces: list[Piece | dict], hyphenated: float = PRIOR) -> Joined | None:
    """The link that starts in the first piece, with what belongs to it of the others; None if there is none.

    Args:
        hyphenated: log-odds that the links of this page are, see hyphen.py.
    """
    pieces = [_tidy(piece if isinstance(piece, Piece) else Piece(**piece)) for piece in pieces]
    if not pieces:
        return None
    offered, seen = [], set()
    for link, lines in _readings(_from_link(pieces), pieces, 1, hyphenated):
        if link.printed not in seen:
            seen.add(link.printed)
            offered.append((link, lines))
    if not offered:
        return None
    (best, lines), others = offered[0], offered[1:MOST_READINGS]
    return Joined(best.printed, best.href, best.kind, best.certain and not others, tuple(best.doubts), lines, tuple(
        {"printed": link.printed, "href": link.href, "kind": link.kind, "lines": count} for link, count in others))


def _from_link(pieces: list[Piece]) -> str:
    """The first line, or only its last word, where that is a mail address with the next line's @, however far from its start."""
    text = pieces[0].text
    if len(pieces) > 1 and pieces[1].text.startswith("@") and find_link(text) is None:
        return text[text.rfind(" ") + 1:]
    return text


def _tidy(piece: Piece) -> Piece:
    """Every white space is one plain space, and there is none at the ends."""
    return replace(piece, text=pattern(SPACE).sub(" ", piece.text).strip(" "))


def _readings(text: str, pieces: list[Piece], used: int, hyphenated: float) -> list[tuple[Link, int]]:
    """The readings of `text`, which the first `used` pieces made, and of what it may go on with; likeliest first."""
    plain = find_link(text)
    alone = [(plain, used)] if plain else []
    if used == len(pieces):
        return alone
    score, variants = weigh(text, pieces[used - 1], pieces[used], hyphenated)
    joined = [reading for variant in variants for reading in _readings(variant, pieces, used + 1, hyphenated)]
    margin = score - JOIN["threshold"]
    if margin >= 0:
        is_open = margin < JOIN["sure"] or pieces[used].apart or pieces[used - 1].cut
        return joined + (alone if is_open else [])
    return alone + (joined if margin > -JOIN["sure"] else [])


def weigh(text: str, here: Piece, there: Piece, hyphenated: float = PRIOR) -> tuple[float, list[str]]:
    """How much speaks for going on in the next line, and the texts if so: joined as is, or with and without hyphen.

    Minus infinity where it cannot go on: no link, one that ends before its line does, or nothing to add.
    """
    no = (float("-inf"), [])
    link = find_link(text)
    # `https:` may be found at the end of a text in which an earlier link stands
    alone = found_in(JOIN["prefixAlone"], ascii_lower(text)) and (
        link is None or link.end < len(text) - 1 or _is_prefix(link, text))
    # a mail address or a bare host: nothing in it is a link before its suffix is there
    begun = link is None and not alone and found_in(JOIN["begun"], ascii_lower(text))
    if not alone and not begun and (link is None or not _ends_with(link, text)):
        return no
    variants = [text + there.text]
    if text.endswith("-") and (link or begun):
        variants.append(text[:-1] + there.text)
    dot_lost = link and not alone and _lacks_dot(text, link, there.text)
    if dot_lost:
        variants.insert(0, f"{text}.{there.text}")
    joined = find_link(variants[0])
    if joined is None or joined.end <= len(text) or joined.start >= len(text):
        return no
    if alone and _is_another(text, joined):
        return no
    own = None if alone else link
    printed = text[own.start:] if own else text
    first = there.text.split(" ")[0]
    last = text.split(" ")[-1]
    address = not alone and _is_address(first) and not found_in(JOIN["doi"]["service"], ascii_lower(printed))
    signs = {
        "prefix alone": alone,
        "host unfinished": own and _unknown(own) and not _unknown(joined),
        "host spoilt": own and not _unknown(own) and _unknown(joined),
        "begun": begun,
        "bracket open": _opens_bracket(printed),
        "next address": address,
        "address with a path": address and "/" in first,
        "address behind a path": address and "/" in first and own and not _is_host(own),
        "word before address": begun and address and bool(ALNUM.match(text[-1:]))
        and "@" not in last and not _is_enclosed(last, 1, first),
        "mark before a scheme": found_in(JOIN["markedScheme"], ascii_lower(first)) and "?" not in printed,
        "slash twice": printed.endswith("/") and first.startswith("/"),
        "introduced": found_in(JOIN["introduced"], ascii_lower(there.text)),
        "angle open": own and own.start and text[own.start - 1] == "<" and ">" not in text[own.start:],
        "dot before address": address and text.endswith(".") and (_is_host(own) if own else begun and "@" in text),
        "enclosed": own and _is_enclosed(text, own.start, first),
        "doi's number": found_in(JOIN["doi"]["broken"], ascii_lower(printed)) and found_in(JOIN["doi"]["number"], first),
        "last letter": not alone and bool(LETTER.match(text[-1:])) and bool(LETTER.match(there.text)),
        "within a word": not alone and bool(ALNUM.match(text[-1:])) and bool(WORD.match(first)),
        "country": found_in(JOIN["country"]["ends"], printed) and found_in(JOIN["country"]["starts"], first)
        and not _unknown(joined),
        "host run on": own and not dot_lost and ALNUM.match(text[-1:]) and ALNUM.match(first[:1]) and _grows_host(own, joined),
        **_places(here, there, first),
    }
    score = sum(row["weight"] for rows, subject in (
        (JOIN["ends"], printed), (JOIN["starts"], first), (JOIN["rest"], there.text[len(first):]), (JOIN["places"], ""))
        for row in rows if _fits(row, subject, signs))
    if begun and (score < JOIN["threshold"] or _unknown(joined)):
        return no
    if text.endswith("-") and not is_own(printed, first, hyphenated):
        variants.reverse()
    return score, variants


def _unknown(link: Link) -> bool:
    return "suffix" in link.doubts


def _lacks_dot(text: str, link: Link, following: str) -> bool:
    """Whether the full stop between a host and its suffix, which the next line begins with, was not seen."""
    if link.end != len(text) or not _is_host(link) or not ALNUM.match(text[-1:]):
        return False
    rules, first = JOIN["lostDot"], ascii_lower(following).split(" ")[0]
    name = pattern(rules["suffix"]).match(first)
    if name is None:
        return False
    if _unknown(link):
        return is_suffix(name[0]) and not found_in(rules["countryAlone"], first)
    if not (found_in(rules["countryBehind"], ascii_lower(text)) and found_in(rules["country"], first)):
        return False
    plain, dotted = find_link(text + following), find_link(f"{text}.{following}")
    return plain is not None and dotted is not None and _unknown(plain) and not _unknown(dotted)


def _is_prefix(link: Link, text: str) -> bool:
    """Whether all there is of a link is a prefix, as in `https://www.`, of which `https://www` is a link, too."""
    return _unknown(link) and found_in(JOIN["prefixAlone"], ascii_lower(text[link.start:]))


def _is_another(text: str, joined: Link) -> bool:
    """Whether a link is none that its prefix begins: behind `use https` the next line's host is another."""
    return joined.kind in ("domain", "mail") and not found_in(JOIN["mailAlone"], ascii_lower(text))


def _is_enclosed(text: str, start: int, first: str) -> bool:
    """Whether the mark right before the link opens what only the next word closes."""
    closer = JOIN["closers"].get(text[start - 1]) if start else None
    return closer is not None and closer not in text[start:] and closer in first


def _is_address(word: str) -> bool:
    """Whether a word is a bare host of a known suffix, an e-mail address or a DOI, a bullet before it or not."""
    link = find_link(pattern(JOIN["bullet"]).sub("", word))
    return link is not None and link.start == 0 and link.kind in ("domain", "mail", "doi") and "suffix" not in link.doubts


def _is_host(link: Link) -> bool:
    """Whether a link ends with its host: only there a dot may be the host's own."""
    return link.kind == "mail" or "/" not in re.sub(r"^\w+://", "", link.printed)


def _grows_host(link: Link, joined: Link) -> bool:
    """Whether what follows would make another host of one that has its suffix already."""
    if link.kind == "mail" or link.href is None or joined.href is None or _unknown(link) or _unknown(joined):
        return False
    host, longer = (urlsplit(found.href).hostname for found in (link, joined))
    return bool(host and longer) and longer != host


def _ends_with(link: Link, text: str) -> bool:
    """Whether nothing but a sentence's marks follows the link."""
    return all(match_at(TRAILING, mark, 0) for mark in text[link.end:])


def _fits(row: dict, subject: str, signs: dict) -> bool:
    if "name" in row:
        return bool(signs[row["name"]]) and not any(signs[name] for name in row.get("notWith", ()))
    if row.get("small"):
        subject = ascii_lower(subject)
    return found_in(row["pattern"], subject) and not ("unless" in row and found_in(row["unless"], ascii_lower(subject)))


def _opens_bracket(printed: str) -> bool:
    brackets = RULES["brackets"]
    return any(printed.count(opener) > printed.count(closer) for closer, opener in brackets.items())


def _places(here: Piece, there: Piece, first: str) -> dict[str, bool]:
    """What the places of two lines say; nothing where they are not known."""
    signs = dict.fromkeys(("room", "full", "far", "size", "paragraph", "outdent"), False)
    signs["item"] = there.item == "next"
    signs["apart"] = bool(there.apart)
    signs["cut"] = bool(here.cut)
    known = lambda *values: all(value is not None for value in values)  # noqa: E731
    if known(here.x0, here.x1, here.right) and here.text:
        width = (here.x1 - here.x0) / len(here.text)  # of a character
        signs["room"] = here.right - here.x1 > (len(first) + 1.5) * width
        signs["full"] = here.right - here.x1 < 3 * width
    height = here.lineHeight
    if known(height, here.y, there.y):
        signs["far"] = not 0.8 * height < there.y - here.y < 4 * height
    if known(height, there.lineHeight):
        signs["size"] = not 0.75 * height < there.lineHeight < 1.33 * height
    if known(height, there.indent):
        signs["paragraph"] = (there.item != "same" and 0.8 * height < there.indent < 4 * height
                              and (here.indent or 0) < 0.8 * height)
        signs["outdent"] = here.beside is not False and (here.indent or 0) - there.indent > 5 * height
    return signs
