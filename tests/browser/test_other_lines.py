"""Links where the detector saw none: the lines around those that were read are read, too."""

from __future__ import annotations

import numpy as np
import pytest

from tests.browser.test_next_line import VIEWS, as_message
from tests.unit.sheets import candidate_on, seen, sheet

MODULE = "/tests/browser/page_of_lines.js"
FIRST = "https://example.org/maps and"
PROSE = "nothing but prose is on this line"


def scan(page, modules, *lines: str, **options) -> dict:
    return modules.run(page, "(m, [lines, options]) => m.scan(lines, options)", MODULE, [list(lines), options])


@pytest.mark.parametrize("at", [1, 2, 5])
def test_a_link_on_a_line_below_or_above_is_read(page, modules, at):
    lines = [PROSE] * 6
    lines[at] = "and see maps.example.net for more"
    below = scan(page, modules, FIRST, *lines[1:])
    above = scan(page, modules, *lines[:0:-1], FIRST, seen=[[5, 0]])
    assert below["links"] == above["links"] == ["https://example.org/maps", "maps.example.net"]


def test_each_line_is_read_once(page, modules):
    lines = [FIRST, PROSE, "the second line of prose here", FIRST, "the fourth line of prose here"]
    read = scan(page, modules, *lines, seen=[[0, 0], [3, 0]])["read"]
    assert sorted(text for text in read if "prose" in text) == sorted(line for line in lines if "prose" in line)


@pytest.mark.parametrize("seen", [[0], [2], [0, 1, 2], [3, 0]])
def test_which_line_is_next_is_looked_for_once(page, modules, seen):
    """Below each of the four, the last among them, and above the first."""
    assert scan(page, modules, FIRST, PROSE, FIRST, PROSE, seen=[[line, 0] for line in seen])["looked"] == 5


def test_where_no_link_was_the_lines_around_are_read_as_well(page, modules):
    assert scan(page, modules, "no link is here", "but see maps.example.net here")["links"] == ["maps.example.net"]


def test_what_is_left_of_a_link_on_its_line_is_read(page, modules):
    lines = ["the map of maps.example.net or of https://example.org/maps", PROSE]
    assert scan(page, modules, *lines, seen=[[0, 35]])["links"] == ["https://example.org/maps", "maps.example.net"]


def test_what_is_right_of_what_was_read_of_a_line_is_read(page, modules):
    lines = ["https://example.org/maps and in all of the rest of it maps.example.net", PROSE]
    assert scan(page, modules, *lines)["links"] == ["https://example.org/maps", "maps.example.net"]


def test_what_reads_like_no_text_leads_nowhere(page, modules):
    """It may be upside down, a picture, or print of another size."""
    beyond = "but see maps.example.net here"
    scrawl = scan(page, modules, FIRST, "~~~~ ~~~~~ ~~~~~ ~~", beyond)
    assert scrawl["links"] == ["https://example.org/maps"] and beyond not in scrawl["read"]


def test_a_bare_name_of_which_another_look_is_not_sure_is_not_shown(page, modules):
    lines = [FIRST, "and see maps.example.net for more"]
    assert scan(page, modules, *lines, again=0.6)["links"] == ["https://example.org/maps", "maps.example.net"]
    assert scan(page, modules, *lines, again=0.4)["links"] == ["https://example.org/maps"]


def test_what_may_be_a_sentences_end_is_no_link(page, modules):
    assert scan(page, modules, FIRST, "so it ends.in the second line")["links"] == ["https://example.org/maps"]


def test_a_reader_that_cannot_look_again_reads_but_what_the_detector_saw(page, modules):
    other = "and see maps.example.net for more"
    alone = scan(page, modules, FIRST, other, together=False)
    assert alone["links"] == ["https://example.org/maps"] and other not in alone["read"]


ROWS = ["Every map of the coast shows as much of", "its maker as of land: https://example.org/maps as", "of-the-coast/1850 and so on for as long",
        "as there is paper. The end of it all is", "here, or so it seems to those who read"]
RUN = """async (m, { picture, candidate }) => {
  const [{ nextLine }, { wholeLineAbove }] = [await import('/web_src/scan/next_line.js'), await import('/web_src/scan/line_above.js')];
  const data = Uint8Array.from(atob(picture.data), (c) => c.charCodeAt(0));
  return m.partsAround({ ...picture, data }, candidate, { nextLine, wholeLineAbove });
}"""


@pytest.mark.parametrize("name", VIEWS)
def test_all_of_a_columns_lines_are_found_however_the_camera_sees_them(page, modules, name):
    link, view = "https://example.org/maps", VIEWS[name]
    truth = sheet(ROWS, link)
    candidate, _ = candidate_on(truth.lines[1], link, view)
    parts = modules.run(page, RUN, MODULE, {"picture": as_message(view.photograph(truth.image, 255)), "candidate": candidate})
    height = candidate["height"]
    for row, line in enumerate(truth.lines):
        points = seen(line, view)
        on_it = [(x0, x1) for (x0, y0), (x1, _) in parts
                 if abs(y0 - np.interp(x0, points[:, 0], points[:, 1])) < 0.6 * height]
        inside = min(points[-1, 0], view.width)
        end = inside if row != 1 else candidate["x"]  # the link itself was read before
        assert min(x0 for x0, _ in on_it) < max(0, points[0, 0]) + height, line.text
        assert max(x1 for _, x1 in on_it) > end - height, line.text
