"""Fitting a reader's confidence: on made judgements whose truth is known."""

import numpy as np
import pytest
from PIL import Image

from training.reader import calibrate
from training.reader.confidence import calibrated


@pytest.fixture(scope="module")
def judged():
    """A reader that says 90 % where half is right: rightness follows the square of what it claims."""
    rng = np.random.default_rng(4)
    claims = 1 - rng.random(6000) ** 3
    return [(float(claim), bool(rng.random() < claim**6)) for claim in claims]


def test_the_curve_rises_and_tells_the_share_that_is_right(judged):
    curve = calibrate.fit_curve(judged)
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in zip(curve, curve[1:]))
    for claim in (0.6, 0.8, 0.95):
        assert calibrated(claim, curve) == pytest.approx(claim**6, abs=0.1)


def test_few_judgements_give_no_certainty():
    curve = calibrate.fit_curve([(0.999, True)] * 5)
    assert calibrated(0.999, curve) < 0.95


def test_of_the_sure_ones_nearly_all_are_right(judged):
    curve = calibrate.fit_curve(judged)
    sure = calibrate.sure_from(judged, curve)
    chosen = [right for product, right in judged if calibrated(product, curve) >= sure]
    assert 0 < sure < 1 and len(chosen) > 20
    assert np.mean(chosen) >= 0.99


def test_a_reader_that_is_never_right_enough_is_never_sure():
    judged = [(0.9, True)] * 50 + [(0.9, False)] * 50
    assert calibrate.sure_from(judged, calibrate.fit_curve(judged)) == 1.0


def test_reliability_compares_like_with_like(judged, tmp_path):
    rows = calibrate.reliability(judged, calibrate.fit_curve(judged))
    assert sum(count for *_, count in rows) == len(judged)
    assert all(abs(confidence - share) < 0.1 for confidence, share, _ in rows)
    calibrate.draw(rows, tmp_path / "plot.png")
    assert Image.open(tmp_path / "plot.png").size == (480, 480)


def test_the_true_texts_choose_the_temperature():
    """Logits twice too sharp: a temperature near two makes the truth likeliest."""
    from training.reader.charset import CLASSES

    rng = np.random.default_rng(0)
    seen = []
    for _ in range(40):
        logits = rng.normal(0, 1.5, (6, CLASSES)).astype(np.float32)
        shares = np.exp(logits[2]) / np.exp(logits[2]).sum()
        logits[:, -1] += 12  # nothing anywhere …
        logits[2, -1] -= 30  # … but in one place, where the truth is drawn as the logits say
        seen.append(calibrate.Seen(2 * logits, np.array([rng.choice(CLASSES - 1, p=shares[:-1] / shares[:-1].sum())])))
    assert calibrate.best_temperature(seen) >= 1.5


@pytest.mark.parametrize("before, after, judged", [(6, 20, True), (1, 20, False), (6, 4, False)])
def test_a_link_that_the_strip_may_cut_is_not_judged(before, after, judged):
    """Letters every second step, with so much paper before and after them."""
    from training.reader.charset import BLANK, CLASSES, to_classes

    classes = to_classes("https://example.org/a")
    steps = [BLANK] * before + [c for label in classes for c in (label, BLANK)] + [BLANK] * after
    logits = np.full((len(steps), CLASSES), -8, np.float32)
    logits[np.arange(len(steps)), steps] = 8
    one = calibrate.judge_one(calibrate.Seen(logits, np.array(classes)), 1.0)
    assert (one is not None) == judged
    assert one is None or (one[0] > 0.9 and one[1])
