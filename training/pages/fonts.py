"""Web fonts for the designed pages: fetched from npm, checked, split by family.

The families are the lines of ``fonts.txt``, each an ``@fontsource`` package and its
version: another one would set other pages. Their licences, OFL or Apache for nearly
all, are copied into the index. The families of ``more_fonts.txt`` are for the lines that
the reader's trainer draws: no page is set in them, so the benchmark's stay what they are.
Families that share their name with one kept for testing are not in it.
Fonts whose small letters look like capitals are dropped: a label says what is
seen, and there an ``a`` is seen as an ``A``.

    python -m training.pages.fonts --out data/fonts
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import numpy as np
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont, TTLibError
from tqdm import tqdm

from training import npm

FAMILIES = Path(__file__).with_name("fonts.txt")
MORE = Path(__file__).with_name("more_fonts.txt")
FACE = re.compile(r"-latin-(300|400|500|700)-(normal|italic)\.woff2$")
# Every character that a printed link or the prose around it may need.
NEEDED = {chr(c) for c in range(0x20, 0x7F)}
# One family in ten is kept for testing: no training page ever shows it.
TEST_SHARE = 10


@dataclass(frozen=True)
class Face:
    """One font file: a family at one weight and style."""

    family: str
    weight: int
    italic: bool
    path: str  # relative to the index
    licence: str
    monospaced: bool
    drawn_only: bool = False  # no page is set in it


def is_test_family(family: str) -> bool:
    """Whether a family belongs to the test split: fixed by its name alone."""
    return int(hashlib.sha1(family.encode()).hexdigest(), 16) % TEST_SHARE == 0


def usable(path: Path) -> tuple[bool, bool]:
    """Returns (usable for pages, monospaced) of a font file."""
    try:
        font = TTFont(path, lazy=True)
    except TTLibError:  # a few packages hold an empty file
        return False, False
    cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
    if any(ord(c) not in cmap for c in NEEDED):
        return False, False

    def top(char: str) -> float:
        pen = BoundsPen(glyphs)
        glyphs[cmap[ord(char)]].draw(pen)
        return pen.bounds[3] if pen.bounds else 0.0

    # In small-caps and capitals-only fonts an h is no taller than an x.
    has_small_letters = top("h") > 1.12 * top("x") > 0
    widths = {glyphs[cmap[ord(c)]].width for c in "ilmW."}
    return has_small_letters, len(widths) == 1


def fetch(packages: list[str], folder: Path) -> None:
    """Installs packages, each ``family@version``, below ``folder`` with npm, in batches."""
    batch = 40
    for i in tqdm(range(0, len(packages), batch), desc="fetching fonts"):
        npm.install([f"@fontsource/{package}" for package in packages[i : i + batch]], folder)


def index(families: list[str], folder: Path, drawn_only: bool = False) -> list[Face]:
    """Lists the usable faces among the fetched packages."""
    faces = []
    for family in tqdm(families, desc="checking fonts"):
        package = folder / "node_modules" / "@fontsource" / family
        if not package.is_dir():
            continue
        licence = json.loads((package / "package.json").read_text()).get("license", "unknown")
        for path in sorted((package / "files").glob("*.woff2")):
            match = FACE.search(path.name)
            if not match:
                continue
            good, mono = usable(path)
            if good:
                faces.append(Face(family, int(match[1]), match[2] == "italic",
                                  str(path.relative_to(folder)), licence, mono, drawn_only))
    return faces


def load(folder: Path, drawn: bool = False) -> list[Face]:
    """Reads the index that ``main`` wrote; a clear error if there is none.

    Args:
        drawn: with the faces that no page is set in.
    """
    path = folder / "index.json"
    if not path.exists():
        raise click.ClickException(
            f"{path} is missing: run python -m training.pages.fonts --out {folder}")
    faces = [Face(**face) for face in json.loads(path.read_text())]
    return [face for face in faces if drawn or not face.drawn_only]


def pick(rng: np.random.Generator, faces: list[Face]) -> Face:
    """A face of a family, each family as often as another: those that have one face alone, scripts above all, are the hard ones."""
    families = sorted({face.family for face in faces})
    family = families[int(rng.integers(len(families)))]
    of_family = [face for face in faces if face.family == family]
    return of_family[int(rng.integers(len(of_family)))]


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default="data/fonts", show_default=True)
def main(out: Path) -> None:
    """Fetch the web fonts and write their index."""
    packages, more = FAMILIES.read_text().split(), MORE.read_text().split()
    fetch([*packages, *more], out)
    families, drawn = ([package.partition("@")[0] for package in some] for some in (packages, more))
    faces = index(families, out) + index(drawn, out, drawn_only=True)
    (out / "index.json").write_text(json.dumps([asdict(face) for face in faces], indent=0))
    kept = {face.family for face in faces}
    print(f"{len(faces)} faces of {len(kept)} families "
          f"({sum(map(is_test_family, kept))} kept for testing); left out: "
          f"{', '.join(f for f in [*families, *drawn] if f not in kept)}")


if __name__ == "__main__":
    main()
