"""The browser's decoding of the reader's logits, against the vectors that Python is held to."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from training.reader.charset import CLASSES
from training.reader.ctc import read

CASES = json.loads((Path(__file__).parents[1] / "vectors/ctc.json").read_text())["cases"]
RUN = """(m, { logits, classes, temperature }) =>
  m.readLogits(new Float32Array(logits), classes, temperature)"""


@pytest.mark.parametrize("case", CASES)
def test_vectors(page, modules, case):
    logits = np.frombuffer(base64.b64decode(case["logits"]), "<f2").astype(float).tolist()
    got = modules.run(page, RUN, "/web_src/scan/ctc.js",
                      {"logits": logits, "classes": CLASSES, "temperature": case["temperature"]})
    assert [c["label"] for c in got["characters"]] == [c["label"] for c in case["characters"]]
    for found, expected in zip(got["characters"], case["characters"]):
        assert found["confidence"] == pytest.approx(expected["confidence"], abs=1e-6)
        assert found["centre"] == pytest.approx(expected["centre"], abs=1e-6)
        assert [a["label"] for a in found["alternatives"]] == [label for label, _ in expected["alternatives"]]
        assert [a["confidence"] for a in found["alternatives"]] == pytest.approx(
            [share for _, share in expected["alternatives"]], abs=1e-6)
    assert [o["labels"] for o in got["others"]] == [labels for labels, _ in case["others"]]
    assert [o["ratio"] for o in got["others"]] == pytest.approx([r for _, r in case["others"]], rel=1e-6)


@pytest.mark.parametrize("doubt", [0.0, 6.0, 12.0])
def test_a_long_strip_is_weighed_as_python_does(page, modules, doubt):
    """Most of its sums are too small to count, and are left out here."""
    rng = np.random.default_rng(1)
    logits = rng.normal(-25, 5, (320, CLASSES))
    logits[:, CLASSES - 1] = 5
    for step in range(3, 310, 7):
        label = rng.integers(CLASSES - 1)
        logits[step - 1:step + 2, label] = [3, 12, 4]
        logits[step, rng.integers(CLASSES - 1)] = doubt
    logits = logits.astype(np.float32)
    expected = read(logits, 1.3)
    got = modules.run(page, RUN, "/web_src/scan/ctc.js", {"logits": logits.ravel().tolist(), "classes": CLASSES, "temperature": 1.3})
    assert len(expected.characters) == 44
    assert [c["label"] for c in got["characters"]] == [c.label for c in expected.characters]
    assert [c["confidence"] for c in got["characters"]] == pytest.approx([c.confidence for c in expected.characters], abs=1e-7)
    assert [c["centre"] for c in got["characters"]] == pytest.approx([c.centre for c in expected.characters], abs=1e-7)
    assert [o["ratio"] for o in got["others"]] == pytest.approx([ratio for _, ratio in expected.others], rel=1e-6)


def test_no_step_is_no_text(page, modules):
    assert modules.run(page, "(m) => m.readLogits(new Float32Array(0), 97)", "/web_src/scan/ctc.js") == {
        "characters": [], "others": []}


CONFIDENCE = json.loads((Path(__file__).parents[1] / "vectors/confidence.json").read_text())


def test_a_links_confidence_from_its_characters(page, modules):
    calibrated, agreed, caseless = modules.run(page, """(m, { curve, calibrated, agreed, caseless }) => [
        calibrated.map(({ product }) => m.calibrated(product, curve)),
        agreed.map(({ confidence, factor }) => m.agreed(confidence, factor)),
        caseless.map(({ text, kind }) => m.caseless(text, kind))]""",
                                     "/web_src/scan/confidence.js", CONFIDENCE)
    assert calibrated == pytest.approx([case["confidence"] for case in CONFIDENCE["calibrated"]], abs=1e-9)
    assert agreed == pytest.approx([case["together"] for case in CONFIDENCE["agreed"]], abs=1e-9)
    assert caseless == [[case["from"], case["to"]] for case in CONFIDENCE["caseless"]]


@pytest.mark.parametrize("text, doubted", [
    ("https://a.org/4O2K43LAE", "O"), ("https://a.org/?v=DtvQ60S&w=1TUV", "01"), ("HTTP://A0O.ORG/", ""),
    ("https://a-b.org/#:-:text=a-b", "-"), ("https://a.org/-smith/", "-"), ("https://-a.org/a-b_-c", ""),
    ("https://a.org/2010/Old/index1.html", ""), ("https://a.org/OLD/I", ""), ("https://a.org/b5l0", ""), ("a@B0.org", ""),
    ("https://a.org/O1-cnnI/b0", "O1I"), ("https://a.org/2010_OldNews-1", ""), ("https://a.org/Old-LaTeX-list", ""),
])
def test_twins_are_doubted_where_capitals_and_digits_stand_at_random(page, modules, text, doubted):
    characters = [{"char": char, "confidence": 0.99, "alternatives": []} for char in text]
    made = modules.run(page, "(m, characters) => m.doubtTwins(characters, 'https')", "/web_src/scan/twins.js", characters)
    assert "".join(c["char"] for c in made) == text
    assert "".join(c["char"] for c in made if c["confidence"] < 0.9) == doubted
    offered = {c["char"]: "".join(other["char"] for other in c["alternatives"]) for c in made if c["confidence"] < 0.9}
    assert offered == {char: {"O": "0", "0": "O", "1": "lI", "I": "l1", "-": "~"}[char] for char in doubted}


@pytest.mark.parametrize("text, others", [
    ("https://a.org/4O2K43LAE", ["https://a.org/402K43LAE"]),
    ("https://a.org/CBA70COOCD4E", ["https://a.org/CBA70C00CD4E", "https://a.org/CBA7OCOOCD4E",
                                    "https://a.org/CBA70C0OCD4E", "https://a.org/CBA70CO0CD4E"]),
    ("https://a.org/#-b?v=Xl2", ["https://a.org/#~b?v=Xl2", "https://a.org/#-b?v=XI2", "https://a.org/#-b?v=X12"]),
    ("https://a.org/2010/Old", []), ("HTTP://A0O.ORG/", []),
])
def test_what_twins_may_as_well_say_all_that_look_alike_together_first(page, modules, text, others):
    said = modules.run(page, "(m, text) => m.twinTexts(text, 'https')", "/web_src/scan/twins.js", text)
    assert said == others


@pytest.mark.parametrize("read, printed", [
    ("bacf58d7-1Od6-f6dS-f147-8fl2645766d0", "bacf58d7-10d6-f6d5-f147-8f12645766d0"),
    ("D13778D9-CAF8-A097-S6D8-7O804BF08997", "D13778D9-CAF8-A097-56D8-70804BF08997"),
])
def test_a_uuid_may_hold_the_digits_that_its_letters_look_like(page, modules, read, printed):
    texts = [f"https://a.org/{text}/" for text in (read, printed, read.replace("-", ""))]
    say = "(m, texts) => texts.map((text) => m.twinTexts(text, 'https'))"
    as_read, as_printed, in_one = modules.run(page, say, "/web_src/scan/twins.js", texts)
    assert as_read[0] == texts[1] and texts[1] not in as_printed and texts[2].replace("S", "5") not in in_one


def test_a_letter_in_a_uuid_is_doubted(page, modules):
    text = "https://a.org/bacf58d7-10d6-f6dS-f147-8f12645766dq"
    made = modules.run(page, "(m, characters) => m.doubtTwins(characters, 'https')", "/web_src/scan/twins.js",
                       [{"char": char, "confidence": 0.99, "alternatives": []} for char in text])
    doubted = {c["char"]: c["alternatives"][0]["char"] for c in made if c["confidence"] < 0.9}
    assert {"S": "5", "q": "9"}.items() <= doubted.items()


def test_a_capital_in_a_host_is_no_doubt_and_in_a_path_it_is(page, modules):
    """An o that may be an O: in `o.org/o`."""
    characters = [{"char": char, "confidence": 0.6 if char == "o" else 1,
                   "alternatives": [{"char": "O", "confidence": 0.35}, {"char": "0", "confidence": 0.05}] if char == "o" else []}
                  for char in "o.org/o"]
    made = modules.run(page, "(m, characters) => m.upToCase(characters, 'domain')", "/web_src/scan/confidence.js", characters)
    assert [round(c["confidence"], 2) for c in made] == [0.95, 1, 0.95, 1, 1, 1, 0.6]
    assert [[o["char"] for o in c["alternatives"]] for c in made] == [["0"], [], ["0"], [], [], [], ["O", "0"]]


def peaks(*steps: dict[int, float], classes: int = CLASSES) -> list[float]:
    """Logits of a strip whose steps see these classes, with blanks between."""
    rows = []
    for step in steps:
        for seen in ({classes - 1: 9.0}, step):
            row = np.full(classes, -5.0)
            for label, logit in seen.items():
                row[label] = logit
            rows.append(row)
    return np.concatenate(rows).tolist()


TOGETHER = """(m, { views }) => m.readTogether(views.map(({ logits, classes }) => ({ logits: new Float32Array(logits), classes })))"""


def together(page, modules, *views, classes: tuple[int, ...] = ()) -> dict:
    seen = [{"logits": logits, "classes": count} for logits, count in zip(views, classes or [CLASSES] * len(views))]
    return modules.run(page, TOGETHER, "/web_src/scan/ctc.js", {"views": seen})


def test_cuts_of_the_same_print_are_read_together(page, modules):
    """One takes the second letter for a 5 by a hair, the other one is sure that it is a 6."""
    doubtful, clear = peaks({3: 9.0}, {5: 3.0, 6: 2.8}), peaks({3: 9.0}, {5: 0.0, 6: 6.0})
    alone = modules.run(page, RUN, "/web_src/scan/ctc.js", {"logits": doubtful, "classes": CLASSES, "temperature": 1})
    both = together(page, modules, doubtful, clear)
    assert [c["label"] for c in alone["characters"]] == [3, 5]
    assert [c["label"] for c in both["characters"]] == [3, 6]
    assert both["characters"][1]["confidence"] > 0.9, "weighed in both cuts, of which the second is far surer"
    assert both["others"][0]["labels"] == [3, 5] and 0 < both["others"][0]["ratio"] < 1


def test_one_cut_alone_reads_as_ever(page, modules):
    logits = peaks({3: 9.0}, {5: 3.0, 6: 2.8}, {7: 2.0})
    alone = modules.run(page, RUN, "/web_src/scan/ctc.js", {"logits": logits, "classes": CLASSES, "temperature": 1})
    one = together(page, modules, logits)
    assert [c["label"] for c in one["characters"]] == [c["label"] for c in alone["characters"]]
    assert [c["confidence"] for c in one["characters"]] == pytest.approx([c["confidence"] for c in alone["characters"]], abs=0.02)


def test_cuts_too_short_for_any_text_are_no_text(page, modules):
    assert together(page, modules, [], [])["characters"] == []


def test_what_is_likelier_to_stand_there_is_read_where_it_looks_alike(page, modules):
    logits = peaks({3: 9.0}, {5: 3.0, 6: 2.8})
    read = modules.run(page, """(m, { logits, classes }) =>
      m.readTogether([{ logits: new Float32Array(logits), classes }], 1, (labels) => (labels[1] === 5 ? 0.05 : 1))""",
                       "/web_src/scan/ctc.js", {"logits": logits, "classes": CLASSES})
    assert [c["label"] for c in read["characters"]] == [3, 6]


def test_a_text_that_no_cut_makes_likely_is_weighed_where_it_is_known_to_be_likelier(page, modules):
    """A letter between two that is hardly seen."""
    logits = peaks({3: 9.0}, {2: 0.5}, {6: 9.0})
    read = modules.run(page, """(m, { logits, classes }) => m.readTogether([{ logits: new Float32Array(logits), classes }], 1,
        (labels) => (labels.length === 2 ? 0.0001 : 1), undefined, (labels) => [[labels[0], 2, labels[1]], [labels[0], 8, labels[1]]])""",
                       "/web_src/scan/ctc.js", {"logits": logits, "classes": CLASSES})
    assert [c["label"] for c in read["characters"]] == [3, 2, 6]


def test_what_is_likelier_than_the_text_seen_best_is_read_and_told_which_that_is(page, modules):
    logits = peaks({3: 9.0}, {5: 3.0, 6: 2.8})
    read = modules.run(page, """(m, { logits, classes }) =>
      m.readTogether([{ logits: new Float32Array(logits), classes }], 1, undefined, (labels, than) => (labels[1] === 6 && than[1] === 5 ? 4 : 1))""",
                       "/web_src/scan/ctc.js", {"logits": logits, "classes": CLASSES})
    assert [c["label"] for c in read["characters"]] == [3, 6]
    assert read["others"][0]["labels"] == [3, 5]
    # Half a letter less likely to the eye, four times as likely to be printed.
    assert read["others"][0]["ratio"] == pytest.approx(np.exp(0.2) / 4, rel=0.1)


MORE = CLASSES + 3  # a reader that tells three letters apart, too
OTHER = CLASSES - 2
FIRST, SECOND = OTHER + 1, OTHER + 2


def test_a_letter_that_one_reader_alone_tells_apart_is_what_that_one_says(page, modules):
    quick = peaks({3: 9.0}, {OTHER: 9.0}, {5: 9.0})
    careful = peaks({3: 9.0}, {FIRST: 3.0, SECOND: 2.0}, {5: 9.0}, classes=MORE)
    read = together(page, modules, quick, careful, classes=(CLASSES, MORE))
    alone = together(page, modules, careful, classes=(MORE,))
    assert [c["label"] for c in read["characters"]] == [3, FIRST, 5]
    letter = read["characters"][1]
    assert letter["alternatives"][0]["label"] == SECOND
    assert letter["confidence"] == pytest.approx(alone["characters"][1]["confidence"], abs=0.02), "the other has no say in which letter it is"


def test_what_both_readers_tell_apart_both_decide(page, modules):
    """The one that tells letters apart takes a 5 for a 6 by a hair; the other one is sure that it is a 5."""
    quick, careful = peaks({OTHER: 9.0}, {5: 9.0, 6: 2.0}), peaks({FIRST: 9.0}, {5: 2.8, 6: 3.0}, classes=MORE)
    read = together(page, modules, quick, careful, classes=(CLASSES, MORE))
    assert [c["label"] for c in read["characters"]] == [FIRST, 5]


def test_a_text_that_only_the_other_reader_sees_gets_its_letters_too(page, modules):
    """The one that tells letters apart never sees the 5, so no text of its own holds both."""
    quick = peaks({OTHER: 9.0}, {5: 9.0}, {OTHER: 9.0})
    careful = peaks({FIRST: 9.0}, {6: 3.0}, {SECOND: 9.0, FIRST: 5.0}, classes=MORE)
    read = together(page, modules, quick, careful, classes=(CLASSES, MORE))
    assert [c["label"] for c in read["characters"]] == [FIRST, 5, SECOND]


def test_what_is_no_letter_of_either_reader_stays_so(page, modules):
    quick, careful = peaks({3: 9.0}, {OTHER: 9.0}), peaks({3: 9.0}, {OTHER: 9.0, FIRST: 1.0}, classes=MORE)
    read = together(page, modules, quick, careful, classes=(CLASSES, MORE))
    assert [c["label"] for c in read["characters"]] == [3, OTHER]
    assert read["characters"][1]["alternatives"] == [] or read["characters"][1]["confidence"] > 0.9
