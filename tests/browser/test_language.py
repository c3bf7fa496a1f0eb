"""The language model in Chromium against Keras, and what a second look makes of it."""

import base64
import json

import pytest

from model_export.language import export as language
from training.language.model import log_probabilities
from training.reader.charset import CHARACTERS, to_classes

CREATE = """(file, meta) => m.createLanguage(Uint8Array.from(atob(file), (c) => c.charCodeAt(0)).buffer, meta)"""
TEXTS = ["https://www.update.org.au", "x7Qz-0O", "", "WWW.", "a b\ufffdc"]


@pytest.fixture(scope="module")
def exported() -> dict:
    file = base64.b64encode((language.HERE / "web/language.bin").read_bytes()).decode()
    return {"file": file, "meta": json.loads((language.HERE / "language.json").read_text())}


def test_chromium_computes_what_keras_computes(page, modules, exported):
    found = modules.run(page, f"(m, {{ file, meta, texts }}) => {{ const {{ logProbabilities }} = ({CREATE})(file, meta); return texts.map(logProbabilities); }}",
                        "/web_src/scan/language.js", {**exported, "texts": TEXTS})
    expected = log_probabilities(language.load(), [to_classes(text, CHARACTERS) for text in TEXTS])
    for got, wanted in zip(found, expected):
        assert got == pytest.approx(wanted.tolist(), abs=1e-3)


LIKELIER = f"""(m, {{ file, meta, pairs }}) => {{
  const {{ likelier }} = ({CREATE})(file, meta);
  return pairs.map(([text, than]) => likelier(text, than));
}}"""


@pytest.fixture
def likelier(page, modules, exported):
    return lambda *pairs: modules.run(page, LIKELIER, "/web_src/scan/language.js", {**exported, "pairs": pairs})


def test_letters_beyond_ascii_are_one_to_it(likelier):
    assert likelier(["aé.org", "aж.org"]) == [1]


def test_a_word_is_likelier_than_a_slip_but_a_token_is_not_made_a_word(likelier):
    word, token = likelier(["https://www.update.org/", "https://www.updatc.org/"], ["https://t.co/x7lQz", "https://t.co/x7IQz"])
    assert word > 2 and 0.5 < token < 2


@pytest.mark.parametrize("text, than", [("www.update.org", "www.updat.org"), ("https://a.hu bicycle", "https://a.hu/bicycle")])
def test_whether_a_letter_or_a_space_stands_there_is_not_for_it_to_say(likelier, text, than):
    assert likelier([text, than], [than, text]) == [1, 1]
