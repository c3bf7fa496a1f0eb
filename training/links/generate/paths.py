"""What follows a host: words, dates, file names, and what no language helps to read.

About a third of all segments are not plausible (hashes, ids, look-alike letters, rare punctuation): a reader that has
seen plausible links only starts to guess.
"""

from __future__ import annotations

import string

import numpy as np

from training.links import words
from training.links.generate.any_words import any_word
from training.links.generate.draw import chance, characters, pick

BASE62 = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
#: What readers confuse, as runs of characters. Strung together they are the hardest text there is.
LOOK_ALIKES = ["l", "I", "1", "i", "j", "t", "f", "O", "0", "o", "Q", "rn", "m", "nn", "ll", "II", "vv", "w", "W",
               "cl", "d", "S", "5", "B", "8", "Z", "2", "G", "6", "g", "q", "9", "u", "v", "y", "e", "c", "x", "X",
               "K", "k", "P", "p", "tt", "ff", "fi", "fl", "ffi", "li", "il", "_", "-", ".i.", ".l", "1l", "0O"]


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
