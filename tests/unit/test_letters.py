"""Letters beyond ASCII: how they are labelled, drawn and learned."""

import numpy as np
import pytest

from training.links.accents import EVERY, accented
from training.reader import lines
from training.reader.charset import ALL, CHARACTERS, CLASSES, LETTERS, OTHER, narrowed, to_classes, to_text


def test_each_letter_has_a_class_of_its_own_behind_those_of_the_quick_reader():
    assert ALL == CHARACTERS + LETTERS and len(set(ALL)) == len(ALL)
    assert to_text(to_classes("gemüsekönig łódź")) == "gemüsekönig łódź"


@pytest.mark.parametrize("text, read", [("ÉCOLE Ł", "éCOLE ł"), ("ș Ț", "ş ț"), ("ẞ", "ß"), ("пß…", OTHER + "ß..."), ("İ", OTHER)])
def test_capitals_and_twins_are_one_class_and_what_has_none_is_other(text, read):
    assert to_text(to_classes(text)) == read


def test_a_reader_that_does_not_tell_letters_apart_learns_other():
    classes = np.array([*to_classes("aé–я"), -1])
    assert to_text(narrowed(classes, len(CHARACTERS) + 1)[:-1]) == f"a{OTHER}-{OTHER}" == to_text(to_classes("aé–я", CHARACTERS))
    assert narrowed(classes, len(ALL) + 1).tolist() == classes.tolist()


@pytest.mark.parametrize("seed", range(30))
def test_accents_leave_every_letter_in_its_place_and_the_parts_of_a_host_that_are_always_ascii(seed):
    text = "see https://www.Some-host.co.uk/path or info@other.com."
    made = accented(np.random.default_rng(seed), text)
    assert len(made) == len(text)
    assert all(there == here or (not there.isascii() and here.isalpha()) for there, here in zip(made, text))
    assert "https://www." in made and ".co.uk/" in made and "other.com."[-5:] in made


def test_accents_are_letters_that_the_careful_reader_tells_apart_and_all_of_them_come():
    made = "".join(accented(np.random.default_rng(seed), "thequickbrownfoxjumpsoverlazydogs") for seed in range(3000))
    assert {char for char in made if not char.isascii()} == set(EVERY) == set(LETTERS)


def test_a_line_with_accents_still_says_where_its_link_is():
    rng = np.random.default_rng(2)
    for _ in range(50):
        kind, link, text, first = lines.with_accents(rng, lines.link_line(rng, ["some", "words"]))
        assert text[first:first + len(link)] == link


@pytest.fixture(scope="module")
def narrow():
    import keras

    from tests.unit.test_detector_model import unsettled
    from training.reader import model

    keras.utils.set_random_seed(1)
    return unsettled(model.build(model.CAREFUL_ASCII))


def strips(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A batch as ``dataset.batch`` makes it: of noise, labelled with letters of ASCII and beyond."""
    rng = np.random.default_rng(3)
    pictures = rng.integers(0, 256, (count, 32, 64, 1), dtype=np.uint8)
    return pictures, np.array([to_classes("aé")] * count, np.int32), np.full(count, 64, np.int32)


def test_a_widened_reader_reads_as_before_and_other_is_any_letter_alike(narrow):
    from training.reader.letters import widened
    from training.reader.train import shared

    picture = strips(1)[0].astype(np.float32)
    before, now = np.asarray(narrow(picture, training=False)), widened(narrow)(picture, training=False)
    powers = np.exp(before - before.max(-1, keepdims=True))
    assert np.asarray(shared(now, before.shape[-1])) == pytest.approx(powers / powers.sum(-1, keepdims=True), abs=1e-5)
    letters = np.asarray(now)[..., CHARACTERS.index(OTHER):-1]
    assert np.ptp(letters, -1).max() < 1e-4


def learned(narrow, layer: str, before, model, count: int) -> list[float]:
    """The losses of so many steps on strips that are the same each time."""
    from training.reader import letters

    kinds = letters.Strips(), letters.Strips()
    for kind in kinds:
        kind.add(*strips(4))
        kind.see(before, layer)
    stream = letters.batches(np.random.default_rng(0), *kinds, 4)
    step = letters.make_step(model, layer, before.output_shape[-1], 2e-3, letters.WARM_UP)
    return [float(step(*next(stream))[0]) for _ in range(count)]


def test_it_learns_letters_and_what_comes_first_stays_as_it_is(narrow):
    from training.reader import letters

    model = letters.widened(narrow)
    layers = [model.get_layer(name) for name in ("r4_d_pointwise", "r1_pointwise")]
    before = [layer.get_weights()[0].copy() for layer in layers]
    losses = learned(narrow, letters.FIRST, narrow, model, 15)
    assert losses[-1] < 0.7 * losses[0]
    assert [(layer.get_weights()[0] == kernel).all() for layer, kernel in zip(layers, before)] == [True, False]


def test_half_the_way_back_the_new_classes_learn_alone(narrow):
    from training.reader import letters

    model, start = letters.widened(narrow), letters.widened(narrow)
    for variable in model.trainable_variables:
        variable.assign(variable + 0.02)
    letters.midway(model, narrow)
    pointwise, kernels = "t_g_pointwise", [one.get_layer("logits").get_weights()[0] for one in (start, model)]
    assert model.get_layer(pointwise).get_weights()[0] - start.get_layer(pointwise).get_weights()[0] == pytest.approx(0.01, abs=1e-4)
    off = (kernels[1] - kernels[0]).mean((0, 1, 2))
    new = np.arange(len(off)) >= CHARACTERS.index(OTHER)
    new[-1] = False
    assert off[new] == pytest.approx(0.02, abs=1e-4) and off[~new] == pytest.approx(0.01, abs=1e-4)
    model = letters.widened(narrow)
    before = model.get_layer("logits").get_weights()[0]
    losses = learned(narrow, letters.LAST, model, model, 15)
    after = model.get_layer("logits").get_weights()[0]
    assert losses[-1] < losses[0]
    assert (after[..., ~new] == before[..., ~new]).all() and (after[..., new] != before[..., new]).any()


def test_hosts_that_benchmarks_print_are_not_learned_from():
    from training.reader.letters import Strips

    pictures, _, widths = strips(2)
    classes = np.full((2, 12), -1, np.int32)
    for row, text in zip(classes, ("bücher.de", "bäcker.de")):
        row[:len(text)] = to_classes(text)
    kept = Strips()
    kept.add(pictures, classes, widths)
    assert [to_text(label) for label in kept.classes] == ["bäcker.de"]
