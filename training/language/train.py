"""Trains the language model: a few minutes on one core.

    python -m training.language.texts
    python -m training.language.train --out runs/language/last.weights.h5
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import keras
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from training.language.model import CONTEXT, build, log_probabilities, padded
from training.language.texts import FOLDER, Writer, load
from training.reader.charset import CHARACTERS, to_classes

LONGEST = 80  # characters of a line
HELD_OUT = 2000  # lines, of another seed
DECAY = 1e-4


def batches(writer: Writer, count: int) -> Iterator[np.ndarray]:
    """Lines without end, int32 [count, CONTEXT + length], see ``padded``."""
    while True:
        yield padded([to_classes(writer.line(), CHARACTERS)[:LONGEST] for _ in range(count)])


def make_step(model: keras.Model, adam: keras.optimizers.Optimizer):
    """One training step as a graph."""
    @tf.function(reduce_retracing=True, input_signature=[tf.TensorSpec((None, None), tf.int32)])
    def step(rows):
        with tf.GradientTape() as tape:
            logits = model(tf.maximum(rows[:, :-1], 0), training=True)
            wanted = rows[:, CONTEXT:]
            asked = tf.cast(wanted >= 0, tf.float32)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(wanted, 0), logits)
            loss = tf.reduce_sum(losses * asked) / tf.reduce_sum(asked)
        adam.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss
    return step


def bits(model: keras.Model, texts: list[list[int]]) -> float:
    """Mean bits a character."""
    return float(-np.concatenate(log_probabilities(model, texts)).mean() / np.log(2))


@click.command()
@click.option("--texts", "folder", type=click.Path(path_type=Path, exists=True), default=FOLDER, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default="runs/language/last.weights.h5", show_default=True)
@click.option("--steps", default=6000, show_default=True)
@click.option("--batch", default=128, show_default=True, help="Lines.")
@click.option("--rate", default=3e-3, show_default=True)
def main(folder: Path, out: Path, steps: int, batch: int, rate: float) -> None:
    """Train the language model."""
    texts = load(folder)
    apart = Writer(texts, seed=1)
    unseen = [to_classes(apart.line(), CHARACTERS)[:LONGEST] for _ in range(HELD_OUT)]
    lines = batches(Writer(texts, seed=0), batch)
    model = build()
    adam = keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(rate, steps, alpha=0.01), weight_decay=DECAY)
    step = make_step(model, adam)
    bar = tqdm(range(steps), mininterval=10)
    for number in bar:
        step(tf.constant(next(lines)))
        if number % 500 == 499:
            bar.set_postfix(bits=f"{bits(model, unseen):.3f}", refresh=False)
    out.parent.mkdir(parents=True, exist_ok=True)
    model.save_weights(out)
    print(f"{bits(model, unseen):.3f} bits a character on {HELD_OUT} lines")


if __name__ == "__main__":
    main()
