"""Proofs are cut where strips would be, and their classes are what is on them."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import ImageFont

from training.pages import fonts
from training.pages.page import Line, Link, Page
from training.reader import lines, proofs
from training.reader.charset import to_text
from training.reader.strip import ABOVE, BELOW

TEXT = "see http://example.org/path now"
BASELINE, HEIGHT, PITCH = 60.0, 20.0, 12


@pytest.fixture
def page():
    """A line whose characters are blocks as high as an h."""
    spans = np.array([[40 + PITCH * i, 40 + PITCH * (i + 1)] for i in range(len(TEXT))], np.float32)
    image = np.full((100, 480), 255, np.uint8)
    for (left, right), char in zip(spans.astype(int), TEXT):
        if char != " ":
            image[int(BASELINE - HEIGHT):int(BASELINE), left + 1:right - 1] = 0
    link = Link("http", TEXT.split()[1], [(0, TEXT.index("http"), TEXT.index(" now"))])
    return Page(image, [Line(TEXT, spans, BASELINE, HEIGHT)], [link], "blocks")


def test_a_proof_shows_the_line_where_a_strip_would_and_fits(page):
    rng = np.random.default_rng(3)
    made = [one for one in (proofs.proof(rng, page, 300) for _ in range(60)) if one]
    assert len(made) > 40
    for one in made:
        assert one.image.shape == (proofs.ROWS, round(proofs.FINE * one.width)) and 24 <= one.width <= 300
        assert to_text(one.classes) in TEXT
    # The blocks' feet are where a strip has its baseline; heights are off as the detector's are.
    feet = [np.flatnonzero((one.image < 128).any(1))[-1] + 1 for one in made]
    expected = proofs.ROOM + (proofs.ROWS - 2 * proofs.ROOM) * ABOVE / (ABOVE + BELOW)
    assert np.mean(feet) == pytest.approx(expected, abs=1)


def test_a_cut_keeps_places_and_shrinks_without_loss(page):
    left, height = 40.0 + PITCH * 4, 2 * HEIGHT  # twice as high: half as large on the proof
    along = (ABOVE + BELOW) * height / 32
    image = proofs.cut(page.image, BASELINE, left, height, along, 150, 0.0)
    ink = (image < 160).any(0)
    first, last = np.flatnonzero(ink)[[0, -1]]
    to_proof = proofs.FINE / along
    assert first == pytest.approx(1 * to_proof, abs=1.5)
    assert last + 1 == pytest.approx((PITCH * (len(TEXT) - 4) - 1) * to_proof, abs=1.5)


def test_characters_count_whose_larger_part_is_between(page):
    line, x = page.lines[0], 40.0 + PITCH * 4  # where the link begins
    assert to_text(proofs.classes_between(line, x, x + 4 * PITCH)) == "http"
    assert to_text(proofs.classes_between(line, x + 0.3 * PITCH, x + 3.7 * PITCH)) == "http"
    assert to_text(proofs.classes_between(line, x + 0.6 * PITCH, x + 3.4 * PITCH)) == "tt"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "one.ttf").write_bytes(ImageFont.load_default(28).path.getvalue())
    face = fonts.Face("one", 400, False, "one.ttf", "", False)
    monkeypatch.setattr(proofs, "all_faces", lambda _: [face, replace(face, family="two")])
    return tmp_path


def test_batches_differ_by_seed_alone(folder):
    one, same, other = (proofs.batch(seed, [], str(folder), 8, 200) for seed in (1, 1, 2))
    assert [p.classes for p in one] == [p.classes for p in same] != [p.classes for p in other]
    assert all((a.image == b.image).all() for a, b in zip(one, same))


def test_a_font_prints_no_character_that_it_lacks(folder):
    face = lines.SizedFace(folder / "one.ttf", 28)
    assert face.printed("https://example.org/~a?b=c") == "https://example.org/~a?b=c"
    assert face.printed("例え.example") == ".example"
    assert face.printed("ďa") in ("ďa", "da") and lines.has(face.fonts[0], "e")


def test_letters_of_eastern_europe_come_from_the_file_beside_it(tmp_path):
    """Of which one lacks a letter is played: both are the same font here."""
    for part in ("latin", "latin-ext"):
        (tmp_path / f"one-{part}-400-normal.ttf").write_bytes(ImageFont.load_default(28).path.getvalue())
    face = lines.SizedFace(tmp_path / "one-latin-400-normal.ttf", 28)
    main, more = face.fonts
    face.font = lambda char: more if char == "ł" else main
    assert [(start, end) for start, end, _ in face.runs("młyn.pl")] == [(0, 1), (1, 2), (2, 7)]
    lengths = face.lengths("młyn.pl")
    assert lengths == sorted(lengths) and lengths[1] == main.getlength("m") + more.getlength("ł")
    assert len(lines.SizedFace(tmp_path / "one-latin-ext-400-normal.ttf", 28).fonts) == 1
