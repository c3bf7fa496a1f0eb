"""What the reader learns from: strips that hold what their labels say, and that CTC can learn."""

import numpy as np
import pytest

from tests.unit.sheets import sheet
from training.reader import dataset
from training.reader.charset import to_classes, to_text

LINK = "https://example.org/one/two"


@pytest.fixture
def page():
    return sheet([f"see {LINK} for more", "and what stands between", f"({LINK}), too"], LINK)


def test_ctc_needs_a_letter_a_step_for_each_and_one_between_doubles():
    classes = to_classes("ll")
    assert dataset.fits(4 * dataset.STEP, classes)
    assert not dataset.fits(3 * dataset.STEP, classes)
    assert not dataset.fits(100, [])


@pytest.mark.parametrize("seed", range(20))
def test_a_strip_shows_a_part_of_the_line_it_is_labelled_with(page, seed):
    made = dataset.example(np.random.default_rng(seed), page)
    if made is None:
        pytest.skip("this camera saw nothing to read")
    strip, classes = made
    assert strip.shape[0] == dataset.HEIGHT and strip.dtype == np.uint8
    assert any(to_text(classes) in line.text for line in page.lines)


def test_strips_are_aimed_to_fit(page):
    made = [dataset.example(np.random.default_rng(seed), page, widest=200) for seed in range(40)]
    widths = [one[0].shape[1] for one in made if one]
    assert len(widths) > 30, "few are thrown away"
    assert max(widths) <= 200


def test_collate_pads_with_paper_and_says_the_true_widths():
    strips = [(np.zeros((dataset.HEIGHT, 40), np.uint8), [1, 2]), (np.zeros((dataset.HEIGHT, 90), np.uint8), [3])]
    pictures, classes, widths = dataset.collate(strips)
    assert pictures.shape == (2, dataset.HEIGHT, 96, 1) and widths.tolist() == [40, 90]
    assert (pictures[0, :, 40:] == 255).all() and classes.tolist() == [[1, 2], [3, -1]]
