"""Strips kept by width, to be drawn again."""

import numpy as np
import pytest

from training.reader.dataset import HEIGHT
from training.reader.shelf import Shelf, Size

SIZES = [Size(40, 4, 8), Size(80, 9, 2)]


def strip(width: int, grey: int) -> np.ndarray:
    return np.full((HEIGHT, width), grey, np.uint8)


def test_a_strip_lies_on_the_first_board_it_fits_on_by_width_and_by_characters():
    shelf = Shelf(SIZES, 10)
    for width, characters in ((40, 4), (41, 4), (20, 5), (81, 1), (20, 10)):
        shelf.add(strip(width, 7), np.arange(characters))
    assert [len(board) for board in shelf.boards] == [1, 2], "two fit nowhere"


def test_a_batch_is_padded_with_paper_and_nothing():
    shelf = Shelf(SIZES, 10)
    shelf.add(strip(30, 7), np.array([5, 6]))
    strips, classes, widths = shelf.boards[0].draw(np.random.default_rng(0))
    assert strips.shape == (8, HEIGHT, 40) and (strips[:, :, :30] == 7).all() and (strips[:, :, 30:] == 255).all()
    assert classes.tolist() == [[5, 6, -1, -1]] * 8 and widths.tolist() == [30] * 8


def test_the_oldest_make_room_and_leave_nothing_behind():
    shelf = Shelf(SIZES, 2)
    for grey, width in ((1, 40), (2, 30), (3, 20)):
        shelf.add(strip(width, grey), np.full(width // 10, grey))
    board = shelf.boards[0]
    assert len(board) == 2 and board.added == 3
    assert sorted(board.strips[:, 0, 0].tolist()) == [2, 3]
    newest = int(np.flatnonzero(board.widths == 20)[0])
    assert (board.strips[newest, :, 20:] == 255).all() and board.classes[newest].tolist() == [3, 3, -1, -1]


def test_all_strips_are_drawn_about_as_often():
    shelf = Shelf(SIZES, 100)
    for _ in range(40):
        shelf.add(strip(20, 1), np.array([1]))
    for _ in range(10):
        shelf.add(strip(70, 1), np.array([1]))
    rng = np.random.default_rng(0)
    drawn = [shelf.boards[shelf.choose(rng)].size.batch for _ in range(4000)]
    wide, narrow = drawn.count(2) * 2 / 10, drawn.count(8) * 8 / 40
    assert narrow == pytest.approx(wide, rel=0.1)
