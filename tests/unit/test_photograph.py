"""Photographs of proofs: as the camera of ``training.camera`` and the strips of ``training.reader`` would have them."""

import cv2
import jax
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from training.reader import photograph, proofs, tones
from training.reader.dataset import HEIGHT
from training.reader.strip import ABOVE, BELOW

WIDTH = 160
TEXT = "www.example.org"


@pytest.fixture(scope="module")
def album():
    return photograph.album(1, 40)


def drawn() -> np.ndarray:
    """A proof of TEXT, uint8 [ROWS, FINE * WIDTH]."""
    rows, columns = proofs.ROWS, int(proofs.FINE * WIDTH)
    height = (rows - 2 * proofs.ROOM) / (ABOVE + BELOW)
    image = Image.new("L", (columns, rows), 255)
    font, baseline = ImageFont.load_default(height / 0.72), proofs.ROOM + ABOVE * height
    ImageDraw.Draw(image).text((16, baseline), TEXT, font=font, fill=0, anchor="ls")
    return np.asarray(image)


def picture(count: int = 4) -> np.ndarray:
    """Print in grey tones on uneven ground, float32 [count, HEIGHT, WIDTH], whole numbers."""
    plain = cv2.resize(drawn()[proofs.ROOM:-proofs.ROOM], (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
    ground = np.linspace(0.5, 0.9, WIDTH)
    return np.stack([np.round((20 + 30 * k + plain * 0.6) * ground) for k in range(count)]).astype(np.float32)


def test_an_album_repeats_itself_and_keeps_the_light(album):
    again = photograph.album(1, 40)
    assert all((a == b).all() for a, b in zip(jax.tree.leaves(album), jax.tree.leaves(again)))
    for blurs in album.blurs:
        assert blurs.sum((1, 2)) == pytest.approx(1.0, abs=1e-4)
    assert (album.black <= album.white + 1e-3).all()


def test_tones_are_evened_as_for_strips_cut_one_by_one():
    strips, widths = picture(), np.array([WIDTH, 130, 100, 48], np.int32)
    strips[1] = 255 - strips[1]  # light on dark
    made = np.asarray(photograph.dark_on_light(strips, widths))
    for strip, width, one in zip(strips, widths, made):
        expected = tones.dark_on_light(strip.astype(np.uint8)[:, :width]).astype(float)
        assert np.abs(one[:, :width] - expected).mean() < 4
        assert (one[:, width:] == 255).all()


@pytest.mark.parametrize("quality", [30, 50, 90])
def test_it_rounds_as_jpeg_does(quality):
    strips = picture()
    made = np.asarray(photograph.jpeg(strips, np.full(len(strips), float(quality))))
    for strip, one in zip(strips, made):
        _, coded = cv2.imencode(".jpg", strip.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
        theirs = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE).astype(float)
        assert np.abs(np.round(one.clip(0, 255)) - theirs).mean() < 0.8 < np.abs(strip - theirs).max()


def test_blurs_are_those_of_their_kernels():
    strips, rng = picture(3), np.random.default_rng(0)
    kernels = rng.random((3, 5, 5)).astype(np.float32)
    made = np.asarray(photograph.spread(strips, kernels))
    for strip, kernel, one in zip(strips, kernels, made):
        assert one == pytest.approx(cv2.filter2D(strip, -1, kernel, borderType=cv2.BORDER_REPLICATE), rel=1e-4)


@pytest.fixture(scope="module")
def strips(album):
    """Of 24 like proofs, letters of the highest part, taken twice with one key and once with another."""
    stack, widths = np.stack([drawn()] * 24), np.full(24, WIDTH - 10, np.int32)
    keys = [jax.random.key(k, impl="rbg") for k in (0, 0, 1)]
    return [np.asarray(photograph.photograph(key, stack, widths, album, photograph.PARTS - 1)) for key in keys]


def test_each_photograph_is_another(strips):
    one, same, other = strips
    assert one.shape == (24, HEIGHT, WIDTH) and one.min() >= 0 and one.max() <= 255 and (one == np.round(one)).all()
    assert (one == same).all() and (one != other).any((1, 2)).all()
    assert len({strip.tobytes() for strip in one}) == 24
    assert (one[:, :, WIDTH - 10:] == 255).all()


def test_the_print_stands_where_a_strip_has_it(strips):
    """By how well each strip agrees with the proof itself, shrunk, against the proof moved half a letter."""
    plain = 255.0 - cv2.resize(drawn()[proofs.ROOM:-proofs.ROOM], (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)

    def agree(strip: np.ndarray, by: int) -> float:
        pair = (255 - strip, np.roll(plain, by, 1))
        return float(np.corrcoef(*(one[:, :WIDTH - 10].ravel() for one in pair))[0, 1])

    here, beside = (np.median([agree(strip, by) for strip in strips[0]]) for by in (0, 5))
    assert here > 0.7 and here > beside + 0.3
