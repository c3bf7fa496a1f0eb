"""Link texts for training: the same for a seed, of every kind, with every character that a link can have."""

from __future__ import annotations

import collections
import string
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from training.links.generate import KINDS, hard_negative, random_link
from training.links.generate.hosts import public_suffixes


def links(seed: int, count: int, **options):
    rng = np.random.default_rng(seed)
    return [random_link(rng, **options) for _ in range(count)]


def test_a_seed_makes_the_same_links():
    assert links(1, 100) == links(1, 100) != links(2, 100)


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind):
    starts = {"https": "https://", "http": "http://", "www": "www.", "ftp": "ftp://"}
    for link in links(3, 200, kind=kind):
        assert link.kind == kind
        assert link.text.lower().startswith(starts.get(kind, ""))
        assert " " not in link.text


def test_an_unknown_kind_is_an_error():
    with pytest.raises(ValueError, match="gopher"):
        random_link(np.random.default_rng(0), "gopher")


def test_kinds_come_unasked():
    assert {link.kind for link in links(4, 500)} == set(KINDS)


def test_every_character_comes_often_enough_to_be_learnt():
    count = collections.Counter("".join(link.text for link in links(5, 4000)))
    letters = string.ascii_letters + string.digits + "-._~:/?#[]@!$&'()*+,;=%"
    assert {letter: count[letter] for letter in letters if count[letter] < 20} == {}


def test_hundreds_of_suffixes():
    hosts = [link.text.split("/")[2].split(":")[0].lower() for link in links(6, 6000, kind="https")]
    assert len({host.rsplit(".", 1)[-1] for host in hosts}) > 200
    assert sum(host.endswith(".com") for host in hosts) > 0.15 * len(hosts)
    assert len(public_suffixes()) > 2000


def test_ascii_only():
    assert all(link.text.isascii() for link in links(7, 1500, ascii_only=True))
    assert not all(link.text.isascii() for link in links(7, 1500))


def test_breaks_leave_the_slashes_together_and_something_on_both_lines():
    for link in links(8, 500):
        assert list(link.break_points) == sorted(set(link.break_points))
        for at in link.break_points:
            assert 2 <= at <= len(link.text) - 2
            assert not (link.text[at - 1] == "/" and link.text[at] == "/")
        for at in link.hyphen_points:
            assert link.text[at - 1].isalpha() and link.text[at].isalpha()
    assert any(link.text[:at] == "http:" for link in links(8, 500, kind="http") for at in link.break_points)


def test_hard_negatives_differ():
    rng = np.random.default_rng(9)
    assert len({hard_negative(rng) for _ in range(500)}) > 400


def test_command_line():
    root = Path(__file__).resolve().parents[2]
    shown = subprocess.run([sys.executable, "-m", "training.links.generate", "--show", "8", "--kind", "doi"], cwd=root,
                           capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(shown) == 13 and all(line.startswith("doi") for line in shown[:8])
