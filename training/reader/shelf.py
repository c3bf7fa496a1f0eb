"""Strips and proofs kept by width, so that a batch of like widths can be drawn, more than once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from training.reader.dataset import HEIGHT
from training.reader.proofs import FINE, ROWS


class Batch(NamedTuple):
    """The strips that proofs become, then those that are strips already; white to the right of narrower ones."""

    proofs: np.ndarray  # uint8 [proofs, ROWS, FINE * width]
    strips: np.ndarray  # uint8 [strips, HEIGHT, width]
    classes: np.ndarray  # int32 [proofs + strips, characters], -1 after the last
    widths: np.ndarray  # int32 [proofs + strips], px of strip


@dataclass(frozen=True)
class Size:
    """Of strips that are kept and drawn together."""

    width: int  # px of strip at most
    characters: int  # at most
    proofs: int  # in a batch
    strips: int  # in a batch

    def shapes(self) -> Batch:
        """Of a batch, for compiling."""
        from jax import ShapeDtypeStruct

        both = self.proofs + self.strips
        return Batch(ShapeDtypeStruct((self.proofs, ROWS, int(FINE * self.width)), np.uint8),
                     ShapeDtypeStruct((self.strips, HEIGHT, self.width), np.uint8),
                     ShapeDtypeStruct((both, self.characters), np.int32), ShapeDtypeStruct((both,), np.int32))


class Board:
    """The latest pictures of one kind and width; the oldest make room for new ones."""

    def __init__(self, rows: int, columns: int, characters: int, room: int):
        self.pictures = np.empty((room, rows, columns), np.uint8)
        self.classes = np.empty((room, characters), np.int32)
        self.widths = np.zeros(room, np.int32)
        self.added = 0  # ever

    def __len__(self) -> int:
        return min(self.added, len(self.widths))

    def add(self, picture: np.ndarray, classes: list[int] | np.ndarray, width: int) -> None:
        """Takes in a picture, uint8 [rows, columns at most], its classes and its px of strip."""
        place = self.added % len(self.widths)
        self.pictures[place] = 255
        self.pictures[place, :, :picture.shape[1]] = picture
        self.classes[place] = -1
        self.classes[place, :len(classes)] = classes
        self.widths[place] = width
        self.added += 1

    def draw(self, rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(pictures, classes, widths) of some, each as likely as another."""
        chosen = rng.integers(len(self), size=count)
        return self.pictures[chosen], self.classes[chosen], self.widths[chosen]


class Shelf:
    """Boards for several sizes, the narrowest first."""

    def __init__(self, sizes: list[Size], room: int):
        self.sizes = sizes
        self.proofs = [Board(ROWS, int(FINE * size.width), size.characters, room) for size in sizes]
        self.strips = [Board(HEIGHT, size.width, size.characters, room) for size in sizes]

    def __len__(self) -> int:
        return sum(map(len, self.proofs))

    def least(self) -> int:
        """How many are on the emptiest board."""
        return min(map(len, self.proofs + self.strips))

    def add(self, boards: list[Board], picture: np.ndarray, classes: list[int] | np.ndarray, width: int) -> None:
        """Takes in a picture on the first of ``proofs`` or ``strips`` that it fits on; one that fits on none is left out."""
        for size, board in zip(self.sizes, boards):
            if width <= size.width and len(classes) <= size.characters:
                return board.add(picture, classes, width)

    def choose(self, rng: np.random.Generator) -> int:
        """Number of a size, so that all proofs are drawn about equally often."""
        turns = np.array([len(board) / size.proofs for size, board in zip(self.sizes, self.proofs)])
        return int(rng.choice(len(turns), p=turns / turns.sum()))

    def draw(self, rng: np.random.Generator, number: int) -> Batch:
        """A batch of a size."""
        size = self.sizes[number]
        proofs, *of_proofs = self.proofs[number].draw(rng, size.proofs)
        strips, *of_strips = self.strips[number].draw(rng, size.strips)
        classes, widths = (np.concatenate(pair) for pair in zip(of_proofs, of_strips))
        return Batch(proofs, strips, classes, widths)
