"""Where the line above ends, on pages whose lines are known, as a camera sees them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.browser.test_next_line import VIEWS, as_message, straight
from tests.unit.sheets import candidate_on, seen, sheet

RUN = """(m, { picture, smaller, candidate, endX, more }) => {
  const open = ({ data, ...size }) => ({ data: Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), ...size });
  return m.%s({ ...open(picture), ...(smaller && { smaller: open(smaller) }) }, candidate, endX, ...more);
}"""
ROWS = ["Every map of the coast shows as much", "its maker as of land, which he drew, by",
        "somebody@example.org and others for", "as there is paper. The end of it all"]
LINK = "somebody@example.org"


def find(page, modules, rows, view, link=LINK, asked="lineAbove", up=None, smaller=None, **options):
    """(what lineAbove, or what else is asked, says, `up` so many lines at most, points of the baseline of any line as the camera sees it, height of the letters).

    smaller: how much so the same picture is to be had, too.
    """
    truth = sheet(rows, link, **options)
    picture = view.photograph(truth.image, options.get("ground", 255))
    index = next(i for i, line in enumerate(truth.lines) if link in line.text)

    candidate, path = candidate_on(truth.lines[index], link, view)
    found = modules.run(page, RUN % asked, "/web_src/scan/line_above.js", {
        "picture": as_message(picture),
        "smaller": smaller and as_message(cv2.resize(picture, None, fx=smaller, fy=smaller, interpolation=cv2.INTER_AREA)),
        "candidate": candidate, "endX": float(path[1, 0]),
        "more": [] if up is None else [candidate["x"], up * (truth.lines[1].baseline - truth.lines[0].baseline)]})
    return found, seen(truth.lines[index - 1], view) if index else None, candidate["height"]


@pytest.mark.parametrize("smaller", [None, 1 / 2])
@pytest.mark.parametrize("name", VIEWS)
def test_the_end_of_the_line_above(page, modules, name, smaller):
    found, points, height = find(page, modules, ROWS, VIEWS[name], smaller=smaller)
    baseline = found["candidate"]["baseline"]
    inside = min(points[-1, 0], VIEWS[name].width)
    assert abs(baseline[-1][0] - inside) < 1.2 * height
    assert baseline[-1][0] - baseline[0][0] < 17 * height and not found["whole"]
    for x, y in baseline:
        if points[0, 0] <= x <= points[-1, 0]:
            assert abs(y - np.interp(x, points[:, 0], points[:, 1])) < 0.35 * height
    assert found["before"] < 0.5 * height


def test_a_short_line_above_is_told_whole(page, modules):
    found, points, height = find(page, modules, ["of land, by", LINK, "its maker as"], straight())
    assert found["whole"] and abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height


def test_light_print_on_a_dark_ground(page, modules):
    found, points, height = find(page, modules, ROWS, straight(), ink=230, ground=40)
    assert abs(found["candidate"]["baseline"][-1][0] - points[-1, 0]) < 1.2 * height


def test_print_left_of_the_link_is_told(page, modules):
    rows = [*ROWS[:2], "write to somebody@example.org and others", ROWS[3]]
    found, _, height = find(page, modules, rows, straight())
    assert found["before"] > 3 * height


@pytest.mark.parametrize("smaller", [None, 1 / 2])
@pytest.mark.parametrize("rows, blank", [(ROWS, False), (ROWS[2:], True)])
def test_whether_there_is_but_paper_above(page, modules, rows, blank, smaller):
    assert find(page, modules, rows, straight(), asked="isBlankAbove", smaller=smaller)[0] is blank


@pytest.mark.parametrize("between, up, blank", [(ROWS[1], 2, False), (" ", 2, True), (ROWS[1], 1, True), (" ", 3, False)])
def test_whether_there_is_but_paper_up_to_another_line(page, modules, between, up, blank):
    rows = [ROWS[0], ROWS[0], between, *ROWS[2:]]
    assert find(page, modules, rows, straight(), asked="isBlankAbove", up=up)[0] is blank


def test_above_the_first_line_there_is_none(page, modules):
    assert find(page, modules, ROWS[2:], straight())[0] is None
