"""Hosts as links have them: made-up sites, numeric addresses, shorteners, names beyond ASCII."""

from __future__ import annotations

import functools
import string

import numpy as np

from training.links import words
from training.links.generate.any_words import any_word, pronounceable
from training.links.generate.draw import chance, characters, pick, weighted

#: Share of hosts whose suffix is drawn from the whole public suffix list instead of the common ones.
RARE_SUFFIX = 0.12


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
