"""Strips: the whole link, upright, and nothing of its neighbours."""

import numpy as np
import pytest

from tests.unit.sheets import sheet
from tests.unit.test_labels import as_output
from training.camera.view import View, random_view
from training.detector import labels
from training.detector.decode import decode
from training.reader.strip import ABOVE, BEFORE, BELOW, cut_strip

LINK = "https://example.org/strip"


def columns_with_ink(strip: np.ndarray) -> np.ndarray:
    return np.flatnonzero(strip.min(0) < 100)


@pytest.mark.parametrize("ink, ground", [(0, 255), (230, 40), (90, 150)])
@pytest.mark.parametrize("seed", range(4))
def test_a_strip_holds_its_link_and_no_neighbour(seed, ink, ground):
    """The neighbours are solid bars: any of them on the strip would show as a dark row."""
    page = sheet(["", LINK, ""], LINK, ink=ink, ground=ground)
    line = page.lines[1]
    x0, x1 = int(line.spans[0, 0]), int(line.spans[-1, 1])
    above, below = int(line.baseline - 1.6 * line.height), int(line.baseline + 0.8 * line.height)
    page.image[above - 12:above, :] = ink
    page.image[below:below + 12, :] = ink
    rng = np.random.default_rng(seed)
    target = ((x0 + x1) / 2, line.baseline)
    for _ in range(100):
        view = random_view(rng, 800, 256, target, 1.1)
        ends = view.picture_points(np.array([[x0 - 40, line.baseline], [x1 + 60, line.baseline]]))
        if ends.min() > 30 and ends[1, 0] < 790 and ends[:, 1].max() < 220:
            break
    picture = view.photograph(page.image, ground)
    found, = decode(as_output(labels.encode(page, view)[0]))
    strip = cut_strip(picture, found, 32, beyond=2)
    dark = (strip.image < 100).mean(1)
    assert dark.max() < 0.8, "a bar above or below the line is on the strip"
    inked = columns_with_ink(strip.image)
    # The first letter stands where the geometry says, the last before the end.
    first = BEFORE / (ABOVE + BELOW) * 32
    assert abs(inked[0] - first) < 5
    assert inked[-1] < strip.image.shape[1] - 8
    assert np.median(strip.image) > 200, "ground must be light"


def test_a_strip_ends_at_the_pictures_edge_and_says_so():
    page = sheet([LINK], LINK)
    line = page.lines[0]
    picture = page.image[:, : int(line.spans[-4, 0])]
    view = View(picture.shape[1] // 32 * 32, 96, np.eye(3))
    found, = decode(as_output(labels.encode(page, view)[0]))
    assert cut_strip(picture, found, 32).cut_by_edge
    assert not cut_strip(np.pad(picture, ((0, 0), (0, 900)), constant_values=255), found, 32).cut_by_edge


def test_a_candidate_outside_the_picture_gives_no_strip():
    page = sheet([LINK], LINK)
    found, = decode(as_output(labels.encode(page, View(480, 96, np.eye(3)))[0]))
    found.x += 5000
    found.prefix_end += 5000
    found.baseline = [(x + 5000, y) for x, y in found.baseline]
    assert cut_strip(page.image, found, 32) is None
