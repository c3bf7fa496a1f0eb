"""Page making: characters to lines, links to pieces, and a page kept and read again."""

import io
import json
from dataclasses import asdict

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from tests.unit.sheets import sheet
from training.pages import documents, fonts
from training.pages.design import Design
from training.pages.page import Line, Link, Page, page_stems, prefix_spans, spare_prefixes
from training.pages.rendered import assemble, style_of


def row(text: str, x: float, baseline: float, link: int = -1, height: float = 14.0) -> list:
    return [[char, x + 10 * i, x + 10 * i + 10, baseline, height, link] for i, char in enumerate(text)]


def plain_line(text: str, baseline: float = 20.0) -> Line:
    return Line(text, np.array([[10 * i, 10 * i + 10] for i in range(len(text))], np.float32), baseline, 12.0)


def test_a_page_is_read_as_it_was_saved(tmp_path):
    page = sheet(["see https://example.org/a", "déjà vu"], "https://example.org/a")
    page.save(tmp_path / "some" / "page")
    stem, = page_stems(tmp_path)
    again = Page.load(stem)
    assert np.array_equal(again.image, page.image)
    assert [line.text for line in again.lines] == [line.text for line in page.lines]
    assert again.links == page.links
    assert np.allclose(again.lines[0].spans, page.lines[0].spans, atol=0.06)


def test_a_missing_page_says_which(tmp_path):
    with pytest.raises(FileNotFoundError, match="nothing.png"):
        Page.load(tmp_path / "nothing")


@pytest.mark.parametrize("text, length", [
    ("https://a.org", 8), ("HTTP://A.ORG", 7), ("ftp://a.org", 6), ("www.a.org", 4), ("a.org/x", 0), ("me@a.org", 0)])
def test_prefixes(text, length):
    assert Link("any", text, [(0, 0, len(text))]).prefix_length == length


def test_a_bare_link_starts_with_three_heights_at_most():
    page = Page(np.zeros((40, 200), np.uint8), [plain_line("example.org"), plain_line("a.de")],
                [Link("domain", "example.org", [(0, 0, 11)]), Link("domain", "a.de", [(1, 0, 4)])])
    assert [(x0, x1) for _, _, x0, x1 in prefix_spans(page)] == [(0, 36), (0, 36)]


@pytest.mark.parametrize("text, first, spare", [
    ("https://www.example.org", 0, [(8, 12)]),
    ("see www.example.org/www.html", 4, [(20, 24)]),
    ("http://example.org", 0, []),
    ("as http : / / example . org", None, [(3, 13)]),
    ("H T T P S ://EXAMPLE.ORG", None, [(0, 13)]),
    ("type http:// and then www. or not", None, []),
])
def test_what_is_printed_like_a_prefix_and_begins_no_link_that_is_told(text, first, spare):
    links = [] if first is None else [Link("any", text[first:], [(0, first, len(text))])]
    line = plain_line(text)
    page = Page(np.zeros((40, 600), np.uint8), [line], links)
    assert [(x0, x1) for _, x0, x1 in spare_prefixes(page)] == [(line.spans[a, 0], line.spans[b - 1, 1]) for a, b in spare]


def test_a_links_second_line_may_begin_like_one():
    text = ["http://", "www.example.org"]
    page = Page(np.zeros((80, 600), np.uint8), [plain_line(part) for part in text],
                [Link("http", "".join(text), [(0, 0, 7), (1, 0, 15)])])
    assert [line.text for line, _, _ in spare_prefixes(page)] == [text[1]]


def test_characters_become_lines_and_links_their_pieces():
    link = "https://example.org/long"
    characters = (row("see ", 50, 100) + row(link[:20], 90, 100, link=0) + row(link[20:], 50, 130, link=0)
                  + row(" next", 90, 130) + row("Far away", 400, 130))
    lines, links = assemble(characters, [("https", link)])
    assert [line.text for line in lines] == ["see " + link[:20], "long next", "Far away"]
    assert links == [Link("https", link, [(0, 4, 24), (1, 0, 4)])]


def test_a_link_cut_by_the_pages_edge_is_not_certain():
    lines, links = assemble(row("www.examp", 50, 100, link=0), [("www", "www.example.org")])
    assert links[0].text == "www.examp" and not links[0].certain


def test_a_line_is_as_high_as_its_link():
    characters = row("see ", 50, 100, height=20) + row("a.org", 90, 100, link=0, height=14)
    (line,), _ = assemble(characters, [("domain", "a.org")])
    assert line.height == 14


@pytest.mark.parametrize("text, kind, printed", [
    ("see http://a.org/b.", "http", "http://a.org/b"),
    ("(https://a.org/b_(c))", "https", "https://a.org/b_(c)"),
    ("www.example.org, and", "www", "www.example.org"),
    ("mail me@example.org now", "mail", "me@example.org"),
    ("doi:10.1000/182", "doi", "doi:10.1000/182"),
    ("at example.net/x today", "domain", "example.net/x"),
])
def test_links_in_typeset_lines(text, kind, printed):
    link, = documents.find_links([plain_line(text)], [])
    assert (link.kind, link.text) == (kind, printed)
    index, first, end = link.pieces[0]
    assert text[first:end] == printed


def test_an_annotation_proves_where_a_broken_link_goes_on():
    lines = [plain_line("see http://a.org/some/"), plain_line("where/else.html for more")]
    link, = documents.find_links(lines, ["http://a.org/some/where/else.html"])
    assert link.text == "http://a.org/some/where/else.html" and link.certain
    assert link.pieces == [(0, 4, 22), (1, 0, 15)]


def test_without_proof_a_link_at_a_lines_end_is_not_certain():
    link, = documents.find_links([plain_line("see http://a.org/some/"), plain_line("where")], [])
    assert not link.certain


def test_prose_holds_no_link():
    assert documents.find_links([plain_line("the prefix http and its kin, e.g. version 3.5.1 of it")], []) == []


def test_a_pdf_tells_where_its_characters_stand(tmp_path):
    """A picture-only PDF has no text; one of text has it where the ink is."""
    image = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(image).text((10, 10), "only a picture")
    data = io.BytesIO()
    image.save(data, "PDF")
    page = pdfium.PdfDocument(data.getvalue())[0]
    assert documents.text_lines(page, 2.0) == []


def test_splits_are_fixed_by_name():
    names = [f"family-{i}" for i in range(400)]
    share = sum(map(fonts.is_test_family, names)) / len(names)
    assert 0.05 < share < 0.16
    assert [documents.is_test_document(n) for n in names] == [documents.is_test_document(n) for n in names]


def test_families_for_drawn_lines_alone_are_on_no_page_and_none_is_kin_of_one_kept_for_testing(tmp_path):
    families, more = ([line.partition("@")[0] for line in path.read_text().split()] for path in (fonts.FAMILIES, fonts.MORE))
    assert not set(families) & set(more)
    kin = {family.split("-")[0] for family in families if fonts.is_test_family(family)}
    assert not [family for family in more if family.split("-")[0] in kin]
    faces = [asdict(fonts.Face(family, 400, False, f"{family}.woff2", "OFL-1.1", False, drawn)) for family, drawn in (("a", False), ("b", True))]
    (tmp_path / "index.json").write_text(json.dumps(faces))
    assert [face.family for face in fonts.load(tmp_path)] == ["a"]
    assert [face.family for face in fonts.load(tmp_path, drawn=True)] == ["a", "b"]


def test_lines_are_drawn_in_each_family_as_often_as_in_another():
    faces = [fonts.Face("many", weight, False, f"{weight}.woff2", "OFL-1.1", False) for weight in (300, 400, 500, 700)]
    faces.append(fonts.Face("one", 400, False, "one.woff2", "OFL-1.1", False))
    rng = np.random.default_rng(0)
    drawn = [fonts.pick(rng, faces) for _ in range(400)]
    assert 0.4 < sum(face.family == "one" for face in drawn) / len(drawn) < 0.6
    assert {face.path for face in drawn} == {face.path for face in faces}


def test_designs_repeat_for_a_seed_and_keep_to_their_fonts():
    faces = [fonts.Face(f"family-{i}", 400, False, f"{i}.woff2", "OFL-1.1", i % 9 == 0) for i in range(60)]
    assert Design(5, faces).html() == Design(5, faces).html()
    assert Design(5, faces).html() != Design(6, faces).html()
    train, test = Design(7, faces), Design(1_000_007, faces)
    train.html(), test.html()
    assert not any(fonts.is_test_family(face.family) for face in train.used)
    assert all(fonts.is_test_family(face.family) for face in test.used)


def test_a_link_carries_its_looks_through_assembly_and_file(tmp_path):
    seen = {"underlined": True, "italic": False, "bold": False, "family": "f1", "spacing": 0.05,
            "ink": [240, 240, 255], "ground": [20, 20, 80], "picture": False}
    faces = [fonts.Face("a", 400, False, "a", "", False), fonts.Face("b", 400, False, "b", "", True)]
    style = style_of(seen, faces)
    assert style == ("underlined", "monospaced", "spaced", "dark", "coloured")
    assert style_of({**seen, "family": "serif", "ink": [0, 0, 0], "ground": [255] * 3, "spacing": 0}, faces) == ("underlined",)
    lines, links = assemble(row("www.a.org", 50, 100, link=0), [("www", "www.a.org")], [style])
    page = Page(np.zeros((200, 200), np.uint8), lines, links)
    page.save(tmp_path / "page")
    assert Page.load(tmp_path / "page").links[0].style == style
