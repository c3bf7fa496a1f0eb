"""The characters a reader tells apart."""

from __future__ import annotations

ASCII = "".join(chr(c) for c in range(0x20, 0x7F))
OTHER = "\ufffd"  # any character beyond ASCII: a reading that holds one is doubtful
CHARACTERS = ASCII + OTHER
BLANK = len(CHARACTERS)  # CTC's "nothing new here"
CLASSES = BLANK + 1

# Characters that print like one of ASCII's, or like several.
LIKE_ASCII = {
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\u00ad": "-",
    "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "′": "'", "´": "'",
    "…": "...", "∼": "~", "˜": "~", "∗": "*", "⁄": "/", "∕": "/", "ˆ": "^", "•": "*",
    "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " ", "·": ".",
}
INDEX = {char: i for i, char in enumerate(CHARACTERS)}


def to_classes(text: str) -> list[int]:
    """Class numbers of a text; characters beyond ASCII become their look-alikes or OTHER."""
    return [INDEX.get(part, INDEX[OTHER]) for char in text for part in LIKE_ASCII.get(char, char)]


def to_text(classes) -> str:
    """The text of class numbers without blanks."""
    return "".join(CHARACTERS[i] for i in classes)
