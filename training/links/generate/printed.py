"""Links of every kind, as they stand on paper."""

from __future__ import annotations

import string
from dataclasses import dataclass, field

import numpy as np

from training.links import words
from training.links.generate.any_words import any_word
from training.links.generate.breaks import break_points, hyphen_points
from training.links.generate.draw import chance, characters, pick, weighted
from training.links.generate.hosts import ascii_host, unicode_host, web_host
from training.links.generate.paths import BASE62, camel_case, path

KINDS = ("https", "http", "www", "ftp", "domain", "mail", "doi")
KIND_WEIGHTS = (0.36, 0.21, 0.19, 0.03, 0.10, 0.07, 0.04)


@dataclass(frozen=True)
class PrintedLink:
    """A link as it stands on paper.

    `break_points` are the places a typesetter may break it without a hyphen of his own: index i means that
    text[:i] ends one line and text[i:] starts the next. `hyphen_points` are places inside words where one who
    hyphenates links (one should not; many do) would add a "-" that is no part of the link.
    """

    kind: str
    text: str
    break_points: tuple[int, ...] = ()
    hyphen_points: tuple[int, ...] = field(default=(), compare=False)


def in_some_case(rng: np.random.Generator, text: str) -> str:
    """A host as printed: mostly small letters, sometimes as a poster or a brand would have it."""
    form = rng.random()
    if form < 0.90:
        return text
    if form < 0.95:
        return text.upper()
    *labels, last = text.split(".")  # Example.org, and never Example.Org: that is how sentences without a space look
    return ".".join([label[:1].upper() + label[1:] if len(label) > 3 else label for label in labels] + [last])


def web_link(rng: np.random.Generator, prefix: str, ascii_only: bool) -> str:
    host = web_host(rng, ascii_only)
    if prefix == "www." and host[-1].isdigit():  # nobody puts www. before a numeric address
        host = ascii_host(rng)
    if prefix.endswith("//") and not host[0].isdigit() and chance(rng, 0.34):
        host = "www." + host
    if prefix.endswith("//") and chance(rng, 0.004):
        host = pick(rng, words.GIVEN) + "@" + host
    if chance(rng, 0.03):
        host += ":" + pick(rng, ["80", "443", "8000", "8080", "8443", "3000", "5000", str(rng.integers(1024, 65536))])
    text = prefix + host
    if chance(rng, 0.06):  # the case of scheme and host belongs together: HTTP://WWW.EXAMPLE.ORG
        text = text.upper()
        rest = path(rng)
        return text + (rest.upper() if chance(rng, 0.5) else rest)
    return prefix + in_some_case(rng, host) + path(rng)


def ftp_link(rng: np.random.Generator, ascii_only: bool) -> str:
    host = ascii_host(rng)
    prefix = pick(rng, ["ftp.", "ftp.", "", pick(rng, words.FTP_HOSTS) + "."])
    return "ftp://" + prefix + host + path(rng)


def domain_link(rng: np.random.Generator, ascii_only: bool) -> str:
    """A host with nothing before it. Its suffix must be one that print can be told from prose by."""
    if not ascii_only and chance(rng, 0.02):
        return unicode_host(rng)
    if chance(rng, 0.12):
        return pick(rng, words.SHORTENERS) + "/" + characters(rng, BASE62, 4, 8)
    host = in_some_case(rng, ascii_host(rng))
    return host + (path(rng) if chance(rng, 0.5) else "")


def mail_link(rng: np.random.Generator, ascii_only: bool) -> str:
    form = rng.random()
    given, family = pick(rng, words.GIVEN), pick(rng, words.SURNAMES)
    if form < 0.4:
        name = pick(rng, words.MAILBOXES)
    elif form < 0.85:
        name = pick(rng, [given, family, f"{given}.{family}", f"{given[0]}.{family}", f"{given}_{family}",
                          f"{given}-{family}", f"{family}{rng.integers(1, 99)}", f"{given}+{any_word(rng)}"])
    else:
        name = pick(rng, [characters(rng, string.ascii_lowercase + string.digits, 3, 8), camel_case(rng),
                          any_word(rng) + "." + any_word(rng)])
    host = unicode_host(rng) if not ascii_only and chance(rng, 0.02) else ascii_host(rng)
    text = name + "@" + host
    if chance(rng, 0.06):
        text = text.upper() if chance(rng, 0.5) else text[0].upper() + text[1:]
    return ("mailto:" if chance(rng, 0.04) else "") + text


def doi_link(rng: np.random.Generator) -> str:
    registrant = "10." + pick(rng, ["1000", "1007", "1016", "1038", "1109", "1145", "1371", "2307", "3390", "5281",
                                    "17487", "48550", str(rng.integers(1000, 99999))])
    number = rng.integers(1, 99999)
    suffix = pick(rng, [
        f"j.{any_word(rng)[:8]}.{rng.integers(1990, 2027)}.{rng.integers(1, 12):02}.{number:03}",
        f"s{rng.integers(10000, 99999)}-{rng.integers(100, 999):03}-{number:05}-{rng.integers(0, 9)}",
        f"{rng.integers(1000000, 9999999)}.{rng.integers(1000000, 9999999)}", f"nature{number:05}",
        f"journal.pone.{number:07}", f"978-3-{number:05}-{rng.integers(100, 999)}-{rng.integers(0, 9)}_{rng.integers(1, 30)}",
        f"PhysRevLett.{rng.integers(1, 130)}.{number:06}", f"arXiv.{rng.integers(1001, 2612)}.{number:05}",
        f"S0{rng.integers(100, 999)}-{rng.integers(1000, 9999)}({rng.integers(10, 99)}){number:05}-{rng.integers(0, 9)}",
        f"({number})", characters(rng, BASE62, 5, 9), f"{any_word(rng)}/{number}", f"zenodo.{number:07}",
    ])
    prefix = pick(rng, ["doi:", "doi:", "DOI:", "", "", "doi.org/", "dx.doi.org/"])
    return prefix + registrant + "/" + suffix


def random_link(rng: np.random.Generator, kind: str | None = None, ascii_only: bool = False) -> PrintedLink:
    """A link as people print it, of one kind or (None) of any, by how often print has it.

    `ascii_only` leaves out hosts beyond ASCII, for page sources whose fonts have no such letters.
    """
    kind = kind or weighted(rng, KINDS, KIND_WEIGHTS)
    if kind in ("https", "http"):
        text = web_link(rng, kind + "://", ascii_only)
    elif kind == "www":
        text = web_link(rng, "www.", ascii_only)
    elif kind == "ftp":
        text = ftp_link(rng, ascii_only)
    elif kind == "domain":
        text = domain_link(rng, ascii_only)
    elif kind == "mail":
        text = mail_link(rng, ascii_only)
    elif kind == "doi":
        text = doi_link(rng)
    else:
        raise ValueError(f"no such kind of link: {kind!r}; one of {', '.join(KINDS)}")
    text = ending_like_a_link(text)
    return PrintedLink(kind, text, break_points(text), hyphen_points(text))


def ending_like_a_link(text: str) -> str:
    """Cut marks that a reader of print must take for the sentence's: no printer ends a link in a full stop."""
    return text.rstrip(".,;:!?'*-&+$%_[(@~#=")
