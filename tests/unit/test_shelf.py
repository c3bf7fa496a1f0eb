"""Strips and proofs kept by width, to be drawn again."""

import numpy as np
import pytest

from training.reader.dataset import HEIGHT
from training.reader.proofs import FINE, ROWS
from training.reader.shelf import Shelf, Size

SIZES = [Size(40, 4, 8, 2), Size(80, 9, 2, 1)]


def strip(width: int, grey: int) -> np.ndarray:
    return np.full((HEIGHT, width), grey, np.uint8)


def proof(width: int, grey: int) -> np.ndarray:
    return np.full((ROWS, int(FINE * width)), grey, np.uint8)


def test_a_strip_lies_on_the_first_board_it_fits_on_by_width_and_by_characters():
    shelf = Shelf(SIZES, 10)
    for width, characters in ((40, 4), (41, 4), (20, 5), (81, 1), (20, 10)):
        shelf.add(shelf.strips, strip(width, 7), np.arange(characters), width)
    assert [len(board) for board in shelf.strips] == [1, 2], "two fit nowhere"
    assert [len(board) for board in shelf.proofs] == [0, 0] and shelf.least() == 0


def test_a_batch_holds_proofs_then_strips_padded_with_paper_and_nothing():
    shelf = Shelf(SIZES, 10)
    shelf.add(shelf.proofs, proof(20, 9), [1, 2, 3], 20)
    shelf.add(shelf.strips, strip(30, 7), [5, 6], 30)
    batch = shelf.draw(np.random.default_rng(0), 0)
    assert batch.proofs.shape == (8, ROWS, 60)
    assert (batch.proofs[:, :, :30] == 9).all() and (batch.proofs[:, :, 30:] == 255).all()
    assert batch.strips.shape == (2, HEIGHT, 40)
    assert (batch.strips[:, :, :30] == 7).all() and (batch.strips[:, :, 30:] == 255).all()
    assert batch.classes.tolist() == [[1, 2, 3, -1]] * 8 + [[5, 6, -1, -1]] * 2
    assert batch.widths.tolist() == [20] * 8 + [30] * 2


def test_the_shapes_for_compiling_are_those_of_a_batch():
    shelf = Shelf(SIZES, 10)
    for board in range(2):
        shelf.add([shelf.proofs[board]] * 2, proof(20, 9), [1], 20)
        shelf.add([shelf.strips[board]] * 2, strip(20, 9), [1], 20)
        batch = shelf.draw(np.random.default_rng(0), board)
        assert [(array.shape, array.dtype) for array in batch] == [(s.shape, s.dtype) for s in SIZES[board].shapes()]


def test_the_oldest_make_room_and_leave_nothing_behind():
    shelf = Shelf(SIZES, 2)
    for grey, width in ((1, 40), (2, 30), (3, 20)):
        shelf.add(shelf.strips, strip(width, grey), np.full(width // 10, grey), width)
    board = shelf.strips[0]
    assert len(board) == 2 and board.added == 3
    assert sorted(board.pictures[:, 0, 0].tolist()) == [2, 3]
    newest = int(np.flatnonzero(board.widths == 20)[0])
    assert (board.pictures[newest, :, 20:] == 255).all() and board.classes[newest].tolist() == [3, 3, -1, -1]


def test_all_proofs_are_drawn_about_as_often():
    shelf = Shelf(SIZES, 100)
    for width, count in ((20, 40), (70, 10)):
        for _ in range(count):
            shelf.add(shelf.proofs, proof(width, 1), [1], width)
    rng = np.random.default_rng(0)
    drawn = [shelf.choose(rng) for _ in range(4000)]
    narrow, wide = drawn.count(0) * SIZES[0].proofs / 40, drawn.count(1) * SIZES[1].proofs / 10
    assert narrow == pytest.approx(wide, rel=0.1)
