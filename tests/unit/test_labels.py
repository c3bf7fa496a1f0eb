"""Labels and decoding: what is encoded of a page is what decoding finds."""

import numpy as np
import pytest

from tests.unit.sheets import sheet
from training.camera.view import View, random_view
from training.detector import labels, maps
from training.detector.decode import decode

LINK = "https://example.org/path"


def as_output(targets: np.ndarray) -> np.ndarray:
    """The maps of a detector that says exactly what the labels ask for."""
    output = targets.copy()
    logits = output[..., : maps.BODY + 1]
    logits[:] = np.where(logits > 0.5, 6.0, -6.0)
    return output


def start_of(page, view, i=0):
    index, first, _ = page.links[i].pieces[0]
    line = page.lines[index]
    point = view.picture_points(np.array([[line.spans[first, 0], line.baseline]]))[0]
    return point, line.height / view.scale_at(*point)


@pytest.mark.parametrize("seed", range(12))
def test_a_perfect_detector_is_decoded_to_the_truth(seed):
    page = sheet(["some words before it", f"see {LINK} and on", "words that come after it"], LINK)
    rng = np.random.default_rng(seed)
    index, first, _ = page.links[0].pieces[0]
    line = page.lines[index]
    target = (float(line.spans[first + 6, 0]), line.baseline)
    for _ in range(50):
        view = random_view(rng, 640, 320, target, rng.uniform(0.5, 1.4))
        (x, y), height = start_of(page, view)
        end = view.picture_points(np.array([[line.spans[first + 7, 1], line.baseline]]))[0]
        if 0 < x and end[0] < 640 and 20 < y < 300:
            break
    found = decode(as_output(labels.encode(page, view)[0]))
    assert len(found) == 1 and found[0].kind == "prefix"
    assert abs(found[0].x - x) < 0.15 * height
    assert abs(found[0].y - y) < 0.15 * height
    assert abs(found[0].height / height - 1) < 0.1
    assert abs(found[0].prefix_end - end[0]) < 0.2 * height


def test_links_on_neighbouring_lines_of_small_print_stay_apart():
    page = sheet([LINK] * 6, LINK, size=16, pitch=1.15)
    height, width = page.image.shape
    view = View(width // 32 * 32, height // 32 * 32 + 32, np.eye(3))
    found = decode(as_output(labels.encode(page, view)[0]))
    assert len(found) == 6
    assert sorted(round(c.y) for c in found) == pytest.approx([line.baseline for line in page.lines], abs=1.5)


def test_the_baseline_is_followed_to_the_end_of_the_link():
    page = sheet([f"{LINK} followed by words"], LINK)
    view = View(640, 96, np.eye(3))
    found, = decode(as_output(labels.encode(page, view)[0]))
    line = page.lines[0]
    assert found.baseline[-1][0] == pytest.approx(line.spans[len(LINK) - 1, 1], abs=maps.STRIDE)
    assert all(abs(y - line.baseline) < 1 for _, y in found.baseline)


def test_a_bare_link_is_of_the_other_kind():
    page = sheet(["ask info@example.org now"], "info@example.org")
    found, = decode(as_output(labels.encode(page, View(480, 96, np.eye(3)))[0]))
    assert found.kind == "bare"


def test_www_after_a_scheme_decides_nothing():
    link = "https://www.example.org"
    page = sheet([link], link)
    targets, weights = labels.encode(page, View(480, 96, np.eye(3)))
    x0, x1 = (int(page.lines[0].spans[i, 0] // maps.STRIDE) for i in (9, 11))
    row = int((page.lines[0].baseline - 8) // maps.STRIDE)
    assert np.all(weights[row, x0 + 1:x1, maps.PREFIX] == 0)
    assert np.all(targets[row, x0 + 1:x1, maps.BODY] == 1)


def test_www_decides_nothing_where_its_scheme_is_outside_of_the_picture():
    link = "https://www.example.org"
    page = sheet([link], link)
    shift = np.eye(3)
    shift[0, 2] = page.lines[0].spans[7, 0]  # the picture begins right before "www."
    targets, weights = labels.encode(page, View(320, 96, shift))
    row = int((page.lines[0].baseline - 8) // maps.STRIDE)
    x0, x1 = (int((page.lines[0].spans[i, 0] - shift[0, 2]) // maps.STRIDE) for i in (9, 11))
    assert np.all(weights[row, x0 + 1:x1, maps.PREFIX] == 0)
    assert np.all(weights[row, x1 + 4:x1 + 8, maps.PREFIX] == 1)
    assert np.all(targets[row, x1 + 4:x1 + 8, maps.BODY] == 1)


def test_a_prefix_cut_by_the_edge_is_not_asked_for():
    page = sheet([LINK], LINK)
    shift = np.eye(3)
    shift[0, 2] = page.lines[0].spans[3, 0]  # the picture begins inside "https"
    _, weights = labels.encode(page, View(320, 96, shift))
    row = int((page.lines[0].baseline - 8) // maps.STRIDE)
    assert np.all(weights[row, :6, maps.PREFIX] == 0)


def test_a_page_without_links_has_no_positive_cell():
    targets, _ = labels.encode(sheet(["plain words", "and more"], "-"), View(320, 96, np.eye(3)))
    assert not targets[..., : maps.BODY + 1].any()


def test_nothing_is_decoded_from_silence():
    assert decode(np.full((20, 20, maps.CHANNELS), -9.0, np.float32)) == []
