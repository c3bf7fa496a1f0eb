"""The looks and the text of a designed page, drawn by chance: HTML, a stack of blocks under a random style.

What a seed draws never changes: the benchmark's pages are made of it.
"""

from __future__ import annotations

import html
from collections.abc import Callable

import numpy as np

from training.links.generate import hard_negative, random_link
from training.pages import fonts, prose

#: From here on seeds use the test families only, and only those below use the others.
TEST_SEEDS = 1_000_000

KINDS = ["https", "http", "www", "ftp", "domain", "mail", "doi"]
KIND_SHARES = [0.34, 0.22, 0.24, 0.02, 0.07, 0.08, 0.03]


class Design:
    """One page's random choices, and the HTML they make."""

    def __init__(self, seed: int, faces: list[fonts.Face]):
        self.rng = np.random.default_rng(seed)
        self.test = seed >= TEST_SEEDS
        self.faces = [f for f in faces if fonts.is_test_family(f.family) == self.test]
        self.words = prose.word_list(self.rng)
        self.links: list[tuple[str, str]] = []  # (kind, text)
        self.used: list[fonts.Face] = []
        self.hyphenates = bool(self.rng.random() < 0.12)  # links too: one should not, many do
        self.density = float(self.rng.choice([0.0, 0.03, 0.08, 0.2], p=[0.04, 0.26, 0.4, 0.3]))

    # -- small choices --------------------------------------------------

    def chance(self, p: float) -> bool:
        return bool(self.rng.random() < p)

    def pick(self, options):
        return options[int(self.rng.integers(len(options)))]

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def font(self, mono: bool | None = None) -> str:
        """Chooses a face and returns its CSS declarations."""
        pool = self.faces
        if mono is not None:
            pool = [f for f in pool if f.monospaced == mono] or pool
        face = fonts.pick(self.rng, pool)
        if face not in self.used:
            self.used.append(face)
        return (f"font-family:f{self.used.index(face)};font-weight:{face.weight};"
                f"font-style:{'italic' if face.italic else 'normal'};")

    # -- text -----------------------------------------------------------

    def link(self) -> str:
        """One link as HTML, with the places where it may break."""
        kind = str(self.rng.choice(KINDS, p=KIND_SHARES))
        made = random_link(self.rng, kind)
        if len(made.text) > 90:
            made = random_link(self.rng, kind)
        number = len(self.links)
        self.links.append((made.kind, made.text))
        breaks = dict.fromkeys(made.break_points, "<wbr>")
        if self.hyphenates:
            breaks |= dict.fromkeys(set(made.hyphen_points) - set(breaks), "&shy;")
        body = "".join(breaks.get(i, "") + html.escape(char) for i, char in enumerate(made.text))
        tag = f'<span class="link" data-link="{number}">{body}</span>'
        around = self.rng.random()
        if around < 0.12:
            tag = f"({tag})"
        elif around < 0.17:
            tag = f"&lt;{tag}&gt;"
        elif around < 0.2:
            tag = f"“{tag}”"
        elif around < 0.22:
            tag = f"[{tag}]"
        elif around < 0.3:
            label = self.pick(["URL: ", "URL:", "see ", "Web: ", "Website:", "visit ", "at ", "→ ", "<sup>3</sup>", "1 ", "E: "])
            tag = label + tag
        if self.chance(0.2):
            tag += self.pick([".", ".", ",", ";", ":", "!"])
        return tag

    def decoy(self) -> str:
        """What only looks like a link, in the links' own style."""
        return f'<span class="link">{html.escape(hard_negative(self.rng))}</span>'

    def link_or_decoy(self) -> str:
        return self.decoy() if self.chance(0.12) else self.link()

    def sentence(self) -> str:
        return html.escape(prose.sentence(self.rng, self.words))

    def running(self, sentences: int) -> str:
        """Sentences with links between and inside them."""
        out = []
        for _ in range(sentences):
            text = self.sentence()
            if self.chance(self.density * 2):
                before, _, after = text.partition(" ")
                link = self.link_or_decoy()
                text = f"{before} {link} {after}" if self.chance(0.5) else f"{text} {link}"
            out.append(text)
        return " ".join(out)

    # -- blocks ---------------------------------------------------------

    def paragraph(self) -> str:
        return f"<p>{self.running(int(self.rng.integers(2, 7)))}</p>"

    def heading(self) -> str:
        return f"<h2>{html.escape(prose.title(self.rng, self.words))}</h2>"

    def references(self) -> str:
        items = []
        for i in range(int(self.rng.integers(3, 9))):
            where = self.link() if self.chance(0.75) else self.sentence()
            year = int(self.rng.integers(1980, 2027))
            items.append(f"<li>[{i + 1}] {self.sentence()} {year}. {where}</li>")
        return f'<ol class="refs">{"".join(items)}</ol>'

    def footnotes(self) -> str:
        rows = [f"<div><sup>{i + 1}</sup> {self.link_or_decoy() if self.chance(0.7) else self.sentence()}</div>"
                for i in range(int(self.rng.integers(1, 5)))]
        return f'<div class="small rule">{"".join(rows)}</div>'

    def code(self) -> str:
        rows = []
        for _ in range(int(self.rng.integers(3, 12))):
            draw = self.rng.random()
            body = (f'curl -L {self.link()}' if draw < 0.12 else f'url = "{self.link()}"' if draw < 0.25
                    else html.escape(hard_negative(self.rng)) if draw < 0.5
                    else html.escape(f"{self.pick(self.words)}_{self.pick(self.words)}({self.rng.integers(99)});"))
            rows.append("&nbsp;" * 4 * int(self.rng.integers(0, 3)) + body)
        return f'<div class="code">{"<br>".join(rows)}</div>'

    def table(self) -> str:
        columns = int(self.rng.integers(2, 4))
        rows = []
        for _ in range(int(self.rng.integers(3, 9))):
            cells = [f"<td>{self.link_or_decoy() if self.chance(0.25) else html.escape(str(self.pick(self.words)))}</td>"
                     for _ in range(columns)]
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table>{''.join(rows)}</table>"

    def caption(self) -> str:
        return (f'<div class="picture" style="{self.gradient()}height:{int(self.between(60, 240))}px"></div>'
                f'<p class="small">{self.sentence()} {self.link() if self.chance(0.6) else ""}</p>')

    def callout(self) -> str:
        dark = self.chance(0.6)
        ground, ink = self.tones(dark)
        return (f'<div class="box" style="background:{ground};color:{ink}">'
                f"{self.running(2)} {self.link()}</div>")

    def picture(self) -> str:
        """A link over a picture, white or black with a shadow or none."""
        ink = self.pick(["#fff", "#fff", "#000", "#ffe"])
        return (f'<div class="picture pad" style="{self.gradient()}color:{ink};'
                f'font-size:{int(self.between(22, 60))}px">{self.sentence()}<br>{self.link()}</div>')

    def card(self) -> str:
        rows = [prose.title(self.rng, self.words), f"+{self.rng.integers(10**10)}"]
        rows = [html.escape(row) for row in rows] + [self.link() for _ in range(int(self.rng.integers(1, 4)))]
        return f'<div class="box center">{"<br>".join(rows)}</div>'

    def receipt(self) -> str:
        rows = [f"{html.escape(str(self.pick(self.words)).upper())} {'.' * int(self.rng.integers(3, 20))} "
                f"{self.between(0, 99):.2f}" for _ in range(int(self.rng.integers(3, 12)))]
        rows += [self.link() for _ in range(int(self.rng.integers(1, 3)))]
        return f'<div class="code center">{"<br>".join(rows)}</div>'

    def big(self) -> str:
        return f'<div class="center" style="font-size:{self.between(1.6, 4):.1f}em">{self.link()}</div>'

    def listing(self) -> str:
        rows = [f"<li>{self.link_or_decoy()}</li>" for _ in range(int(self.rng.integers(3, 10)))]
        return f"<ul>{''.join(rows)}</ul>"

    # -- style ----------------------------------------------------------

    def tones(self, dark: bool) -> tuple[str, str]:
        """A ground and an ink of the same hue or none, with readable contrast."""
        hue, saturation = int(self.rng.integers(360)), int(self.rng.integers(0, 90))
        light, deep = int(self.rng.integers(78, 100)), int(self.rng.integers(2, 34))
        pale, ink = f"hsl({hue},{saturation}%,{light}%)", f"hsl({hue},{saturation}%,{deep}%)"
        return (ink, pale) if dark else (pale, ink)

    def gradient(self) -> str:
        spots = ",".join(
            f"radial-gradient(circle at {self.between(0, 100):.0f}% {self.between(0, 100):.0f}%,"
            f"hsla({self.rng.integers(360)},60%,{self.rng.integers(10, 80)}%,.8),transparent {self.between(10, 60):.0f}%)"
            for _ in range(5))
        return f"background:{spots},hsl({self.rng.integers(360)},40%,{self.rng.integers(15, 75)}%);"

    def html(self) -> tuple[str, int, int]:
        """Returns (document, width, height in CSS px)."""
        width, height = self.pick([(1240, 1600), (1240, 1600), (1000, 1400), (1500, 1100), (760, 1400)])
        if width == 760:
            blocks: list[Callable[[], str]] = [self.receipt, self.card, self.listing, self.big, self.paragraph]
        else:
            blocks = self.pick([
                [self.paragraph, self.paragraph, self.heading, self.footnotes],
                [self.paragraph, self.references, self.heading],
                [self.paragraph, self.code, self.heading, self.footnotes],
                [self.paragraph, self.caption, self.callout, self.table, self.heading],
                [self.big, self.picture, self.callout, self.card, self.listing],
                [self.references, self.listing, self.table, self.footnotes],
            ])
        columns = self.pick([1, 1, 2, 2, 3]) if width > 1000 else 1
        size = self.between(19, 34) / (1.0 if columns < 3 else 1.25)
        ground, ink = ("#fff", "#000") if self.chance(0.4) else self.tones(self.chance(0.3))
        # Enough blocks to fill the columns; what runs over the edge is cut as on any page.
        content = "".join(self.pick(blocks)() for _ in range(int(self.rng.integers(6, 16) * (1 + columns) / 2)))
        link_style = "".join([
            self.font(mono=True) if self.chance(0.3) else self.font() if self.chance(0.2) else "",
            "text-decoration:underline;" if self.chance(0.25) else "",
            f"text-decoration-thickness:{self.between(1, 4):.0f}px;" if self.chance(0.3) else "",
            f"text-underline-offset:{self.between(0, 5):.0f}px;" if self.chance(0.3) else "",
            "font-style:italic;" if self.chance(0.15) else "",
            "font-weight:700;" if self.chance(0.15) else "",
            f"color:hsl({self.rng.integers(180, 380)},80%,{35 if ink != ground else 50}%);" if self.chance(0.25) and ink < "hsl(0,0%,5" else "",
            f"letter-spacing:{self.between(0.01, 0.14):.3f}em;" if self.chance(0.1) else "",
            f"font-size:{self.between(0.75, 1.2):.2f}em;" if self.chance(0.3) else "",
        ])
        style = f"""
body{{margin:0;padding:{int(self.between(20, 90))}px;width:{width}px;box-sizing:border-box;background:{ground};
 color:{ink};font-size:{size:.1f}px;line-height:{self.between(1.08, 1.7):.2f};{self.font()}
 text-align:{self.pick(['left', 'left', 'justify'])};font-kerning:normal}}
main{{column-count:{columns};column-gap:{int(self.between(24, 60))}px;height:{height}px;column-fill:auto}}
h2{{{self.font()}font-size:{self.between(1.1, 2.2):.2f}em;margin:.5em 0 .3em;line-height:1.15}}
p{{margin:0 0 {self.between(0, 0.8):.2f}em;text-indent:{self.pick(['0', '0', '1.2em'])}}}
.small{{font-size:{self.between(0.62, 0.85):.2f}em}} .rule{{border-top:1px solid;padding-top:.3em;margin:.6em 0}}
.code{{{self.font(mono=True)}font-size:.82em;margin:.6em 0;padding:.4em;background:rgba(128,128,128,{self.between(0, .2):.2f})}}
.refs,ul{{padding-left:{self.pick(['0', '1.2em'])};list-style:{self.pick(['none', 'disc', 'square'])};margin:.4em 0}}
.refs{{font-size:{self.between(0.7, 1):.2f}em;list-style:none}}
.box{{border:{int(self.rng.integers(0, 4))}px solid;padding:.7em;margin:.6em 0;border-radius:{int(self.rng.integers(0, 14))}px}}
.center{{text-align:center}} .pad{{padding:1em;margin:.5em 0}} table{{border-collapse:collapse;margin:.6em 0;font-size:.85em}}
.link{{overflow-wrap:anywhere}} td{{border:{int(self.rng.integers(0, 2))}px solid;padding:.15em .5em}} sup{{font-size:.6em;line-height:0}}
.link{{{link_style}}}"""
        sources = "".join(
            f"@font-face{{font-family:f{i};src:url(http://fonts.invalid/{face.path});"
            f"font-weight:{face.weight};font-style:{'italic' if face.italic else 'normal'}}}"
            for i, face in enumerate(self.used))
        return (f"<!doctype html><meta charset=utf-8><style>{sources}{style}</style>"
                f"<body><main>{content}</main>"), width, height + 60
