"""The reading benchmark: what counts as exact, as shown, as false; its pictures; its cache."""

import json

import cv2
import numpy as np
import pytest

from benchmarks import make_set, photos, read_links, score, speed
from benchmarks.score import Reading
from tests.unit.sheets import sheet
from training.pages.page import Link

LINK = "https://example.org/a-page"


def photo(links=(), others=(), name="0.jpg"):
    return photos.Photo(name, None, [photos.Truth(*link) for link in links], list(others), "plain", "close")


def scored(picture, *readings):
    result = score.Score("reader")
    result.add(picture, [Reading(*r) if isinstance(r, tuple) else Reading(r) for r in readings], 1.0)
    return result


@pytest.mark.parametrize("reading, exact", [
    (LINK, 1), ("example.org/a-page", 1), (f"{LINK}/", 1), ("HTTPS://example.org/a-page", 1), ("http://example.org/a-page", 1),
    ("https://example.org/a-pagc", 0), ("https://example.org/A-page", 0), ("https://example.org/a-page.", 0)])
def test_exact_is_every_character_but_scheme_and_last_slash(reading, exact):
    result = scored(photo([(LINK, "https")]), reading)
    assert (result.exact["one line"], result.exact["https"], result.asked["https"]) == (exact, exact, 1)
    assert result.shown["all"] == 1 and result.right["all"] == exact


@pytest.mark.parametrize("printed, reading, exact", [
    ("DOI:10.1145/Journal.7", "10.1145/journal.7", 1), ("doi: 10.1145/journal.7", "doi:10.1145/journal.7", 1),
    ("mailto:info@example.org", "info@example.org", 1), ("DOI:10.1145/journal.7", "10.1145/journal.1", 0)])
def test_what_names_a_doi_or_a_mail_address_is_no_character_of_it(printed, reading, exact):
    assert scored(photo([(printed, "bare")]), reading).exact["one line"] == exact


def test_one_reading_is_not_counted_for_two_prints_of_a_link():
    result = scored(photo([(LINK, "https"), (LINK, "https")]), LINK)
    assert (result.exact["one line"], result.asked["one line"]) == (1, 2)


def test_a_broken_link_may_be_right_in_its_second_reading_but_is_then_shown_wrong():
    result = scored(photo([(LINK, "https", 2)]), ("https://example.org/apage", True, [LINK]))
    assert (result.exact["broken"], result.exact["broken, any reading"], result.asked["broken"]) == (0, 1, 1)
    assert (result.shown["sure"], result.right["sure"]) == (1, 0)
    assert result.asked["one line"] == 0


def test_a_one_line_link_is_not_right_by_a_second_reading():
    assert scored(photo([(LINK, "https")]), ("https://example.org/apage", False, [LINK])).exact["one line"] == 0


def test_what_was_not_asked_for_is_not_held_against_a_reader():
    picture = photo(others=["https://example.org/cut-of"])
    for reading in ("https://example.org/cut-of", "https://example.org/cut", "https://example.org/cut-off"):
        assert scored(picture, reading).shown["all"] == 0
    assert scored(picture, "https://else.org").shown["all"] == 1
    assert scored(photo(others=["s"]), "sites.org").shown["all"] == 1


def test_false_links_are_counted_on_empty_pictures_alone():
    result = scored(photo(), ("a.org", True), "b.org")
    assert (result.empty, result.false["all"], result.false["sure"]) == (1, 2, 1)
    assert scored(photo([(LINK, "https")]), "a.org").false["all"] == 0


def test_predictions_of_others_are_scored_and_bad_ones_refused():
    pictures = [photo([(LINK, "https")]), photo(name="1.jpg")]
    result = score.score_predictions(pictures, {"reader": "mine", "bytes": 2_000_000, "pictures": {
        "0.jpg": {"seconds": 0.5, "links": [{"text": LINK, "sure": True}]}, "1.jpg": {"links": []}}})
    assert "| mine | 100.0 % (1/1) | 100.0 % (1/1) |" in score.table([result])
    assert "| 0.50 | 2.0 MB |" in score.table([result])
    with pytest.raises(Exception, match="README"):
        score.score_predictions(pictures, {"pictures": {"0.jpg": {"texts": []}}})
    with pytest.raises(Exception, match="none of these"):
        score.score_predictions(pictures, {"pictures": {"x.jpg": {"links": []}}})


def test_a_folder_is_read_as_it_was_written(tmp_path):
    cv2.imwrite(str(tmp_path / "0.jpg"), np.zeros((9, 9), np.uint8))
    made = photos.Photo("0.jpg", tmp_path / "0.jpg", [photos.Truth(LINK, "https", 2)], ["b.org"], "noise", "half", 90)
    photos.save([made], tmp_path)
    assert photos.load(tmp_path) == [made]
    (tmp_path / "0.jpg").unlink()
    with pytest.raises(Exception, match="0.jpg"):
        photos.load(tmp_path)
    with pytest.raises(Exception, match="make_set"):
        photos.load(tmp_path / "nothing")


def test_real_photos_name_their_kind_prefix(tmp_path):
    cv2.imwrite(str(tmp_path / "0.jpg"), np.zeros((9, 9), np.uint8))
    (tmp_path / photos.TRUTH).write_text(json.dumps([{"file": "0.jpg", "links": [{"text": "www.a.org", "prefix": "www"}]}]))
    assert photos.load(tmp_path)[0].links == [photos.Truth("www.a.org", "www")]


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Two sources of a few pages each, with links and without."""
    folder = tmp_path_factory.mktemp("pages")
    rows = ["plain words on a line of their own"] * 3
    for name in ("documents", "designed"):
        for i in range(3):
            page = sheet([*rows, f"see {LINK}", *rows], LINK, size=24 + i)
            page.links = [Link(k, LINK, page.links[0].pieces) for k in ("https",)]
            page.save(folder / name / "test" / f"{i}")
        sheet(rows * 2, "none", size=24).save(folder / name / "test" / "9")
    return folder


def test_the_set_is_the_same_each_time_and_its_links_are_in_it(sources, tmp_path):
    names = [f"{s}/test/{i}" for s in ("documents", "designed") for i in (0, 1, 2, 9)]
    made = [make_set.make(make_set.listed(sources, names), tmp_path / run, 4, 2) for run in ("a", "b")]
    assert make_set.fingerprint(made[0]) == make_set.fingerprint(made[1])
    assert [p.empty for p in made[0]] == [False] * 4 + [True] * 2
    assert all(LINK in [t.text for t in p.links] for p in made[0][:4])
    assert photos.load(tmp_path / "a") == made[0]
    with pytest.raises(Exception, match="1 of 9 pages"):
        make_set.listed(sources, [*names, "designed/test/77"])


class Slow:
    key, version = "slow", "1"

    def __init__(self):
        self.calls = 0

    def read(self, path):
        self.calls += 1
        return {"seconds": 1.0, "lines": [f"see {LINK}, please", "and b@c.org"]}


def test_what_was_read_is_not_read_again(tmp_path):
    pictures = [photos.Photo(f"{i}.jpg", tmp_path / f"{i}.jpg", []) for i in range(3)]
    reader = Slow()
    read_links.read_all(reader, pictures[:2], tmp_path / "kept")
    said = read_links.read_all(reader, pictures, tmp_path / "kept")
    assert reader.calls == 3 and set(said) == {"0.jpg", "1.jpg", "2.jpg"}
    assert [k["text"] for k in read_links.with_links(said["0.jpg"])["links"]] == [LINK, "b@c.org"]


def test_the_speed_table_compares_each_with_what_it_replaces():
    times = {"original": [200.0] * 9, "detector": [20.0] * 9, "reader": [5.0] * 9, "tesseract": [40.0] * 9}
    text = speed.table(times, dict.fromkeys(times, 1_000_000))
    assert "| our detector, 640 × 640, decoding included | 20.0 | 20.0 to 20.0 | 10.0 | 1.00 MB |" in text
    assert "| a frame with three links, ours | 35.0 | | 9.1 | |" in text
    del times["reader"]
    assert "three links, ours" not in speed.table(times, dict.fromkeys(times, 1))


def test_strips_for_timing_hold_print_at_the_reader_s_height():
    strips = speed.link_strips(3, 32)
    assert [strip.shape[0] for strip in strips] == [32] * 3
    assert all(strip.shape[1] > 200 and strip.min() < 60 < 200 < np.median(strip) for strip in strips)


def test_a_few_pictures_are_part_of_more():
    pictures = [photos.Photo(f"{i:03d}.jpg", None, []) for i in range(40)]
    few, more = ([p.name for p in read_links.some(pictures, count)] for count in (8, 16))
    assert more[:8] == few and len(read_links.some(pictures, None)) == 40
    assert {int(name[:3]) % 2 for name in few} == {0, 1}
