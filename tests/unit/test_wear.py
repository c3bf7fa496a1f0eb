"""Worn print stays print: ink may be lost, blurred or dotted, never invented."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from training.pages import wear

HEIGHT = 28  # of the letter h, px


@pytest.fixture
def page() -> np.ndarray:
    image = Image.new("L", (600, 80), 255)
    ImageDraw.Draw(image).text((20, 55), "https://example.org", font=ImageFont.load_default(40), fill=0, anchor="ls")
    return np.asarray(image).copy()


def near_ink(page: np.ndarray) -> np.ndarray:
    """Where there is ink within a sixth of a letter."""
    reach = HEIGHT // 6
    padded = np.pad(page, reach, constant_values=255)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * reach + 1, 2 * reach + 1))
    return windows.min((2, 3)) < 200


@pytest.mark.parametrize("effect", [*wear.EFFECTS, wear.dots])
@pytest.mark.parametrize("seed", range(5))
def test_paper_stays_paper_and_some_ink_stays(page, effect, seed):
    worn = effect(np.random.default_rng(seed), page, HEIGHT)
    assert worn.shape == page.shape and worn.dtype == np.uint8
    assert (worn[~near_ink(page)] > 200).all()
    ink = (255.0 - worn).sum() / (255.0 - page).sum()
    assert 0.15 < ink < 2.2


def test_thin_takes_ink_away_and_fat_adds_some(page):
    rng = np.random.default_rng(3)
    assert wear.thin(rng, page, HEIGHT).mean() > page.mean()
    assert wear.fat(rng, page, HEIGHT).mean() < page.mean()


def test_light_print_on_dark_ground_is_left_as_it_is(page):
    dark = 255 - page
    assert (wear.wear(np.random.default_rng(0), dark, HEIGHT, 1.0) == dark).all()


def test_dots_leave_gaps_between_the_dots(page):
    dotted = wear.dots(np.random.default_rng(1), np.zeros((120, 120), np.uint8), HEIGHT)
    assert dotted.min() < 60 and dotted.max() > 150
