"""Make the texts of links as people print them, and of things that only look like links.

    python -m training.links.generate --show 40

`random_link(rng)` gives a `PrintedLink`; `hard_negative(rng)` gives a string that no reader may offer as a link.
Both depend on `rng` alone, so a seed makes the same text on every machine.

How the texts are drawn: most links are plausible (words, dates, file names), because page makers need text that
looks like print; about a third of all segments are not (hashes, ids, look-alike letters, rare punctuation),
because a reader that has seen plausible links only starts to guess.
"""

from __future__ import annotations

import argparse
import functools
import string
from dataclasses import dataclass, field

import numpy as np

from training.links import words

KINDS = ("https", "http", "www", "ftp", "domain", "mail", "doi")
KIND_WEIGHTS = (0.36, 0.21, 0.19, 0.03, 0.10, 0.07, 0.04)

#: Share of hosts whose suffix is drawn from the whole public suffix list instead of the common ones.
RARE_SUFFIX = 0.12

BASE62 = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
#: What readers confuse, as runs of characters. Strung together they are the hardest text there is.
LOOK_ALIKES = ["l", "I", "1", "i", "j", "t", "f", "O", "0", "o", "Q", "rn", "m", "nn", "ll", "II", "vv", "w", "W",
               "cl", "d", "S", "5", "B", "8", "Z", "2", "G", "6", "g", "q", "9", "u", "v", "y", "e", "c", "x", "X",
               "K", "k", "P", "p", "tt", "ff", "fi", "fl", "ffi", "li", "il", "_", "-", ".i.", ".l", "1l", "0O"]


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


# --- drawing -----------------------------------------------------------------------------------------------------

def pick(rng: np.random.Generator, options):
    """One of `options`, each as likely as the next."""
    return options[int(rng.integers(len(options)))]


def chance(rng: np.random.Generator, probability: float) -> bool:
    return bool(rng.random() < probability)


def weighted(rng: np.random.Generator, options, weights):
    """One of `options` by weight."""
    total = np.cumsum(np.asarray(weights, dtype=float))
    index = int(np.searchsorted(total, rng.random() * total[-1], side="right"))
    return options[min(index, len(options) - 1)]


def characters(rng: np.random.Generator, alphabet: str, low: int, high: int) -> str:
    """`low` to `high` (included) characters of an alphabet."""
    return "".join(pick(rng, alphabet) for _ in range(int(rng.integers(low, high + 1))))


# --- hosts -------------------------------------------------------------------------------------------------------

@functools.cache
def public_suffixes() -> tuple[str, ...]:
    """The ASCII suffixes of the public suffix list's ICANN part, of one or two labels, in the list's order."""
    from publicsuffixlist import PSLFILE

    found = []
    with open(PSLFILE, encoding="utf-8") as lines:
        for line in lines:
            if "END ICANN" in line:
                break
            rule = line.strip()
            if rule and not rule.startswith(("//", "*", "!")) and rule.isascii() and rule.count(".") < 2:
                found.append(rule)
    return tuple(found)


def random_suffix(rng: np.random.Generator) -> str:
    """What ends a host: mostly .com and its like, sometimes any of thousands.

    A rare suffix of one label (.museum) is drawn as often as one of two (.pvt.k12…): the list has far more of
    the latter, print far fewer.
    """
    if chance(rng, RARE_SUFFIX):
        labels = 0 if chance(rng, 0.7) else 1
        while True:
            suffix = pick(rng, public_suffixes())
            if suffix.count(".") == labels:
                return suffix
    return weighted(rng, list(words.SUFFIX_WEIGHTS), list(words.SUFFIX_WEIGHTS.values()))


def pronounceable(rng: np.random.Generator) -> str:
    """A made-up name: no list holds it, yet it reads like one."""
    onsets = ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "qu", "r", "s", "t", "v", "w", "x", "y", "z",
              "bl", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "pl", "sh", "sk", "sl", "st", "str", "tr", "th"]
    vowels = ["a", "e", "i", "o", "u", "ai", "ee", "ia", "io", "oo", "ou", "y"]
    ends = ["", "", "", "l", "ll", "m", "n", "r", "rn", "s", "t", "tt", "x", "ng", "ck", "ff", "ium"]
    count = int(rng.integers(1, 4))
    return "".join(pick(rng, onsets) + pick(rng, vowels) for _ in range(count)) + pick(rng, ends)


def language_word(rng: np.random.Generator) -> str:
    """A word of some European or Asian language, in ASCII."""
    return pick(rng, words.EUROPEAN[pick(rng, list(words.EUROPEAN))])


def any_word(rng: np.random.Generator) -> str:
    source = rng.random()
    if source < 0.55:
        return pick(rng, words.ENGLISH)
    if source < 0.75:
        return language_word(rng)
    if source < 0.85:
        return pick(rng, words.SURNAMES)
    return pronounceable(rng)


def site_name(rng: np.random.Generator) -> str:
    """The registered label of a host: `gardenpilot`, `mueller-soehne24`, `x7q`."""
    form = rng.random()
    if form < 0.24:
        return any_word(rng)
    if form < 0.44:
        return any_word(rng) + any_word(rng)
    if form < 0.58:
        return any_word(rng) + "-" + any_word(rng)
    if form < 0.64:
        return "-".join([any_word(rng), pick(rng, ["und", "and", "et", "y", "of", "the", "de", "am"]), any_word(rng)])
    if form < 0.72:
        return any_word(rng) + pick(rng, ["24", "1", "2000", "4u", "365", "3d", "11", "007", str(rng.integers(1, 999))])
    if form < 0.77:
        return pick(rng, ["my", "i", "e", "e-", "the", "go", "get", "web", "x", "1"]) + any_word(rng)
    if form < 0.83:
        return pick(rng, words.GIVEN) + pick(rng, ["", "", "-"]) + pick(rng, words.SURNAMES)
    if form < 0.93:
        return pronounceable(rng)
    # Initials: short labels without a vowel to lean on.
    return characters(rng, string.ascii_lowercase, 2, 5) + pick(rng, ["", "", "", "1", "3", "-online"])


def ascii_host(rng: np.random.Generator, subdomains: bool = True) -> str:
    host = site_name(rng) + "." + random_suffix(rng)
    while subdomains and chance(rng, 0.16):
        label = pick(rng, words.SUBDOMAINS) if chance(rng, 0.7) else any_word(rng)
        host = label + "." + host
    return host


def unicode_host(rng: np.random.Generator) -> str:
    """A host beyond ASCII; other scripts are rarer than accents, and fonts for them rarer still."""
    if chance(rng, 0.75):
        return pick(rng, words.UNICODE_LATIN) + "." + pick(rng, words.UNICODE_LATIN_SUFFIXES)
    return ".".join(pick(rng, words.UNICODE_OTHER))


def web_host(rng: np.random.Generator, ascii_only: bool) -> str:
    if not ascii_only and chance(rng, 0.02):
        return unicode_host(rng)
    if chance(rng, 0.006):
        return ".".join(str(rng.integers(1, 255)) for _ in range(4))
    if chance(rng, 0.03):
        return pick(rng, words.SHORTENERS)
    return ascii_host(rng)


# --- paths -------------------------------------------------------------------------------------------------------

def camel_case(rng: np.random.Generator) -> str:
    parts = [any_word(rng).capitalize() for _ in range(int(rng.integers(2, 4)))]
    if chance(rng, 0.5):
        parts[0] = parts[0].lower()
    return "".join(parts)


def date_segment(rng: np.random.Generator) -> str:
    year, month, day = rng.integers(1994, 2027), rng.integers(1, 13), rng.integers(1, 29)
    return pick(rng, [f"{year}", f"{year}/{month:02}", f"{year}/{month:02}/{day:02}", f"{year}-{month:02}-{day:02}",
                      f"{year}{month:02}{day:02}", f"{day:02}.{month:02}.{year}", f"{year}_{month:02}"])


def identifier(rng: np.random.Generator) -> str:
    """What machines put into paths: numbers, hashes, tokens. No language helps to read these."""
    form = int(rng.integers(9))
    if form == 0:
        return str(rng.integers(1, 10 ** int(rng.integers(1, 10))))
    if form == 1:
        return characters(rng, HEX, 6, 10)
    if form == 2:
        return characters(rng, HEX, 16, 40)
    if form == 3:
        groups = [characters(rng, HEX, n, n) for n in (8, 4, 4, 4, 12)]
        text = "-".join(groups)
        return text.upper() if chance(rng, 0.2) else text
    if form == 4:
        return characters(rng, BASE62 + "-_", 11, 11)
    if form in (5, 6):
        return characters(rng, BASE62, 4, 10)
    if form == 7:
        return characters(rng, string.ascii_uppercase + string.digits, 3, 9)
    return pick(rng, ["v", "no", "p", "id", "art", "DE", "T"]) + pick(rng, ["", "-", "_", "."]) + str(rng.integers(1, 99999))


def look_alike(rng: np.random.Generator) -> str:
    """A segment of nothing but characters that readers confuse."""
    return "".join(pick(rng, LOOK_ALIKES) for _ in range(int(rng.integers(3, 10))))


def rare_punctuation(rng: np.random.Generator) -> str:
    """A segment with the marks that may stand in a link and seldom do; each comes often enough to be learnt."""
    word, other = any_word(rng), any_word(rng)
    number = rng.integers(1, 2000)
    return pick(rng, [
        f"~{word}", f"~{pick(rng, words.SURNAMES)}", f"~{word}_{other}", f"@{word}", f"@{word}/{number}",
        f"{word.capitalize()}_({other})", f"({word})", f"{word}({number}){other}", f"{word},{other}",
        f"{word},{number},{other}.html", f"{word}%20{other}", f"{word}%20{other}%20{number}", f"{word}%C3%BC{other}",
        f"%7E{word}", f"{word}%2F{other}", f"{word}+{other}", f"{word}+{other}+{number}", f"C++{word}", f"{word}$",
        f"${word}", f"{word};{other}={number}", f"{word};jsessionid={characters(rng, HEX, 8, 12).upper()}",
        f"{word}:{other}", f"{word}:{number}", f"{word}'s-{other}", f"l'{word}", f"{word}!{other}", f"!{word}",
        f"{word}*{other}", f"*{word}", f"{word}={other}", f"{word}&{other}", f"{word}_{other}", f"_{word}",
        f"{word}__{other}", f"{word}--{other}", f"{word}_{number}_{other}", f"{word}[{number}]", f"{word}.i.{other}",
        f"{word}.{other}.{number}", f"{word}=={other}", f"{number}%",
    ])


def segment(rng: np.random.Generator) -> str:
    form = rng.random()
    if form < 0.30:
        return any_word(rng)
    if form < 0.40:
        return "-".join(any_word(rng) for _ in range(int(rng.integers(2, 5))))
    if form < 0.45:
        return "_".join(any_word(rng) for _ in range(int(rng.integers(2, 4))))
    if form < 0.52:
        return any_word(rng).capitalize()
    if form < 0.57:
        return any_word(rng).upper()
    if form < 0.63:
        return camel_case(rng)
    if form < 0.69:
        return date_segment(rng)
    if form < 0.81:
        return identifier(rng)
    if form < 0.87:
        return look_alike(rng)
    return rare_punctuation(rng)


def file_name(rng: np.random.Generator) -> str:
    return segment(rng) + "." + pick(rng, words.FILE_EXTENSIONS)


def query(rng: np.random.Generator) -> str:
    def value() -> str:
        form = rng.random()
        if form < 0.35:
            return identifier(rng)
        if form < 0.7:
            return any_word(rng)
        if form < 0.8:
            return any_word(rng) + "+" + any_word(rng)
        return segment(rng).replace("/", "%2F")

    pairs = []
    for _ in range(int(rng.geometric(0.6))):
        key = pick(rng, words.QUERY_KEYS) + (pick(rng, ["[]", "[0]"]) if chance(rng, 0.03) else "")
        pairs.append(key if chance(rng, 0.04) else f"{key}={value()}")
    return "?" + pick(rng, ["&", "&", "&", "&", ";"]).join(pairs)


def path(rng: np.random.Generator) -> str:
    """What follows the host: nothing, a slash, or as much as half a line."""
    form = rng.random()
    if form < 0.22:
        text = ""
    elif form < 0.30:
        text = "/"
    else:
        count = 1 + int(rng.binomial(4, 0.25))
        parts = [segment(rng) for _ in range(count)]
        if chance(rng, 0.3):
            parts[-1] = file_name(rng)
        text = "/" + "/".join(parts)
        if chance(rng, 0.25) and not parts[-1].endswith("="):
            text += "/"
    if text and chance(rng, 0.16):
        text += query(rng)
    if text and chance(rng, 0.08):
        text += "#" + (pick(rng, words.FRAGMENTS) if chance(rng, 0.6) else segment(rng).replace("/", "-"))
    return text


# --- links -------------------------------------------------------------------------------------------------------

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


# --- what is no link ---------------------------------------------------------------------------------------------

def hard_negative(rng: np.random.Generator) -> str:
    """Something that looks like a link, or like the start of one, and is none."""
    word, other, third = any_word(rng), any_word(rng), any_word(rng)
    big, small = rng.integers(10, 2000), rng.integers(1, 60)
    two = rng.integers(10, 60)
    extension = pick(rng, ["txt", "jpg", "tex", "dll", "exe", "png", "doc", "cfg", "log", "xml", "html"])
    return pick(rng, [
        f"@{word}", f"@{word}_{other}", f"#{word}{small}", f"{word} @ {other}",
        f"C:\\{word}\\{other}.{extension}", f"D:\\{word.capitalize()}\\{other}", f"\\\\{word}\\{other}\\{third}",
        f"/usr/bin/{word}", f"/etc/{word}/{other}", f"~/.{word}rc", f"./{word}/{other}", f"../{word}/{other}.{extension}",
        f"// {word} the {other}", f"//{word}", f"/* {word} */", f"x = {small}; // {word} {other}",
        f"std::{word}", f"std::{word}<{other}>::{third}", f"{word.capitalize()}::{other}()", f"{word}->{other}",
        f"self.{word}_{other}({small})", f"{word}.{extension}", f"{word}_{small}.{extension}",
        f"s3://{word}/{other}", f"git://{word}/{other}", f"file:///{word}/{other}", f"jdbc:{word}://{other}",
        f"javascript:{word}()", f"data:{word},{other}", f"tel:+{big}{small}", f"smb://{word}", f"chrome://{word}",
        "the prefix http and its kin", "www stands for World Wide Web", "speaks HTTP and HTTPS", f"HTTP/{small % 3}.1",
        "http or https", "the WWW", "type http:// and then the name", "whether www. is needed",
        f"{small % 10}.{big}", f"{big}.{small:02}", f"{big:,}.{small:02}", f"pi = 3.1415{small}", f"${big}.{small:02}",
        f"ISBN 978-{small % 10}-{big}-{rng.integers(100, 999)}-{rng.integers(0, 9)}", f"ISSN {rng.integers(1000, 9999)}-{rng.integers(1000, 9999)}",
        f"v{small % 10}.{two}.{small}", f"version {small % 10}.{two}", f"{small}.{two}.{big}",
        f"e.g. {word}", f"i.e. {word}", f"e.g.{word}", "et al.", "a.m.", "p.m.", "U.S.A.", "Ph.D.", "z.B.", "d.h.", "u.a.m.",
        f"at {rng.integers(0, 24)}:{two}", f"{rng.integers(0, 24):02}:{two}:{two}", f"{small}:{big}", f"{small}/{two}",
        f"{small}/{two}/{big}", f"{small}.{rng.integers(1, 13)}.{rng.integers(1990, 2027)}", f"and/or {word}", f"{word}/{other}",
        f"the {word}.The {other}", f"{word}. {other}", f"{word}...{other}", f"pp. {small}-{big}", f"No. {big}/{small}",
        f"+{two} ({small}) {big}-{two}", f"<{word}>", f"</{word}>", f"&{word};", f"{word}@{other}", f"{word}=\"{other}\"",
        f"fig. {small}.{two}", f"§ {small}.{two}", f"{word}-{other}/{third}", f"{big}x{small}", f"{word}:{small}",
    ])


def main() -> None:
    parser = argparse.ArgumentParser(description="Print link texts of every kind, then things that are none.")
    parser.add_argument("--show", type=int, default=40, metavar="N", help="how many links to print (default 40)")
    parser.add_argument("--kind", choices=KINDS, help="only this kind")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    for _ in range(arguments.show):
        link = random_link(rng, arguments.kind)
        print(f"{link.kind:7} {link.text}")
    print()
    for _ in range(arguments.show // 2):
        print(f"none    {hard_negative(rng)}")


if __name__ == "__main__":
    main()
