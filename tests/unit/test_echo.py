"""Data echoing: every batch comes as often as asked for, and not twice in a row."""

from collections import Counter
from itertools import islice

import pytest

from training.echo import HELD, echo


@pytest.mark.parametrize("times", [1, 2, 3])
def test_every_batch_comes_so_often(times):
    # What is held back at the end has not had all its uses yet.
    shown = Counter(islice(echo(iter(range(10_000)), times), 3000))
    assert set(shown.values()) <= set(range(1, times + 1))
    missing = sum(times - count for count in shown.values())
    assert missing <= (times - 1) * (HELD + times)


def test_once_is_the_stream_itself():
    assert list(echo(iter(range(100)), 1)) == list(range(100))


def test_the_same_batch_does_not_come_twice_in_a_row():
    shown = list(islice(echo(iter(range(10_000)), 2), 3000))
    assert sum(a == b for a, b in zip(shown, shown[1:])) < 0.03 * len(shown)


def test_a_finite_stream_ends():
    assert len(list(echo(iter(range(5)), 2))) == 5
