"""Puts accents on words: hosts and prose as printed in languages that write them.

What comes out is no word of any language, but has the letters of one, beside each other in all ways. A reader shall
tell letters by what it sees; had it few words with accents to learn from, it would know them by heart. A letter
stands for one letter, so all places in a text stay what they are.
"""

from __future__ import annotations

import re

import numpy as np

# Letters beyond ASCII of languages, as their hosts are registered and printed.
ALPHABETS = {
    "de": "äöüß", "fr": "éèêëàâçîïôùûœæ", "es": "áéíóúñü", "pt": "ãõçáéíóúâêôà", "it": "àèéìòù", "ca": "àçéèíïóòúü",
    "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíľňóôšťúýž", "hu": "áéíóöőúüű", "ro": "ăâîşț",
    "tr": "çğıöşü", "hr": "čćđšž", "sv": "åäöé", "da": "æøåé", "is": "áðéíóúýþæö", "et": "äöõüšž", "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž", "nl": "ëïéèö",
}
EVERY = "".join(sorted(set("".join(ALPHABETS.values()))))
# The letter of ASCII in whose place each stands: mostly the one below its accent.
PLACES = {letter: base for base, letters in {
    "a": "àáâãäåæāăą", "c": "çćč", "d": "ďđð", "e": "èéêëēėęě", "g": "ğģ", "i": "ìíîïīįı", "k": "ķ", "l": "ļľł",
    "n": "ñńņň", "o": "òóôõöøőœ", "p": "þ", "r": "ř", "s": "ßśšş", "t": "ťț", "u": "ùúûüūůűų", "y": "ý", "z": "źżž",
}.items() for letter in letters}
MIXED = 0.4  # share of texts with letters of all these languages: what is rare in print is not hard to see
DENSE = (0.3, 0.8)  # share of a text's letters that get an accent, where its language has one for them
# What the rules of links want in ASCII: a scheme, www and the host's ending.
PLAIN = re.compile(r"(?:https?|ftp|mailto|doi):/*|www\.|\.[a-z]{2,}(?=[/:?#\s.,;!)\]}>”’]|$)", re.IGNORECASE)


def accented(rng: np.random.Generator, text: str) -> str:
    """The text with accents on some of its letters, as of one language or of all."""
    alphabet = EVERY if rng.random() < MIXED else str(rng.choice(list(ALPHABETS.values())))
    share = float(rng.uniform(*DENSE))
    plain = {place for found in PLAIN.finditer(text) for place in range(*found.span())}
    return "".join(char if place in plain or rng.random() >= share else _instead(rng, char, alphabet)
                   for place, char in enumerate(text))


def _instead(rng: np.random.Generator, char: str, alphabet: str) -> str:
    """One of an alphabet's letters in the place of one of ASCII, a capital for a capital."""
    options = [letter for letter in alphabet if PLACES[letter] == char.lower()]
    if not options:
        return char
    letter = options[int(rng.integers(len(options)))]
    return letter.upper() if char.isupper() and len(letter.upper()) == 1 else letter
