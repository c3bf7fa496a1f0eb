"""The truth of a page as the browser rendered it: its lines, its links and how these look."""

from __future__ import annotations

import numpy as np

from training.pages import fonts
from training.pages.page import Line, Link

SOFT_HYPHEN = "\u00ad"

#: Of 255: from this difference of its channels on a ground has a hue to the eye.
COLOURED = 30


def style_of(seen: dict, used: list[fonts.Face]) -> tuple[str, ...]:
    """What the browser says of a link's looks, as ``Link.style`` names it.

    Args:
        seen: as ``link_styles.js`` tells.
        used: the page's faces, by the number in their CSS family.
    """
    number = seen["family"].strip("\"' ").removeprefix("f")
    marks = {
        **{name: seen[name] for name in ("underlined", "italic", "bold")},
        "monospaced": number.isdigit() and used[int(number)].monospaced,
        "spaced": seen["spacing"] >= 0.02,
        "dark": sum(seen["ink"]) > sum(seen["ground"]),
        "coloured": max(seen["ground"]) - min(seen["ground"]) >= COLOURED,
        "picture": seen["picture"],
    }
    return tuple(name for name, is_so in marks.items() if is_so)


def assemble(characters: list, links: list[tuple[str, str]], styles: list[tuple[str, ...]] | None = None,
             ) -> tuple[list[Line], list[Link]]:
    """Groups the browser's characters into lines, and links into pieces.

    Args:
        characters: [char, x0, x1, baseline, height of h, link number or -1] each,
            in document order, page px.
        links: (kind, text) by number.
        styles: their looks, by number.
    """
    lines: list[Line] = []
    pieces: dict[int, list[tuple[int, int, int]]] = {}
    run: list = []

    def flush() -> None:
        while run and run[-1][0].isspace():
            run.pop()
        # Inside a line it is not printed, even where a ligature lends it some width.
        run[:-1] = [c for c in run[:-1] if c[0] != SOFT_HYPHEN]
        if not run:
            return
        for number in sorted({c[5] for c in run} - {-1}):
            places = [i for i, c in enumerate(run) if c[5] == number]
            pieces.setdefault(number, []).append((len(lines), places[0], places[-1] + 1))
        # A line that holds a link is as high as the link's letters.
        heights = [c[4] for c in run if c[5] >= 0] or [c[4] for c in run]
        lines.append(Line("".join(c[0] for c in run),
                          np.array([[c[1], c[2]] for c in run], np.float32),
                          float(np.median([c[3] for c in run])), float(np.median(heights))))
        run.clear()

    for char in characters:
        if run:
            last = run[-1]
            if abs(char[3] - last[3]) > 0.35 * last[4] or not -last[4] < char[1] - last[2] < 4 * last[4]:
                flush()
        run.append(char)
    flush()
    found = []
    for number, parts in sorted(pieces.items()):
        kind, text = links[number]
        # A soft hyphen is seen at a line's end alone; it is print, but no part of the link.
        shown = "".join(lines[i].text[a:b] for i, a, b in parts).replace(SOFT_HYPHEN, "")
        style = styles[number] if styles else ()
        if shown == text:  # else its end was cut off by the page's edge
            found.append(Link(kind, text, parts, style=style))
        else:
            found.append(Link(kind, shown, parts, certain=False, style=style))
    return lines, found
