"""Evaluation: what counts as found, as a false alarm, and what each condition does to a picture."""

import numpy as np
import pytest

from tests.unit.sheets import sheet
from training.camera.view import View
from training.detector import boxes, coco, held_out, report, score
from training.detector.conditions import CONDITIONS, choose, is_dark, photograph
from training.detector.decode import Candidate
from training.detector.evaluate import boxes_alone
from training.pages.page import Link

LINK = "https://example.org/a"


def straight(page, size=640):
    return View(size, size, np.eye(3))


def shot_of(page, view, condition="mixed"):
    return held_out.Shot(condition, "designed", page.source, page.image, held_out.starts(page, view),
                         held_out.prints(page, view))


def said(truth, dx=0.0, dy=0.0, height=1.0, score_=0.9, kind="prefix"):
    """What a detector says that errs by so many letter heights."""
    h = truth.height
    return score.found_of(Candidate(kind, score_, truth.x + dx * h, truth.y + dy * h, h * height, 0.0, truth.box[2] + dx * h))


@pytest.fixture
def shot():
    page = sheet(["some words to begin with", f"see {LINK}", "some words to end with"], LINK)
    return shot_of(page, straight(page))


def test_the_truth_is_where_the_print_is(shot):
    truth, = shot.truths
    assert truth.asked and truth.prefix and truth.kind == "https"
    assert overlap_of_ink(shot.picture, truth.box) > 0.1
    assert abs(truth.box[3] - truth.box[1] - 1.3 * truth.height) < 0.5


def overlap_of_ink(picture, box):
    left, top, right, bottom = box.astype(int)
    return float((picture[top:bottom, left:right] < 128).mean())


@pytest.mark.parametrize("error, hit, fault", [
    ({}, True, ""), ({"dx": 0.5}, True, ""), ({"dx": 0.7}, False, "start off"), ({"dy": 0.5}, False, "baseline off"),
    ({"height": 1.4}, False, "height off"), ({"dx": 30}, False, "nothing there")])
def test_a_prefix_is_found_only_where_it_is(shot, error, hit, fault):
    truth, = shot.truths
    (asked,), _ = score.tally(shot, [said(truth, **error)])
    assert (asked.score > 0) == hit
    assert asked.fault == fault


def test_what_is_beside_no_link_is_a_false_alarm(shot):
    truth, = shot.truths
    _, (near, far) = score.tally(shot, [said(truth, dx=0.8), said(truth, dy=2)])
    assert not near.false
    assert far.false and not far.on_link


@pytest.mark.parametrize("rows, at, false", [
    (["https://www.example.org"], "www.", False), (["as in http : / / x . org"], "http : / /", False),
    (["see example and more words"], "example", True)])
def test_what_is_printed_like_a_prefix_is_neither_asked_for_nor_false(rows, at, false):
    """The picture begins behind what stands before it."""
    page = sheet(rows, rows[0])
    line, first = page.lines[0], rows[0].index(at)
    page.links = [link for link in page.links if link.text.startswith("https")]
    shift = np.eye(3)
    shift[0, 2] = line.spans[first, 0] - 2.5 * line.height
    view = View(640, 96, shift)
    shot = shot_of(page, view)
    assert not any(truth.asked for truth in shot.truths)
    ends = view.picture_points(np.array([[line.spans[first, 0], line.baseline], [line.spans[first + len(at) - 1, 1], line.baseline]]))
    found = score.found_of(Candidate("prefix", 0.9, *ends[0], line.height, 0.0, ends[1, 0]))
    asked, (shown,) = score.tally(shot, [found])
    assert not asked and shown.false == false


def test_beside_boxes_ours_are_counted_as_boxes(shot):
    """Of a height that would spoil its strip, but a box that lies on the truth's."""
    truth, = shot.truths
    def find(picture, least):
        return [said(truth, height=1.4)]
    (asked,), _ = score.tally(shot, find(None, 0))
    (boxed,), _ = score.tally(shot, boxes_alone(find)(None, 0))
    assert asked.score == 0 and boxed.score > 0


def test_a_box_alone_must_overlap_by_half(shot):
    truth, = shot.truths
    width = truth.box[2] - truth.box[0]
    moved = [score.Found("prefix", 0.9, truth.box + [part * width, 0] * 2) for part in (0.3, 0.4)]
    assert [score.matches(truth, found) for found in moved] == [True, False]


def test_average_precision_of_a_perfect_and_a_blind_detector(shot):
    truth, = shot.truths
    perfect = coco.average_precision([(shot, [score.Found("prefix", 0.9, truth.box)])])
    assert perfect["AP50"] == perfect["mAP"] == 1.0
    assert coco.average_precision([(shot, [])])["AP50"] == 0.0
    assert coco.average_precision([(shot, [said(truth, dx=30)])])["AP50"] == 0.0


def test_curve_and_the_recall_at_a_precision(shot):
    truth, = shot.truths
    asked, shown = score.tally(shot, [said(truth, score_=0.8), said(truth, dy=2, score_=0.5)])
    points = score.curve(asked, shown)
    assert points.tolist() == [[0.5, 1.0, 0.5], [0.8, 1.0, 1.0]]
    assert score.best_recall(points) == (1.0, 0.8)
    assert score.best_recall(points[:1]) is None


def test_candidate_boxes_follow_the_slope():
    level = boxes.of_candidate(Candidate("prefix", 1, 10, 50, 10, 0.0, 70))
    assert level.tolist() == [10, 40, 70, 53]
    risen = boxes.of_candidate(Candidate("prefix", 1, 10, 50, 10, -0.5, 70))
    assert risen[1] < 12 and risen[3] > 50


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_shows_the_link_it_looks_at(name):
    condition = CONDITIONS[name]
    page = sheet(["many words before the link", f"see {LINK} and more words after it", "many words below"], LINK)
    link = page.links[0]
    page.links = [Link(link.kind, link.text, link.pieces, style=(condition.style,) if condition.style else ())]
    assert choose(np.random.default_rng(0), page, condition)
    for seed in range(4):
        picture, view = photograph(np.random.default_rng(seed), page, page.links[0], condition, 640)
        truth, = held_out.starts(page, view)
        assert picture.shape == (640, 640) and picture.dtype == np.uint8
        assert truth.asked
        assert condition.letters[0] * 0.85 < truth.height < condition.letters[1] * 1.15
        left, top, right, bottom = truth.box.astype(int)
        assert picture[top:bottom, left:right].std() > 10  # something to see


def test_dark_ground_is_dark_and_a_page_without_such_links_is_passed_over():
    page = sheet([LINK], LINK)
    assert not is_dark(page, page.links[0])
    picture, view = photograph(np.random.default_rng(1), page, page.links[0], CONDITIONS["dark ground"], 640)
    truth, = held_out.starts(page, view)
    left, top, right, bottom = truth.box.astype(int)
    assert np.median(picture[top:bottom, left:right]) < 60
    assert choose(np.random.default_rng(0), page, CONDITIONS["underlined"]) is None


def test_pictures_are_the_same_each_time(tmp_path):
    for split in ("documents", "designed"):
        for i in range(3):
            page = sheet(["words", f"{LINK} words", "words"], LINK, size=24 + i)
            page.save(tmp_path / split / "test" / str(i))
    folders = [tmp_path / "documents/test", tmp_path / "designed/test"]
    for make in (lambda: list(held_out.mixed(folders, 4)), lambda: list(held_out.alone(folders, "noise", 4))):
        first, again = make(), make()
        assert len(first) == 4 and {s.source for s in first} == {"documents", "designed"}
        assert all(np.array_equal(a.picture, b.picture) for a, b in zip(first, again))


def test_the_sheet_shows_misses_and_false_alarms(shot, tmp_path):
    truth, = shot.truths
    found = [said(truth, dx=1.0), said(truth, dy=2)]
    asked, shown = score.tally(shot, found)
    missed, false = report.worst(asked, shown, {id(shot): found}, 0.3, 10)
    assert len(missed) == len(false) == 1
    report.write_sheet(missed, tmp_path / "misses.png")
    assert (tmp_path / "misses.png").stat().st_size > 500
    assert "| all prefixes | 1 | 0.0 % | 2 | 50.0 % |" in report.table(score.groups(asked, shown, 0.3), "")
