"""The language model: its texts, its training, its export."""

import json

import numpy as np
import pytest

from model_export.language import export as language
from training.language.model import CONTEXT, build, log_probabilities, padded
from training.language.texts import Texts, Writer
from training.links.parse import find_link
from training.reader.charset import CHARACTERS, to_classes

SOME = Texts([["river", "stone", "mill"], ["wiese", "berg"]], [2.0, 1.0], ["libriver-dev"], [".org", ".de"], ["https://example.org/"])


def test_the_same_seed_writes_the_same_lines_and_another_does_not():
    lines = [[Writer(SOME, seed).line() for _ in range(20)] for seed in (1, 1, 2)]
    assert lines[0] == lines[1] != lines[2]


def test_lines_hold_links():
    writer = Writer(SOME, 0)
    links = [writer.link() for _ in range(200)]
    assert sum(find_link(link) is not None for link in links) > 180
    assert all(link.isascii() and " " not in link for link in links)


def test_a_text_s_first_characters_are_told_from_what_stands_before_a_text():
    rows = padded([[1, 2], [3]])
    assert rows.shape == (2, CONTEXT + 2)
    assert list(rows[:, CONTEXT:].ravel()) == [1, 2, 3, -1] and set(rows[:, :CONTEXT].ravel()) == {to_classes(" ")[0]}


def test_probabilities_of_what_may_follow_add_up_to_one_and_do_not_depend_on_what_follows():
    model = build()
    every = [[5, 7, last] for last in range(model.output_shape[-1])]
    found = log_probabilities(model, every)
    assert np.exp([row[2] for row in found]).sum() == pytest.approx(1, abs=1e-4)
    assert len({round(float(row[1]), 5) for row in found}) == 1


def test_what_is_exported_is_within_a_byte_s_rounding_of_what_was_trained(tmp_path):
    model = build()
    model.save_weights(tmp_path / "some.weights.h5")
    size = language.export(tmp_path / "some.weights.h5", tmp_path)
    assert (tmp_path / "web/language.bin").stat().st_size == size == model.count_params()
    rows = json.loads((tmp_path / "language.json").read_text())["tensors"]
    for values, found, row in zip(model.get_weights(), language.load(tmp_path).get_weights(), rows):
        assert np.abs(values - found).max() <= row["scale"] / 2 + 1e-7


def test_the_committed_model_knows_what_links_are_made_of():
    texts = ["https://www.update.org.au", "https://www.updatc.org.au", "worldindex.com", "woridindex.com"]
    update, updatc, world, worid = (row.sum() for row in log_probabilities(language.load(), [to_classes(text, CHARACTERS) for text in texts]))
    assert update > updatc + 2 and world > worid + 1
