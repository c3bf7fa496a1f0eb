"""Where the next line begins, on pages whose lines are known, as a camera sees them."""

import base64

import cv2
import numpy as np
import pytest

from tests.unit.sheets import candidate_on, seen, sheet
from training.camera.view import Bend, View

LINK = "https://example.org/maps-"
ABOVE = "Every map of the coast shows as much of"
ROWS = [ABOVE, f"its maker as of land: {LINK}", "of-the-coast/1850 and so on for as long", "as there is paper. The end of it all is"]
RUN = """(m, { picture, smaller, candidate, endX, about }) => {
  const open = ({ data, ...size }) => ({ data: Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), ...size });
  return m.%s({ ...open(picture), ...(smaller && { smaller: open(smaller) }) }, candidate, endX, about);
}"""


def as_message(picture):
    height, width = picture.shape
    return {"data": base64.b64encode(picture.tobytes()).decode(), "width": width, "height": height}


def find(page, modules, rows, view, link=LINK, index=1, bold=0, draw=None, light=1.0, asked=("next_line", "nextLine"), smaller=None, **options):
    """(what nextLine, or what else is asked of a module, says, the page's truth as the camera sees it: points of a line's baseline).

    smaller: how much so the same picture is to be had, too.
    """
    truth = sheet(rows, link, **options)
    if draw:
        draw(truth)
    picture = view.photograph(truth.image, options.get("ground", 255))
    picture = (picture * light).astype(np.uint8)
    if bold:
        picture = (cv2.erode if options.get("ink", 0) < 128 else cv2.dilate)(picture, np.ones((bold, bold), np.uint8))

    candidate, path = candidate_on(truth.lines[index], link, view)
    module, function = asked
    found = modules.run(page, RUN % function, f"/web_src/scan/{module}.js", {
        "picture": as_message(picture),
        "smaller": smaller and as_message(cv2.resize(picture, None, fx=smaller, fy=smaller, interpolation=cv2.INTER_AREA)),
        "candidate": candidate, "endX": float(path[-1, 0])})
    return found, lambda line, first=0, end=None: seen(line, view, first, end), candidate["height"], truth


def straight(scale: float = 1.0, turn: float = 0.0, bend: Bend = Bend(), size=(900, 420)) -> View:
    cos, sin = np.cos(np.deg2rad(turn)) * scale, np.sin(np.deg2rad(turn)) * scale
    to_page = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    to_page[:2, 2] = np.array([330, 150]) - to_page[:2, :2] @ np.array([size[0] / 2, size[1] / 2])
    return View(*size, to_page, bend)


VIEWS = {
    "as it is": straight(), "half as large": straight(1.8), "larger": straight(0.7, size=(1200, 600)),
    "turned": straight(turn=8), "turned back": straight(turn=-8), "bent": straight(bend=Bend(25, 40, 300)),
    "bent and turned": straight(1.3, 5, Bend(-20, 560, 250)),
    "tilted": View(900, 420, np.array([[0.85, 0, -40], [0, 0.85, -20], [-0.00012, 0.0002, 1.0]])),
}


def pitch_above(page, modules, rows, view, index, **options):
    """(what pitchAbove says of the link in a row, how far the rows are apart, both in heights of the letter h)."""
    found, _, height, truth = find(page, modules, rows, view, index=index, asked=("line_pitch", "pitchAbove"), **options)
    apart = truth.lines[index].baseline - truth.lines[index - 1].baseline
    return found and found / height, apart / truth.lines[index].height


@pytest.mark.parametrize("name", VIEWS)
def test_how_far_above_the_line_before_is(page, modules, name):
    found, apart = pitch_above(page, modules, ROWS, VIEWS[name], 1)
    assert found == pytest.approx(apart, rel=0.08)


def test_light_print_on_a_dark_ground_has_a_line_before_it_too(page, modules):
    found, apart = pitch_above(page, modules, ROWS, straight(), 1, ink=235, ground=30)
    assert found == pytest.approx(apart, rel=0.08)


def test_no_line_is_before_the_first_one(page, modules):
    found, _ = pitch_above(page, modules, [ROWS[1], *ROWS[2:]], straight(), 0)
    assert found is None


@pytest.mark.parametrize("smaller", [None, 1 / 2, 1 / 3])
@pytest.mark.parametrize("name", VIEWS)
def test_the_next_line_begins_at_the_columns_left_edge(page, modules, name, smaller):
    found, seen, height, truth = find(page, modules, ROWS, VIEWS[name], smaller=smaller)
    points = seen(truth.lines[2])
    candidate = found["candidate"]
    assert abs(candidate["x"] - points[0, 0]) < 0.6 * height
    for x, y in candidate["baseline"][:40]:
        if points[0, 0] <= x <= points[-1, 0]:
            assert abs(y - np.interp(x, points[:, 0], points[:, 1])) < 0.3 * height
    assert found["indent"] < 0.8 * height and found["indentBefore"] < 0.8 * height


@pytest.mark.parametrize("below, beyond", [("//example.org/maps/of-the-northern-coast-of-the-island/1850/", True), ("//example.org/1850", False)])
def test_where_a_column_ends_is_seen_only_so_far(page, modules, below, beyond):
    """A prefix alone is at the line's end, but the column's edge may be far from there."""
    found, *_ = find(page, modules, ["Its maker's page:", "https:", below], straight(), link="https:")
    assert found["beyond"] is beyond


@pytest.mark.parametrize("pitch", [1.15, 1.4, 2.0, 2.4])
def test_lines_may_stand_close_or_apart(page, modules, pitch):
    found, seen, height, truth = find(page, modules, ROWS, straight(size=(900, 700)), pitch=pitch)
    assert abs(found["candidate"]["y"] - seen(truth.lines[2])[0, 1]) < 0.25 * height


def test_light_print_on_a_dark_ground(page, modules):
    found, seen, height, truth = find(page, modules, ROWS, straight(), ink=230, ground=40)
    assert abs(found["candidate"]["x"] - seen(truth.lines[2])[0, 0]) < 0.6 * height


@pytest.mark.parametrize("light", [np.linspace(0.25, 1, 900), np.linspace(1, 0.25, 900)])
@pytest.mark.parametrize("ink, ground", [(40, 255), (230, 40)])
def test_a_shadow_across_the_line_hides_nothing(page, modules, ink, ground, light):
    found, seen, height, truth = find(page, modules, ROWS, straight(), ink=ink, ground=ground, light=light)
    assert abs(found["candidate"]["x"] - seen(truth.lines[2])[0, 0]) < 0.6 * height


@pytest.mark.parametrize("link", [LINK, "https://example.org/maps-and-much-more-of-the-coast-"])
def test_a_shadow_over_the_beginning_of_light_print_hides_no_next_line(page, modules, link):
    """What is lit least stands out from its ground by an eighth of what is lit most does."""
    light = np.clip(np.linspace(-0.3, 1, 900), 0.12, 1)
    found, seen, height, truth = find(page, modules, [ABOVE, link, "coast/1850"], straight(), link=link, ink=235, ground=25, light=light)
    assert abs(found["candidate"]["x"] - seen(truth.lines[2])[0, 0]) < 0.6 * height


@pytest.mark.parametrize("size", [24, 26, 28, 30])
@pytest.mark.parametrize("ink, ground, table", [(60, 235, 20), (230, 40, 255)])
def test_print_close_to_the_pages_edge_is_seen_beside_a_table(page, modules, ink, ground, table, size):
    """The table is no paper, however much of it there is."""
    def draw(truth):
        truth.image[:, :57] = table

    view = View(900, 420, np.eye(3))
    found, seen, height, truth = find(page, modules, ROWS, view, ink=ink, ground=ground, size=size, draw=draw)
    assert abs(found["candidate"]["x"] - seen(truth.lines[2])[0, 0]) < 0.4 * height


def test_print_turned_light_on_dark_is_not_the_next_line(page, modules):
    def draw(truth):
        line = truth.lines[2]
        box = truth.image[int(line.baseline - 1.6 * line.height):int(line.baseline + 4 * line.height), 40:]
        box[:] = 255 - box

    found, *_ = find(page, modules, ROWS, straight(), draw=draw)
    assert found is None


def test_a_short_last_line_is_found_far_left_of_the_link(page, modules):
    found, seen, height, truth = find(page, modules, [*ROWS[:2], "html."], straight())
    points = seen(truth.lines[2])
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height
    assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * height


@pytest.mark.parametrize("after", [[], [ROWS[2], ROWS[3]]])
@pytest.mark.parametrize("before", ["", ABOVE])
def test_a_short_last_line_is_found_behind_a_wide_space(page, modules, before, after):
    rows = [before, f"its maker as of land:        {LINK}", "html.", *after]
    found, seen, height, truth = find(page, modules, rows, straight())
    own = truth.lines[1]
    at = own.text.find(LINK)
    gap = (own.spans[at, 0] - own.spans[own.text.find(":"), 1]) / own.height
    assert 1.3 < gap < 2.9, "neither a word's space nor a gutter for sure"
    points = seen(truth.lines[2])
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height
    assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * height


def test_the_short_last_line_of_a_note_is_found_below_its_number(page, modules):
    rows = [ABOVE, f"1               {LINK}", "html.", "", ABOVE]
    found, seen, height, truth = find(page, modules, rows, straight())
    own = truth.lines[1]
    assert 3.2 < (own.spans[own.text.find(LINK), 0] - own.spans[0, 1]) / own.height < 4.8, "wider than any gutter but a note's"
    points = seen(truth.lines[2])
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height
    assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * height


@pytest.mark.parametrize("ink, ground", [(0, 255), (230, 40)])
@pytest.mark.parametrize("under", ["png", "html."])
def test_the_short_rest_of_a_deeply_indented_line_is_found_left_of_it(page, modules, under, ink, ground):
    """As in a listing, whose lines are broken at the box's edge: the next line ends before this one begins."""
    rows = ["", " " * 20 + LINK, under, "", ABOVE]
    found, seen, height, truth = find(page, modules, rows, straight(size=(1100, 420)), ink=ink, ground=ground)
    assert truth.lines[2].spans[-1, 1] < truth.lines[1].spans[20, 0] - 2 * height
    points = seen(truth.lines[2])
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height
    assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * height
    assert found["indentBefore"] > 5 * height and not found["beside"]


def test_the_rest_of_an_indented_line_is_found_beside_another_columns_lines(page, modules):
    """They are further down, and there is more of them."""
    rows = ["", "the other column, whose lines stand lower", "", ABOVE, " " * 100]
    own = sheet(["", " " * 94 + LINK, " " * 82 + "ps", "", ""], LINK, pitch=1.2)
    def draw(truth):
        height, width = (min(sides) for sides in zip(truth.image.shape, own.image.shape))
        truth.image[:height, :width] = np.minimum(truth.image[:height, :width], own.image[:height, :width])
        truth.lines[:] = own.lines

    found, seen, height, truth = find(page, modules, [" " * 160 + "x", *rows], View(1300, 420, np.eye(3)), draw=draw)
    points = seen(truth.lines[2], 82)
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height
    assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * height


@pytest.mark.parametrize("mark, there", [("3", True), ("[12]", True), ("of the map", False)])
def test_the_short_rest_of_a_notes_line_is_found_below_its_number_however_far_that_is(page, modules, mark, there):
    """A justified line of two words: its gap is as wide as a gutter between columns, and what stands left of one is none of it."""
    rows = ["", mark + " " * 24 + LINK, "html.", "", ABOVE]
    found, seen, height, truth = find(page, modules, rows, straight(size=(1100, 420)))
    own = truth.lines[1]
    assert (own.spans[own.text.find(LINK), 0] - own.spans[len(mark) - 1, 1]) / own.height > 5.5, "wider than a note's gutter"
    assert bool(found) is there
    if there:
        points = seen(truth.lines[2])
        assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height
        assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * height


def test_the_short_rest_of_a_notes_line_is_found_below_its_number_though_another_note_follows(page, modules):
    """Which begins further left than the link, so it is below that, too, two lines down."""
    rows = ["", "1" + " " * 15 + LINK, "ps", "2 " + ABOVE, ABOVE]
    found, seen, height, truth = find(page, modules, rows, straight(size=(1100, 420)), pitch=1.1)
    own = truth.lines[1]
    assert 3.2 < (own.spans[own.text.find(LINK), 0] - own.spans[0, 1]) / own.height < 4.8, "wider than any gutter but a note's"
    points = seen(truth.lines[2])
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height
    assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * height


def test_the_end_of_another_columns_line_is_not_the_rest_of_an_indented_one(page, modules):
    """It goes on further left than any listing's line is set in."""
    rows = ["", " " * 90 + LINK, "the other column has a line here, too", "", ABOVE]
    found, _, height, truth = find(page, modules, rows, View(1600, 420, np.eye(3)))
    begin, end = truth.lines[1].spans[90, 0], truth.lines[2].spans[-1, 1]
    assert end < begin - 2 * height and truth.lines[2].spans[0, 0] < begin - 21 * height
    assert found is None


@pytest.mark.parametrize("mark", ".-")
def test_a_mark_that_the_line_begins_with_belongs_to_it(page, modules, mark):
    found, seen, height, truth = find(page, modules, [*ROWS[:2], f"{mark} org/maps/1850.html and so on for as long", ROWS[3]], straight())
    assert abs(found["candidate"]["x"] - seen(truth.lines[2])[0, 0]) < 0.5 * height


@pytest.mark.parametrize("ink, ground", [(0, 255), (230, 40)])
def test_the_line_after_a_bold_prefix_alone_is_found(page, modules, ink, ground):
    rows = [ABOVE, "its maker as of land: WWWW", ROWS[2], ROWS[3]]
    found, seen, height, truth = find(page, modules, rows, straight(), link="WWWW", bold=3, ink=ink, ground=ground)
    points = seen(truth.lines[2])
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height
    assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * height


def test_a_neighbouring_column_is_not_entered(page, modules):
    rows = ["the other column     " + row for row in ROWS]
    found, seen, height, truth = find(page, modules, rows, straight(size=(1200, 420)))
    start = len("the other column     ")
    assert abs(found["candidate"]["x"] - seen(truth.lines[2], start)[0, 0]) < 0.6 * height


@pytest.mark.parametrize("before, under, beside", [
    (" " * 30 + "x = ", ROWS[2], False),
    ("of all" + " " * 24, "of-the      coast/1850 and so on for", True),
    ("of all" + " " * 24, ROWS[2], False),
], ids=["indented", "in another column", "justified"])
def test_what_stands_left_of_the_line_is_told_from_indentation(page, modules, before, under, beside):
    """A wide gap is taken for the column's edge on the line itself; below, the column goes on to the left."""
    found, *_ = find(page, modules, [ABOVE, before + LINK, under, ROWS[3]], straight())
    assert found["indentBefore"] > 5 * found["candidate"]["height"] and found["beside"] == beside


def test_a_gutter_is_seen_where_lines_around_reach_a_little_into_it(page, modules):
    """Their first letters may stand out, and a tilted page slants them."""
    rows = ["the other column     " + row for row in ROWS[:3]] + ["the other column    [4] As there is paper"]
    found, seen, height, truth = find(page, modules, rows, straight(size=(1200, 420)))
    assert abs(found["candidate"]["x"] - seen(truth.lines[2], 21)[0, 0]) < 0.6 * height


@pytest.mark.parametrize("ink, ground", [(0, 255), (230, 40)])
@pytest.mark.parametrize("wall", [range(0, 48), range(44, 48)], ids=["a box's edge", "a rule"])
def test_a_column_ends_at_a_wall_however_close(page, modules, wall, ink, ground):
    """The print begins half a height right of where the page around its box is as dark as the print."""
    def draw(truth):
        truth.image[:, wall.start:wall.stop] = ink

    found, seen, height, truth = find(page, modules, ROWS, straight(), draw=draw, ink=ink, ground=ground)
    assert abs(found["candidate"]["x"] - seen(truth.lines[2])[0, 0]) < 0.3 * height
    assert found["indent"] < 0.3 * height and found["indentBefore"] < 0.3 * height


@pytest.mark.parametrize("ink, ground", [(0, 255), (230, 40)])
@pytest.mark.parametrize("lean", [-6, 0, 6])
@pytest.mark.parametrize("ruled", [True, False])
def test_so_does_a_table_at_a_rule_thinner_and_paler_than_its_print(page, modules, ruled, lean, ink, ground):
    """A cell to the left holds but one line of print, beside the next one of the link's."""
    rows = [" " * 51 + ABOVE, " " * 51 + LINK, "northern lighthouses   " + ROWS[2][:18]]
    begin = len("northern lighthouses   ")

    def draw(truth):
        line = truth.lines[2]
        x, (height, width) = line.spans[begin, 0] - 0.45 * line.height, truth.image.shape
        if ruled:
            pale = int(ground + 0.6 * (ink - ground))
            cv2.line(truth.image, (int(x + lean / 2), 0), (int(x - lean / 2), height), pale, 1)

    found, seen, height, truth = find(page, modules, rows, straight(size=(1200, 420)), draw=draw, ink=ink, ground=ground)
    points = seen(truth.lines[2])
    assert abs(found["candidate"]["x"] - (seen(truth.lines[2], begin) if ruled else points)[0, 0]) < 0.5 * height


def with_bullets(*marked, at=-1.0):
    """Draws a square before these rows' texts, or before a character of theirs, `at` heights of the letter h off it."""
    def draw(truth):
        for row, char in marked:
            line = truth.lines[row]
            left, middle, side = line.spans[char, 0] + at * line.height, line.baseline - 0.4 * line.height, 0.22 * line.height
            truth.image[int(middle - side):int(middle + side), int(left - side):int(left + side)] = 0

    return draw


@pytest.mark.parametrize("marked, item", [
    ([(1, 0)], "same"), ([(1, 0), (2, 0)], "next"), ([(2, 0)], "next"), ([], None),
], ids=["a bullet before the first", "before both", "before the second", "before none"])
def test_of_which_item_of_a_list_the_next_line_is(page, modules, marked, item):
    found, seen, height, truth = find(page, modules, [ABOVE, LINK, *ROWS[2:]], straight(), draw=with_bullets(*marked))
    begin = seen(truth.lines[2])[0, 0] - (1.2 * height if (2, 0) in marked else 0)
    assert found.get("item") == item and abs(found["candidate"]["x"] - begin) < 0.6 * height


def test_a_rule_beside_both_lines_is_no_bullet_of_theirs(page, modules):
    def draw(truth):
        height, left = truth.lines[1].height, truth.lines[1].spans[0, 0]
        truth.image[:, int(left - 1.1 * height):int(left - 0.9 * height)] = 0

    found, *_ = find(page, modules, [ABOVE, LINK, *ROWS[2:]], straight(), draw=draw)
    assert found.get("item") is None


def test_what_is_seen_of_a_rule_thinner_than_print_is_no_bullet(page, modules):
    def draw(truth):
        for line in truth.lines[1:3]:
            left, base = int(line.spans[0, 0] - line.height), line.baseline
            truth.image[int(base - 0.6 * line.height):int(base - 0.1 * line.height), left:left + 1] = 0

    found, *_ = find(page, modules, [ABOVE, LINK, *ROWS[2:]], straight(), draw=draw)
    assert found.get("item") is None


def test_a_bullet_begins_its_column_however_close_the_one_to_the_left_comes(page, modules):
    left = "of the coast and "
    rows = [left + " " * 5 + ABOVE, left[:6] + " " * 30 + LINK, left + " " * 5 + ROWS[2], left + " " * 5 + ROWS[3]]
    start = rows[1].index(LINK)
    found, seen, height, truth = find(page, modules, rows, straight(size=(1200, 420)), draw=with_bullets((1, start)))
    points = seen(truth.lines[2], len(left) + 5)
    assert seen(truth.lines[2], len(left) - 2)[0, 0] > points[0, 0] - 3 * height, "no gutter"
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * height


@pytest.mark.parametrize("box", [True, False])
def test_a_box_beside_the_line_ends_its_column(page, modules, box):
    """The room between them is narrower than any gutter; below the box other print stands as close."""
    left = "of all the coasts "
    rows = [" " * 30 + ABOVE, " " * 30 + LINK, left + " " * 8 + ROWS[2], ROWS[3]]
    own = sheet(rows, LINK)
    end = int(own.lines[1].spans[30, 0] - 0.9 * own.lines[1].height)

    def draw(truth):
        if box:
            truth.image[:int(truth.lines[1].baseline) + 3, :end] = 0

    found, seen, height, truth = find(page, modules, rows, straight(size=(1200, 420)), draw=draw)
    edge = seen(truth.lines[1], 30)[0, 0] - height
    assert (found["candidate"]["x"] > edge) == box


@pytest.mark.parametrize("lean", [-0.1, 0.1])
def test_a_gutter_may_lean(page, modules, lean):
    """A page seen from the side: its lines run level, its columns do not stand upright."""
    rows = ["the other column     " + row for row in ROWS]
    view = View(1200, 420, np.array([[1, lean, -270 - 150 * lean], [0, 1, -60], [0, 0, 1.0]]))
    found, seen, height, truth = find(page, modules, rows, view)
    assert abs(found["candidate"]["x"] - seen(truth.lines[2], 21)[0, 0]) < 0.6 * height


def test_an_indented_line_says_so(page, modules):
    found, _, height, _ = find(page, modules, [*ROWS[:2], "    " + ROWS[2], ROWS[3]], straight())
    assert found["indent"] > 0.8 * height


@pytest.mark.parametrize("rows", [ROWS[:2], [*ROWS[:2], "", "", "", "", ROWS[2]]])
def test_below_the_last_line_is_none(page, modules, rows):
    found, *_ = find(page, modules, rows, straight(size=(900, 300)))
    assert found is None


@pytest.mark.parametrize("left, outside", [(-40, False), (0, False), (60, True), (120, True)])
def test_a_line_that_goes_on_left_of_the_picture_says_so(page, modules, left, outside):
    """The column begins some 20 px right of the page's edge; the picture ``left`` px right of it."""
    truth = sheet(ROWS, LINK)
    view = View(900, 300, np.array([[1.0, 0, left], [0, 1, 0], [0, 0, 1]]))
    candidate, path = candidate_on(truth.lines[1], LINK, view)
    said = modules.run(page, RUN % "beginsOutside", "/web_src/scan/next_line.js", {
        "picture": as_message(view.photograph(truth.image, 255)), "candidate": candidate, "endX": float(path[-1, 0])})
    assert said is outside


@pytest.mark.parametrize("outside", [0, 0.5, 3])
def test_a_link_that_was_looked_for_from_outside_of_the_picture_has_a_next_line(page, modules, outside):
    """One without a prefix is read from further left, too, where its column may be close to the picture's edge; in heights."""
    truth = sheet([ABOVE, LINK, *ROWS[2:]], LINK)
    view = View(900, 300, np.array([[1.0, 0, 40], [0, 1, 0], [0, 0, 1]]))
    candidate, path = candidate_on(truth.lines[1], LINK, view)
    begin = -outside * candidate["height"]
    further = {**candidate, "x": begin, "baseline": [[begin, candidate["y"]], *candidate["baseline"]]}
    found = modules.run(page, RUN % "nextLine", "/web_src/scan/next_line.js", {
        "picture": as_message(view.photograph(truth.image, 255)), "candidate": further, "endX": float(path[-1, 0]), "about": {"from": candidate["x"]}})
    points = seen(truth.lines[2], view)
    assert abs(found["candidate"]["x"] - points[0, 0]) < 0.6 * candidate["height"]
    assert abs(found["candidate"]["y"] - points[0, 1]) < 0.3 * candidate["height"]


def test_a_line_outside_of_the_picture_begins_there_and_none_follows(page, modules):
    beyond = {"kind": "prefix", "x": -80, "y": 900, "height": 20, "slope": 0, "prefixEnd": -20, "baseline": [[-80, 900], [-20, 900]]}
    given = {"picture": as_message(np.zeros((100, 100), np.uint8)), "candidate": beyond, "endX": -20}
    assert modules.run(page, RUN % "nextLine", "/web_src/scan/next_line.js", given) is None
    assert modules.run(page, RUN % "beginsOutside", "/web_src/scan/next_line.js", given) is True
