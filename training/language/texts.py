"""Texts that a language model of links learns from.

    python -m training.language.texts

Addresses that people really print are few and far between; what they are made of is not. So links are put
together from words of nine languages (Debian's word lists), from the words of its package descriptions as often as
they occur there, from its packages' names, and from the public suffixes that their homepages have; some 10,000 such
homepages are taken as they are. Some of it is nothing that a language has: numbers, hashes, tokens.

Nothing here comes from `training/links/generate/`, that the benchmark's designed pages are made with.
"""

from __future__ import annotations

import random
import re
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
from publicsuffixlist import PublicSuffixList

FOLDER = Path("data/language")
# Debian package → its file below usr/share/dict, and how often its language is drawn.
WORD_LISTS = {
    "wamerican": ("american-english", 4), "wngerman": ("ngerman", 3), "wfrench": ("french", 3), "wspanish": ("spanish", 3),
    "witalian": ("italian", 2), "wportuguese": ("portuguese", 2), "wdutch": ("dutch", 2), "wpolish": ("polish", 1),
    "wswedish": ("swedish", 1),
}
LONGEST_WORD = 13
SUFFIXES_KEPT = 300
COMMERCIAL = 0.4  # of hosts end in .com: packages' homepages seldom do, print often
OF_ONE_HOST = 40  # homepages of one host that are kept
ENDINGS = (".html", ".html", ".htm", ".pdf", ".php", ".aspx", ".txt", ".jpg", ".png", ".zip")
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass
class Texts:
    """What links are put together from."""

    words: list[list[str]]  # a list for each language, the first one by how often they are written
    shares: list[float]  # how often each is drawn
    names: list[str]  # of packages
    suffixes: list[str]  # as often as they occur
    homepages: list[str]


def plain(word: str) -> str:
    """A word as hosts have it: small letters, without accents."""
    return unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode().lower()


def fetch(folder: Path = FOLDER) -> None:
    """Downloads the word lists and what apt knows of all packages; takes a Debian system, no root.

    Raises:
        click.ClickException: if apt cannot be run or knows no packages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for package, (name, _) in WORD_LISTS.items():
            if not (folder / "usr/share/dict" / name).is_file():
                subprocess.run(["apt-get", "download", package], cwd=folder, check=True, capture_output=True)
                (archive,) = folder.glob(f"{package}_*.deb")
                subprocess.run(["dpkg", "-x", archive.name, "."], cwd=folder, check=True)
        known = subprocess.run(["apt-cache", "dumpavail"], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise click.ClickException(f"the word lists are Debian's, and apt could not fetch them ({error}): run apt-get update first") from error
    if "\nHomepage: " not in known:
        raise click.ClickException("apt knows no packages: run apt-get update first")
    (folder / "packages.txt").write_text(known)


def load(folder: Path = FOLDER) -> Texts:
    """What ``fetch`` brought."""
    known = (folder / "packages.txt").read_text()
    described = " ".join(re.findall(r"^(?:Description: | )(.*)$", known, re.M))
    written = Counter(plain(word) for word in re.findall(r"[^\W\d_]{2,}", described) if len(word) <= LONGEST_WORD)
    lists, shares = [[word for word, count in written.items() for _ in range(min(count, 40)) if count > 2]], [8.0]
    for name, share in WORD_LISTS.values():
        raw = (folder / "usr/share/dict" / name).read_bytes()
        lists.append([plain(word) for word in _decoded(raw).split() if 2 < len(word) <= LONGEST_WORD and word.isalpha()])
        shares.append(float(share))
    pages, hosts, suffixes = [], Counter(), Counter()
    known_suffixes = PublicSuffixList()
    for page in sorted(set(re.findall(r"^Homepage: (\S+)$", known, re.M))):
        host = (urlsplit(page).hostname or "") if page.isascii() else ""
        hosts[host] += 1
        if host and hosts[host] <= OF_ONE_HOST:
            pages.append(page)
            suffixes["." + known_suffixes.publicsuffix(host)] += 1
    common = [suffix for suffix, count in suffixes.most_common(SUFFIXES_KEPT) for _ in range(count)]
    return Texts(lists, shares, re.findall(r"^Package: (\S+)$", known, re.M), common, pages)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


class Writer:
    """Writes lines as a strip of print may show them."""

    def __init__(self, texts: Texts, seed: int):
        self.texts, self.chance = texts, random.Random(seed)

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def word(self, language: list[str] | None = None) -> str:
        return self.chance.choice(language or self.language())

    def language(self) -> list[str]:
        return self.chance.choices(self.texts.words, self.texts.shares)[0]

    def token(self) -> str:
        """What nothing tells how to read."""
        pick = self.chance
        form = pick.random()
        if form < 0.35:
            return str(pick.randrange(10 ** pick.randint(1, 8)))
        if form < 0.5:
            return "".join(pick.choices("0123456789abcdef", k=pick.randint(6, 32)))
        if form < 0.6:
            return f"{pick.randint(1990, 2027)}{pick.choice('/-_.')}{pick.randint(1, 12):02}{pick.choice(['', f'-{pick.randint(1, 28):02}', f'/{pick.randint(1, 28):02}'])}"
        if form < 0.7:
            return pick.choice("abcdefghijklmnopqrstuvwxyz") + str(pick.randrange(10 ** pick.randint(1, 5)))
        return "".join(pick.choices(pick.choice([BASE62, BASE62[10:36], BASE62[:36], BASE62 + "-_"]), k=pick.randint(3, 14)))

    def host(self) -> str:
        language, form = self.language(), self.chance.random()
        name = self.word(language)
        if form < 0.3:
            name += self.word(language)
        elif form < 0.45:
            name += "-" + self.word(language)
        elif form < 0.5:
            name += str(self.chance.randrange(1, 1000))
        elif form < 0.55:
            name = self.token().lower().strip("._/-")
        elif form < 0.65:
            name = self.chance.choice(self.texts.names)
        before = "" if self.maybe(0.88) else self.word() + "."
        return before + name + (".com" if self.maybe(COMMERCIAL) else self.chance.choice(self.texts.suffixes))

    def segment(self) -> str:
        language, form = self.language(), self.chance.random()
        word = self.word(language)
        if form < 0.3:
            return word
        if form < 0.5:
            return self.chance.choice("--_+").join([word, *(self.word(language) for _ in range(self.chance.randint(1, 3)))])
        if form < 0.6:
            return word.capitalize() + (self.word(language).capitalize() if self.maybe(0.5) else "")
        if form < 0.7:
            return word + self.chance.choice(ENDINGS)
        return self.chance.choice(self.texts.names) if form < 0.75 else self.token()

    def link(self) -> str:
        if self.maybe(0.12):
            return self.chance.choice(self.texts.homepages)
        host = self.host()
        if self.maybe(0.08):
            return self.word() + self.chance.choice(["", ".", "-", "_"]) + self.word() + "@" + host
        if self.maybe(0.03):
            return f"{self.chance.choice(['doi:', 'https://doi.org/', ''])}10.{self.chance.randint(1000, 60000)}/{self.segment()}.{self.token()}"
        path = "".join("/" + self.segment() for _ in range(self.chance.choice([0, 0, 1, 1, 2, 3])))
        path += "/" if self.maybe(0.15) else ""
        if path and self.maybe(0.1):
            path += "?" + "&".join(f"{self.word()}={self.segment()}" for _ in range(self.chance.choice([1, 1, 2])))
        path += f"#{self.segment()}" if path and self.maybe(0.05) else ""
        link = self.chance.choice(["https://", "https://", "http://", "", ""]) + ("www." if self.maybe(0.4) else "") + host + path
        return link.upper() if self.maybe(0.05) else link

    def line(self) -> str:
        """A link with what stands beside it."""
        language = self.language()
        words = lambda most: " ".join(self.word(language) for _ in range(self.chance.randint(0, most)))  # noqa: E731
        opening, closing = self.chance.choice([("", "")] * 6 + [("(", ")"), ("<", ">"), ("[", "]"), ('"', '"'), ("'", "'")])
        link = opening + self.link() + closing + self.chance.choice(["", "", "", ".", ",", ";", "."])
        return f"{words(1)} {link} {words(3)}".strip()


@click.command()
@click.option("--show", default=20, show_default=True, help="Lines to print.")
def main(show: int) -> None:
    """Fetch the texts, and show some lines made from them."""
    fetch()
    writer = Writer(load(), seed=0)
    for _ in range(show):
        print(writer.line())


if __name__ == "__main__":
    main()
