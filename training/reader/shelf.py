"""Strips kept by width, so that a batch of like widths can be drawn, more than once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.reader.dataset import HEIGHT


@dataclass(frozen=True)
class Size:
    """Of the strips on one board."""

    width: int  # px at most
    characters: int  # at most
    batch: int  # strips

    def shapes(self) -> tuple:
        """Of a batch, for compiling: as ``Board.draw`` returns it."""
        from jax import ShapeDtypeStruct

        return (ShapeDtypeStruct((self.batch, HEIGHT, self.width), np.uint8),
                ShapeDtypeStruct((self.batch, self.characters), np.int32), ShapeDtypeStruct((self.batch,), np.int32))


class Board:
    """The latest strips up to one width; the oldest make room for new ones."""

    def __init__(self, size: Size, room: int):
        self.size = size
        self.strips = np.full((room, HEIGHT, size.width), 255, np.uint8)
        self.classes = np.full((room, size.characters), -1, np.int32)
        self.widths = np.zeros(room, np.int32)
        self.added = 0  # ever

    def __len__(self) -> int:
        return min(self.added, len(self.widths))

    def add(self, strip: np.ndarray, classes: np.ndarray) -> None:
        """Takes in one strip, uint8 [HEIGHT, width], and its classes."""
        place = self.added % len(self.widths)
        self.strips[place] = 255
        self.strips[place, :, :strip.shape[1]] = strip
        self.classes[place] = -1
        self.classes[place, :len(classes)] = classes
        self.widths[place] = strip.shape[1]
        self.added += 1

    def draw(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """A batch: uint8 [batch, HEIGHT, width], int32 [batch, characters], -1 after the last, int32 [batch] px."""
        chosen = rng.integers(len(self), size=self.size.batch)
        return self.strips[chosen], self.classes[chosen], self.widths[chosen]


class Shelf:
    """Boards for several widths, the narrowest first."""

    def __init__(self, sizes: list[Size], room: int):
        self.boards = [Board(size, room) for size in sizes]

    def __len__(self) -> int:
        return sum(map(len, self.boards))

    def add(self, strip: np.ndarray, classes: np.ndarray) -> None:
        """Takes in a strip on the first board that it fits on; one that fits on none is left out."""
        for board in self.boards:
            if strip.shape[1] <= board.size.width and len(classes) <= board.size.characters:
                return board.add(strip, classes)

    def choose(self, rng: np.random.Generator) -> int:
        """Number of a board, so that all strips are drawn about equally often."""
        turns = np.array([len(board) / board.size.batch for board in self.boards])
        return int(rng.choice(len(turns), p=turns / turns.sum()))
