"""The characters that readers tell apart.

The quick reader tells ASCII from all else; the careful one the letters of European hosts, too. Its classes begin with
the quick one's, so any label of it is the quick one's after ``narrowed``.
"""

from __future__ import annotations

import numpy as np

ASCII = "".join(chr(c) for c in range(0x20, 0x7F))
OTHER = "\ufffd"  # any character beyond ASCII: a reading that holds one is doubtful
CHARACTERS = ASCII + OTHER
BLANK = len(CHARACTERS)  # CTC's "nothing new here", of the quick reader
CLASSES = BLANK + 1
# Of Latin hosts in Europe. A capital is its small letter's class: it leads to the same place. So is what differs by a
# comma or a cedilla below, which small print does not show.
LETTERS = "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćčďđēėęěğģīįıķļľłńņňőœřśšşťțūůűųźżž"
ALL = CHARACTERS + LETTERS  # of the careful reader

# Characters that print like one of ASCII's, or like several.
LIKE_ASCII = {
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\u00ad": "-",
    "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "′": "'", "´": "'",
    "…": "...", "∼": "~", "˜": "~", "∗": "*", "⁄": "/", "∕": "/", "ˆ": "^", "•": "*",
    "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " ", "·": ".",
}
INDEX = {char: i for i, char in enumerate(ALL)}
INDEX.update({letter.upper(): INDEX[letter] for letter in LETTERS if len(letter.upper()) == 1 and letter.upper() not in INDEX})
INDEX.update({"ẞ": INDEX["ß"], **{rare: INDEX[usual] for rare, usual in zip("șȘţŢ", "şşțț")}})


def to_classes(text: str, characters: str = ALL) -> list[int]:
    """Class numbers of a text, of these characters (ALL or CHARACTERS); others become their look-alikes or OTHER."""
    return [min(INDEX.get(part, INDEX[OTHER]), len(characters) - 1) for char in text for part in LIKE_ASCII.get(char, char)]


def narrowed(classes: np.ndarray, count: int) -> np.ndarray:
    """Labels, -1 for none, for a reader of so many classes, its blank among them: OTHER for what it does not tell apart."""
    return np.minimum(classes, count - 2)


def to_text(classes) -> str:
    """The text of class numbers without blanks."""
    return "".join(ALL[i] for i in classes)
