"""Own photos: each step of their preparation, and what cannot be read."""

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from training.article import photos

ORIENTATION = 0x0112  # the EXIF tag


def photo(width=60, height=40, left=200, right=50):
    """A photo whose left half differs from its right one."""
    pixels = np.full((height, width, 3), right, np.uint8)
    pixels[:, : width // 2] = left
    return Image.fromarray(pixels)


def run(*arguments):
    return CliRunner().invoke(photos.main, [str(argument) for argument in arguments])


def test_a_photo_is_turned_as_its_exif_says(tmp_path):
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera's top is at the right
    photo().save(tmp_path / "a.jpg", exif=exif, quality=95)
    with Image.open(tmp_path / "a.jpg") as image:
        turned = np.asarray(photos.process(image))
    assert turned.shape[:2] == (60, 40)
    assert turned[5].mean() > 150 > turned[-5].mean()  # the left half is on top now


def test_wide_photos_are_made_narrower_and_narrow_ones_left_alone():
    assert photos.process(photo(), width=30).size == (30, 20)
    assert photos.process(photo(), width=100).size == (60, 40)


@pytest.mark.parametrize("size", [(60, 40), (40, 60)])
def test_the_square_is_cut_from_the_middle(size):
    assert photos.process(photo(*size), square=True).size == (40, 40)


def test_grey_has_one_channel():
    assert photos.process(photo(), grey=True).mode == "L"


def test_brightness_contrast_and_sharpness_do_what_they_say():
    plain = np.asarray(photos.process(photo(left=120, right=60))).astype(int)
    brighter = np.asarray(photos.process(photo(left=120, right=60), brightness=2.0)).astype(int)
    starker = np.asarray(photos.process(photo(left=120, right=60), contrast=1.5)).astype(int)
    blurred = np.asarray(photos.process(photo(left=120, right=60), sharpness=0.0)).astype(int)
    assert np.array_equal(brighter, plain * 2)
    assert np.ptp(starker) == pytest.approx(1.5 * np.ptp(plain), abs=2)
    assert np.abs(np.diff(blurred[20, :, 0])).max() < np.abs(np.diff(plain[20, :, 0])).max()


def test_by_default_only_size_and_turn_change():
    assert np.array_equal(np.asarray(photos.process(photo())), np.asarray(photo()))


def test_a_folder_becomes_jpegs_of_the_same_names(tmp_path):
    (tmp_path / "raw").mkdir()
    photo().save(tmp_path / "raw" / "one.png")
    photo().save(tmp_path / "raw" / "two.JPG", format="JPEG")
    result = run(tmp_path / "raw", tmp_path / "out", "--width", 30, "--square", "--grey")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.jpg", "two.jpg"]
    with Image.open(tmp_path / "out" / "one.jpg") as image:
        assert image.size == (20, 20) and image.mode == "L"


def test_what_is_no_picture_is_named(tmp_path):
    (tmp_path / "IMG_1.HEIC").write_bytes(b"not for Pillow")
    result = run(tmp_path, tmp_path / "out")
    assert result.exit_code == 1 and "IMG_1.HEIC" in result.output and "JPEG first" in result.output


def test_two_files_for_one_name_are_refused(tmp_path):
    photo().save(tmp_path / "a.png")
    photo().save(tmp_path / "a.jpg")
    result = run(tmp_path, tmp_path / "out")
    assert result.exit_code == 1 and "a.jpg" in result.output


def test_an_empty_folder_is_an_error(tmp_path):
    (tmp_path / "raw").mkdir()
    assert run(tmp_path / "raw", tmp_path / "out").exit_code == 1
