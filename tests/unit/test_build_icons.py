"""The icons: sizes, shapes, and that masks cut nothing off."""

import io
import math
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from web_src.generator import icons


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGBA")


@pytest.mark.parametrize("size", [180, 192, 512])
def test_a_png_has_the_size_asked_for(size):
    assert opened(icons.draw(size, rounded=True)).size == (size, size)


def test_drawing_twice_gives_the_same_bytes():
    assert icons.draw(192, rounded=True) == icons.draw(192, rounded=True)


def test_a_maskable_icon_fills_its_square_and_keeps_the_mark_in_the_safe_circle():
    icon = opened(icons.draw(192, rounded=False, scale=icons.MASKABLE))
    ground = icon.getpixel((0, 0))
    assert ground == (0x1B, 0x3A, 0x6B, 255)
    away = [
        math.dist((x + 0.5, y + 0.5), (96, 96))
        for x in range(192) for y in range(192) if icon.getpixel((x, y)) != ground
    ]
    assert 60 < max(away) <= 0.4 * 192


def test_the_rounded_icon_has_clear_corners_and_the_monochrome_one_is_white_on_nothing():
    assert opened(icons.draw(192, rounded=True)).getpixel((0, 0))[3] == 0
    mono = opened(icons.draw(192, rounded=False, monochrome=True))
    assert {pixel[:3] for pixel in mono.get_flattened_data() if pixel[3] == 255} == {(255, 255, 255)}
    assert mono.getpixel((0, 0))[3] == 0


def test_svg_and_png_show_the_same_mark():
    root = ET.fromstring(icons.draw_svg())
    assert len(root.findall(".//{*}path")) == len(icons.MARK)
    assert root.get("viewBox") == f"0 0 {icons.GRID} {icons.GRID}"
