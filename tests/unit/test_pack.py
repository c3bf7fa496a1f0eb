"""Packing pages and fonts for a machine elsewhere."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont
from PIL import ImageFont

from training.pages import fonts
from training.pages.page import Line, Link, Page, page_stems
from training.reader import pack


def page(height: float = 44.0) -> Page:
    """Twenty lines, a link on the tenth and one that goes on from the last."""
    lines = [Line(f"line {i:02}", np.array([[20 * k + 5, 20 * k + 25] for k in range(7)], np.float32), 100.0 + 90 * i, height)
             for i in range(20)]
    image = np.full((2000, 400), 250, np.uint8)
    image[int(lines[9].baseline) - 44:int(lines[9].baseline), 5:145] = 10
    links = [Link("www", "line 09", [(9, 0, 7)], style=("bold",)), Link("www", "far", [(18, 0, 2), (19, 0, 1)], certain=False)]
    return Page(image, lines, links, "here")


def test_an_excerpt_shows_a_link_where_its_truth_says_and_no_larger_than_needed():
    made = pack.excerpt(np.random.default_rng(0), page())
    assert [link.text for link in made.links] == ["line 09"], "the other is not on it"
    index, first, end = made.links[0].pieces[0]
    line = made.lines[index]
    assert line.text == "line 09" and (first, end) == (0, 7) and line.height == pytest.approx(pack.TALLEST)
    left, right, bottom = line.spans[0, 0], line.spans[6, 1], line.baseline
    assert made.image[int(bottom) - 10, int((left + right) / 2)] < 40 and made.image[int(bottom) + 4, int(left) + 5] > 200
    assert made.image.shape[0] < 300


def test_small_print_keeps_its_size_and_a_page_without_links_has_no_excerpt():
    assert pack.excerpt(np.random.default_rng(0), page(20.0)).lines[0].height == 20.0
    bare = page()
    bare.links = []
    assert pack.excerpt(np.random.default_rng(0), bare) is None


def test_what_was_packed_is_unpacked_as_pages_and_fonts(tmp_path):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "index.json").write_text("[]")
    page().save(tmp_path / "pages/a")
    runner, packed = CliRunner(), tmp_path / "pack.zip"
    assert runner.invoke(pack.main, ["--pages", str(tmp_path / "pages"), "--font-folder", str(fonts), "--out", str(packed)]).exit_code == 0
    assert runner.invoke(pack.main, ["--unpack", str(packed), "--out", str(tmp_path / "there")]).exit_code == 0
    stem, = page_stems(tmp_path / "there/pages")
    made, expected = Page.load(stem), pack.excerpt(np.random.default_rng(list(b"a")), page())
    assert made.links == expected.links and made.source == "here"
    assert np.abs(made.image.astype(int) - expected.image).mean() < 6, "WebP takes a little away"
    assert made.lines[0].spans == pytest.approx(expected.lines[0].spans, abs=0.1)
    assert json.loads((tmp_path / "there/fonts/index.json").read_text()) == []


def test_a_small_font_has_fewer_letters_and_the_same_shapes(tmp_path):
    path, small = tmp_path / "whole.ttf", tmp_path / "small.woff2"
    path.write_bytes(ImageFont.load_default(28).path.getvalue())
    small.write_bytes(pack.small_font(path))
    before, after = TTFont(path), TTFont(small)
    kept = set(after.getBestCmap())
    assert kept <= set(pack.KEPT) and {ord("h"), ord("/")} <= kept
    name = lambda font: font.getBestCmap()[ord("h")]  # noqa: E731
    assert before["hmtx"][name(before)] == after["hmtx"][name(after)]
    assert len(small.read_bytes()) <= path.stat().st_size


def test_of_a_family_that_no_page_is_set_in_the_plainest_face_is_packed():
    face = lambda family, weight, italic, drawn: fonts.Face(family, weight, italic, f"{family}{weight}{italic}", "", False, drawn)  # noqa: E731
    on_pages = [face("a", weight, False, False) for weight in (300, 700)]
    drawn = [face("b", 400, True, True), face("b", 500, False, True), face("b", 700, False, True), face("c", 700, False, True)]
    assert pack.packed_faces([*on_pages, *drawn]) == [*on_pages, drawn[1], drawn[3]]
