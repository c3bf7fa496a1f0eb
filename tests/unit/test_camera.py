"""The camera's view: there and back, and what its pixels show."""

import numpy as np
import pytest

from tests.unit.sheets import sheet
from training.camera.light import expose
from training.camera.view import Bend, View, random_view


@pytest.mark.parametrize("seed", range(8))
def test_picture_and_page_points_undo_each_other(seed):
    rng = np.random.default_rng(seed)
    view = random_view(rng, 320, 240, (500.0, 700.0), 0.8)
    points = rng.uniform(0, 240, (20, 2))
    assert np.allclose(view.picture_points(view.page_points(points)), points, atol=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_the_target_is_in_the_picture(seed):
    view = random_view(np.random.default_rng(seed), 320, 240, (500.0, 700.0), 0.8)
    x, y = view.picture_points(np.array([[500.0, 700.0]]))[0]
    assert 0 < x < 320 and 0 < y < 240


def test_a_plain_view_shows_the_page_unchanged():
    page = sheet(["some text"], "-")
    height, width = page.image.shape
    view = View(width, height, np.eye(3))
    assert np.array_equal(view.photograph(page.image, 0), page.image)


def test_a_bend_moves_pixels_and_points_alike():
    page = np.full((200, 400), 255, np.uint8)
    page[99:102, :] = 0  # one straight line
    view = View(400, 200, np.eye(3), Bend(depth=30, spine=200, reach=80))
    picture = view.photograph(page, 255)
    for x in (20, 150, 200, 260):
        dark = np.argmin(picture[:, x])
        expected = view.picture_points(np.array([[x + 0.5, 100.5]]))[0, 1]
        assert abs(dark + 0.5 - expected) < 1.5


def test_a_view_off_the_page_is_ground():
    view = View(40, 30, np.array([[1, 0, 5000], [0, 1, 5000], [0, 0, 1.0]]))
    assert np.all(view.photograph(np.zeros((100, 100), np.uint8), 77) == 77)


def test_an_exposure_depends_on_its_seed_alone():
    picture = sheet(["https://example.org/a"], "https://example.org/a").image
    first = expose(np.random.default_rng(3), picture, None, 12)
    again = expose(np.random.default_rng(3), picture, None, 12)
    other = expose(np.random.default_rng(4), picture, None, 12)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.dtype == np.uint8 and first.shape == picture.shape
