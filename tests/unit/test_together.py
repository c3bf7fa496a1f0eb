"""Training both readers at once with JAX: the same network, the same optimiser, and losses that fall."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import bootstrap
from training.reader.train_gpu import COMMITTED, HIGHEST, plan_at


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("jax") / "made.json"
    done = subprocess.run([sys.executable, "-m", "tests.unit.train_with_jax", str(out)], cwd=bootstrap.ROOT, text=True,
                          env={**os.environ, "KERAS_BACKEND": "jax"}, capture_output=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(out.read_text())


def test_jax_sees_what_tensorflow_sees(made):
    from training.reader.model import load

    strips = np.asarray(made["strips"], np.float32)
    expected = np.asarray(load(COMMITTED)(strips[..., None], training=False))
    assert np.asarray(made["logits"]) == pytest.approx(expected, abs=1e-3)


def test_all_kernels_at_once_move_as_each_alone_would(made):
    apart, moved = made["moved"]
    assert apart < 0.02 * moved


def test_both_learn(made):
    first, last = np.mean(made["losses"][:3], 0), np.mean(made["losses"][-3:], 0)
    assert (last[:2] < 0.5 * first[:2]).all()


def test_a_step_photographs_proofs_and_learns_from_them_and_strips(made):
    assert len(made["stepped"]) == 4 and np.isfinite(made["stepped"]).all() and min(made["stepped"][:2]) > 0


def test_who_sees_the_same_has_nothing_to_learn_and_padding_teaches_nothing(made):
    alike, other, padded = made["divergence"]
    assert alike == pytest.approx(0, abs=1e-5) and other > 0.1 and padded < 0.6 * other


def test_altered_strips_stay_strips_and_a_share_stays_as_it_was(made):
    least, most, same = made["altered"]
    assert 0 <= least <= most <= 255 and 0.3 < same < 0.7


def test_rates_rise_fall_and_end_at_nothing():
    parts = np.linspace(0, 1, 101)
    plans = [plan_at(part) for part in parts]
    rates = [plan["careful_rate"] for plan in plans]
    assert rates[0] == rates[-1] == 0.0 and 0.9 * HIGHEST < max(rates) <= HIGHEST
    assert np.argmax(rates) < 10 and all(a >= b for a, b in zip(rates[5:], rates[6:]))


def test_first_the_careful_one_listens_then_the_quick_one_and_real_strips_come_last():
    early, late = plan_at(0.02), plan_at(0.95)
    assert early["careful_listens"] > 0 == early["quick_listens"] and late["careful_listens"] == 0 < late["quick_listens"]
    assert early["altered"] > 0 == late["altered"]
