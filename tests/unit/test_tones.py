"""Strips come out dark on light however the light fell on them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from training.reader.tones import dark_on_light

WIDTH = 300


@pytest.fixture
def strip() -> np.ndarray:
    """Black on white, 32 px high."""
    image = Image.new("L", (WIDTH, 32), 255)
    ImageDraw.Draw(image).text((8, 23), "https://example.org/abc", font=ImageFont.load_default(22), fill=0, anchor="ls")
    return np.asarray(image)


def lit(strip: np.ndarray, gain: np.ndarray) -> np.ndarray:
    return (strip * (0.6 * gain) + 60 * gain).astype(np.uint8)


def test_a_shadow_across_the_line_is_lifted(strip):
    gain = np.where(np.arange(WIDTH) < 150, 1.0, 0.4)[None, :]
    gain = np.stack([np.convolve(row, np.ones(31) / 31, "same") for row in np.repeat(gain, 32, 0)])
    out = dark_on_light(lit(strip, np.clip(gain, 0.4, 1)))
    for part in (out[:, 20:130], out[:, 180:WIDTH - 20]):
        assert np.median(part) > 215 and part.min() < 40


@pytest.mark.parametrize("tones", [(0, 255), (90, 130), (200, 240)])
def test_print_is_dark_whichever_way_it_was(strip, tones):
    dim = np.interp(strip, [0, 255], tones).astype(np.uint8)
    upright, inverted = dark_on_light(dim), dark_on_light(255 - dim)
    assert np.median(upright) > 230 and upright.min() < 30
    assert np.abs(upright.astype(int) - inverted).max() <= 12  # rounding, at forty tones of contrast


def test_an_empty_stretch_beside_print_stays_empty(strip):
    noise = np.random.default_rng(0).normal(0, 3, (32, 200))
    wide = np.concatenate([strip * 0.8, 204 + noise], 1).clip(0, 255).astype(np.uint8)
    assert dark_on_light(wide)[:, WIDTH + 60:].min() > 150


def test_an_empty_strip_stays_flat():
    assert dark_on_light(np.full((32, 50), 130, np.uint8)).std() == 0
