"""The app's words: web_src/messages/<language>.json, one flat table of keys for each language.

A text may hold `{placeholders}`. A text that depends on a number is an object of
the plural forms that the language has (CLDR: one, few, many, other) and counts by
`{n}`. Keys that begin with `page.` stand in the templates; all others go into the
page as JSON, for web_src/page/messages.js.

English is complete by definition; what another language lacks is shown in
English, and tests/unit/test_messages.py says what that is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from .errors import BuildError

SOURCE = "en"  # the language that all others are translated from, and that is served at ./
IN_TEMPLATES = "page."

Text = str | dict[str, str]


@dataclass(frozen=True)
class Language:
    """One language with its texts, and where its pages lie."""

    code: str
    texts: dict[str, Text]

    @property
    def name(self) -> str:
        """What its speakers call it."""
        return self.texts["language.name"]

    @property
    def direction(self) -> str:
        """ltr or rtl, for the page's `dir`."""
        return self.texts["language.direction"]

    @property
    def home(self) -> str:
        """The address of its start page, as others link to it."""
        return "./" if self.code == SOURCE else self.url("index.html")

    def url(self, name: str) -> str:
        """The file of this language for a page: privacy.html → privacy.de.html, index.html → de.html.

        All pages lie at the root of the site, whatever their language, so that one set of
        relative addresses serves them all.
        """
        if self.code == SOURCE:
            return name
        stem, suffix = name.split(".", 1)
        return f"{self.code}.{suffix}" if stem == "index" else f"{stem}.{self.code}.{suffix}"

    def text(self, key: str, **values: object) -> Markup:
        """The text for a template, escaped, its placeholders filled; values may be Markup."""
        if key not in self.texts:
            raise BuildError(f"web_src/messages/{SOURCE}.json has no {key!r}, which a template asks for")
        return Markup(escape(self.texts[key])).format(**values)

    def for_scripts(self) -> dict[str, Text]:
        """The table that the page hands to its scripts."""
        return {key: text for key, text in self.texts.items() if not key.startswith(IN_TEMPLATES)}


def read_languages(folder: Path) -> list[Language]:
    """All languages, English first, then by code; gaps filled with English."""
    source = _read(folder / f"{SOURCE}.json")
    others = sorted(path for path in folder.glob("*.json") if path.stem != SOURCE)
    return [Language(SOURCE, source), *(Language(path.stem, {**source, **_read(path)}) for path in others)]


def placeholders(text: Text) -> set[str]:
    """The names in braces, in any of the plural forms."""
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for name in re.findall(r"\{(\w+)\}", form)}


def _read(path: Path) -> dict[str, Text]:
    try:
        return json.loads(path.read_text(encoding="utf8"), object_pairs_hook=_without_doubles)
    except FileNotFoundError:
        raise BuildError(f"{path} is missing: every site needs its words") from None
    except ValueError as error:
        raise BuildError(f"{path}: {error}") from None


def _without_doubles(pairs: list[tuple[str, Text]]) -> dict[str, Text]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"twice: {', '.join(sorted({key for key in keys if keys.count(key) > 1}))}")
    return table
