"""The app's words: every language says everything, with the same placeholders, and every word has its place."""

import json
import re

import pytest

from web_src.generator.errors import BuildError
from web_src.generator.messages import SOURCE, Language, placeholders, read_languages
from web_src.generator.site import WEB

FOLDER = WEB / "messages"
TABLES = {path.stem: json.loads(path.read_text(encoding="utf8")) for path in sorted(FOLDER.glob("*.json"))}
# The forms of each language's whole numbers, after CLDR; `many` of Spanish and French is for millions.
PLURALS = {"de": {"one", "other"}, "en": {"one", "other"}, "es": {"one", "other"}, "fr": {"one", "other"},
           "ru": {"one", "few", "many", "other"}}


def test_the_languages_promised_are_there():
    assert {"de", "en", "es", "fr", "ru"} <= TABLES.keys()


@pytest.mark.parametrize("code", TABLES)
def test_every_language_has_every_key_and_no_other(code):
    assert TABLES[code].keys() ^ TABLES[SOURCE].keys() == set()


@pytest.mark.parametrize("code", TABLES)
def test_placeholders_and_plural_forms_are_those_of_english(code):
    for key, text in TABLES[code].items():
        source = TABLES[SOURCE][key]
        assert placeholders(text) == placeholders(source), key
        assert isinstance(text, dict) == isinstance(source, dict), key
        if isinstance(text, dict):
            assert PLURALS[code] <= text.keys(), key
        assert text, f"{key} is empty"


@pytest.mark.parametrize("code", sorted(TABLES.keys() - {SOURCE}))
def test_nothing_was_left_in_english(code):
    """Short words may be the same in two languages; a sentence is not."""
    same = {key for key, text in TABLES[code].items() if text == TABLES[SOURCE][key] and len(str(text).split()) > 3}
    assert same == set()


def test_every_key_is_used_and_every_key_used_is_there():
    """Keys that are put together (`doubt.${…}`) count as used when their beginning is."""
    sources = [path.read_text(encoding="utf8") for kind in ("*.js", "*.j2", "*.py") for path in WEB.rglob(kind)]
    code = "\n".join(sources)
    asked = set(re.findall(r"""(?:\bmessage\(|\bt\(|\btext\(|texts\[)\s*["']([\w.-]+)["']""", code))
    assert asked - TABLES[SOURCE].keys() == set()
    starts = tuple(set(re.findall(r"`([a-z]+(?:[.-][a-z]+)*\.)\$\{", code)))
    unused = {key for key in TABLES[SOURCE] if not key.startswith(starts) and not re.search(rf"['\"]{re.escape(key)}['\"]", code)}
    assert unused == set()


# -- reading them ---------------------------------------------------------------------


def folder_of(tmp_path, **tables: str):
    for code, text in tables.items():
        (tmp_path / f"{code}.json").write_text(text)
    return tmp_path


def test_what_a_language_lacks_is_shown_in_english(tmp_path):
    english, german = read_languages(folder_of(tmp_path, en='{"a": "A", "b": "B"}', de='{"a": "Ä"}'))
    assert (english.code, german.code) == ("en", "de")
    assert german.texts == {"a": "Ä", "b": "B"}


@pytest.mark.parametrize(("text", "said"), [('{"a": "1", "a": "2"}', "twice: a"), ('{"a": ', "Expecting value")])
def test_a_damaged_table_is_named(tmp_path, text, said):
    with pytest.raises(BuildError, match=rf"en\.json: {said}"):
        read_languages(folder_of(tmp_path, en=text))


def test_a_text_is_escaped_and_what_fills_it_is_not_twice():
    from markupsafe import Markup

    language = Language("en", {"a": "1 < 2 & {b}"})
    assert language.text("a", b=Markup("<b>x</b>")) == "1 &lt; 2 &amp; <b>x</b>"
    assert language.text("a", b="<i>") == "1 &lt; 2 &amp; &lt;i&gt;"


def test_a_key_that_is_not_there_fails_the_build():
    with pytest.raises(BuildError, match="no 'b'"):
        Language("en", {"a": "A"}).text("b")


def test_pages_of_a_language_lie_beside_those_of_english():
    german = Language("de", {})
    assert [german.url(name) for name in ("index.html", "privacy.html", "manifest.webmanifest")] == [
        "de.html", "privacy.de.html", "manifest.de.webmanifest"]
    assert (german.home, Language("en", {}).home) == ("de.html", "./")


def test_only_what_scripts_say_goes_to_the_scripts():
    assert Language("de", {"page.a": "A", "b": "B"}).for_scripts() == {"b": "B"}
