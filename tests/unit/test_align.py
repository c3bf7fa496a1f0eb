"""Alignment: a candidate that is off is put on its print."""

import numpy as np
import pytest

from tests.unit.sheets import sheet
from training.camera.view import Bend, View
from training.detector.decode import Candidate
from training.reader.align import align

LINK = "https://example.org/align-me"
AROUND = "lines above and below say this and that"


def shot(turn: float = 0.0, bend: Bend = Bend(), ink: int = 0, ground: int = 255, link: str = LINK):
    """(picture, points of the true baseline from the link's start to its end, height)."""
    page = sheet([AROUND, f"{link}   then more words", AROUND], link, ink=ink, ground=ground)
    line = page.lines[1]
    first, end = page.links[0].pieces[0][1:]
    view = View(900, 200, np.array([[1, 0, 20], [turn, 1, line.baseline - 100], [0, 0, 1.0]]), bend)
    picture = view.photograph(page.image, ground)
    xs = np.linspace(line.spans[first, 0], line.spans[end - 1, 1], 9)
    return picture, view.picture_points(np.stack([xs, np.full_like(xs, line.baseline)], -1)), line.height


def off(path: np.ndarray, height: float, down: float = 0.0, tilt: float = 0.0, taller: float = 1.0, seen: int = 4) -> Candidate:
    """A candidate on this line that is wrong by so much, and that sees only the link's beginning."""
    x, y = path[0]
    slope = (path[1, 1] - y) / (path[1, 0] - x) + tilt
    y += down * height
    ends = [(float(px), float(y + slope * (px - x))) for px in path[:seen, 0]]
    return Candidate("prefix", 1.0, float(x), float(y), height * taller, float(slope), float(x + 3 * height), ends)


def errors(aligned: Candidate, path: np.ndarray, height: float) -> np.ndarray:
    """Of its baseline along the whole link, in heights."""
    points = np.array(aligned.baseline)
    return (np.interp(path[:, 0], points[:, 0], points[:, 1]) - path[:, 1]) / height


@pytest.mark.parametrize("ink, ground", [(0, 255), (235, 30), (60, 140)])
@pytest.mark.parametrize("wrong", [
    {"down": 0.18}, {"down": -0.18}, {"tilt": 0.035}, {"tilt": -0.035}, {"down": 0.1, "taller": 1.1},
    {"down": -0.1, "taller": 0.9}, {"down": 0.1, "tilt": 0.03},
])
def test_what_is_off_is_put_on_the_line(wrong, ink, ground):
    picture, path, height = shot(0.02, ink=ink, ground=ground)
    seen = off(path, height, **wrong)
    aligned = np.abs(errors(align(picture, seen), path, height)).max()
    straight = np.abs(seen.y + seen.slope * (path[:, 0] - seen.x) - path[:, 1]).max() / height
    assert aligned < 0.12 and aligned < 0.7 * straight


def test_a_bent_line_is_followed():
    picture, path, height = shot(bend=Bend(-14, 300, 220))
    seen = off(path, height)
    straight = seen.y + seen.slope * (path[:, 0] - seen.x)
    assert np.abs(straight - path[:, 1]).max() > 0.25 * height, "nothing to follow in this test"
    assert np.abs(errors(align(picture, seen), path, height)).max() < 0.12


def test_the_link_is_followed_to_its_gap():
    picture, path, height = shot()
    end = align(picture, off(path, height, seen=3)).baseline[-1][0]
    assert path[-1, 0] - 0.3 * height < end < path[-1, 0] + 0.6 * height


def test_an_underline_is_no_baseline():
    picture, path, height = shot()
    y = int(path[0, 1] + 0.22 * height)
    picture[y:y + 2, int(path[0, 0]):int(path[-1, 0])] = 0
    assert np.abs(errors(align(picture, off(path, height, down=0.1)), path, height)).max() < 0.12


@pytest.mark.parametrize("picture", [np.full((200, 900), 255, np.uint8), np.zeros((200, 900), np.uint8)])
def test_where_there_is_no_print_nothing_changes(picture):
    candidate = Candidate("prefix", 1.0, 100.0, 100.0, 20.0, 0.01, 160.0, [(100.0, 100.0), (200.0, 101.0), (300.0, 102.0)])
    assert align(picture, candidate) == candidate


@pytest.mark.parametrize("x, y", [(-500, 100), (2000, 100), (100, -300), (100, 900), (880, 195)])
def test_places_outside_the_picture_are_no_error(x, y):
    picture, _, _ = shot()
    align(picture, Candidate("prefix", 1.0, x, y, 20.0, 0.0, x + 60, [(x, y), (x + 80, y)]))
