"""Trains the reader.

    python -m training.reader.train --run runs/reader

Started again with the same ``--run``, it goes on where it stopped; ``--start``
goes out from the weights of another run, or the committed ones. CTC is given
the true length of every strip: with the padded one it would learn to hold its
last character through the padding.

With ``--average`` the rate stays where it is after its warm-up, and what counts is the mean
of the weights along the way: where training itself gains no more, that mean still does.

With ``--teacher`` it also learns what those readers together see in every time step: more is
told by it than by the text alone. They must have learned from one another, so that they see letters at the same steps.
"""

from __future__ import annotations

import csv
import time
from pathlib import Path

import click
import keras
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from training.average import Average
from training.echo import echo
from training.muon import ConvolutionMuon
from training.reader import dataset
from training.reader.charset import narrowed, to_text
from training.reader.model import CAREFUL, QUICK, build, greedy, load, shape_of

TEMPERATURE = 1.25  # of teachers: on strips that they have not seen they are less sure than they think
SAVE_EVERY = 250  # steps
CHECK_EVERY = 250
SHAPES = {"quick": QUICK, "careful": CAREFUL}
AVERAGE_EVERY, AVERAGE_AFTER = 25, 300  # steps: how often weights are added to the mean, and from when on


def optimizer(steps: int, rate: float, least: float = 0.01) -> keras.optimizers.Optimizer:
    """Muon along a warm-up and a cosine down to this part of the highest rate."""
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 20, max(1, steps - 300), alpha=least, warmup_target=rate, warmup_steps=300)
    return ConvolutionMuon(schedule, outputs=["logits"])


def shared(logits: tf.Tensor, count: int) -> tf.Tensor:
    """Probabilities [..., count] of the classes of a reader that tells no more apart (``charset.narrowed``)."""
    known = tf.nn.softmax(logits)
    return tf.concat([known[..., :count - 2], tf.reduce_sum(known[..., count - 2:-1], -1, keepdims=True), known[..., -1:]], -1)


def divergence(teachers: list[keras.Model], strips: tf.Tensor, logits: tf.Tensor, widths: tf.Tensor) -> tf.Tensor:
    """Kullback-Leibler divergence from the teachers' mean, summed over the steps of each strip; float32 [batch].

    In the classes that all of them tell apart.
    """
    count = min(logits.shape[-1], *(teacher.output_shape[-1] for teacher in teachers))
    told = tf.add_n([shared(teacher(strips, training=False)[:, 0] / TEMPERATURE, count) for teacher in teachers])
    told /= len(teachers)
    seen = tf.sequence_mask(widths // dataset.STEP, tf.shape(logits)[1], tf.float32)
    lost = tf.reduce_sum(told * (tf.math.log(told + 1e-9) - tf.math.log(shared(logits, count) + 1e-9)), -1)
    return tf.reduce_sum(lost * seen, -1)


def make_step(model: keras.Model, adam: keras.optimizers.Optimizer, teachers: list[keras.Model] = []):
    """One training step as a graph; strips come in many widths, so their shape stays open."""
    count = model.output_shape[-1]

    @tf.function(reduce_retracing=True, input_signature=[
        tf.TensorSpec((None, dataset.HEIGHT, None, 1), tf.uint8),
        tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None,), tf.int32)])
    def step(strips, classes, widths):
        with tf.GradientTape() as tape:
            logits = model(tf.cast(strips, tf.float32), training=True)[:, 0]
            places = tf.where(classes >= 0)
            classes = tf.minimum(classes, count - 2)  # charset.narrowed
            # Sparse labels take the native operation; dense ones a loop in Python, five times slower.
            labels = tf.SparseTensor(places, tf.gather_nd(classes, places), tf.shape(classes, tf.int64))
            losses = tf.nn.ctc_loss(labels, logits, None, widths // dataset.STEP,
                                    logits_time_major=False, blank_index=count - 1)
            lengths = tf.reduce_sum(tf.cast(classes >= 0, tf.int32), -1)
            # By character, so that long strips do not outweigh short ones.
            by_character = lambda losses: tf.reduce_mean(losses / tf.cast(tf.maximum(lengths, 1), tf.float32))  # noqa: E731
            loss = total = by_character(losses)
            if teachers:
                total += by_character(divergence(teachers, tf.cast(strips, tf.float32), logits, widths))
        gradients = tape.gradient(total, model.trainable_variables)
        adam.apply(gradients, model.trainable_variables)
        return loss
    return step


def exact(model: keras.Model, batches: list[tuple]) -> float:
    """Share of strips that are read without an error, best path."""
    hits, count = [], shape_of(model).classes
    for strips, classes, widths in batches:
        logits = np.asarray(model(strips.astype(np.float32), training=False))[:, 0]
        for row, label, width in zip(logits, classes, widths):
            read, _ = greedy(row[: width // dataset.STEP])
            hits.append(to_text(read).strip() == to_text(narrowed(label[label >= 0], count)).strip())
    return float(np.mean(hits))


@click.command()
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/train", "data/pages/designed/train"), show_default=True)
@click.option("--held-out", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/test", "data/pages/designed/test"), show_default=True,
              help="Pages to measure on.")
@click.option("--font-folder", type=click.Path(path_type=Path), default="data/fonts", show_default=True)
@click.option("--run", type=click.Path(path_type=Path), default="runs/reader", show_default=True)
@click.option("--start", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Weights (.weights.h5) to start from.")
@click.option("--teacher", "teachers", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Weights of a reader to learn from, too.")
@click.option("--shape", type=click.Choice(list(SHAPES)), default="quick", show_default=True)
@click.option("--echoes", default=dataset.ECHOES, show_default=True, help="How often a strip is used.")
@click.option("--steps", default=6000, show_default=True)
@click.option("--batch", default=32, show_default=True)
@click.option("--rate", default=3e-3, show_default=True, help="Highest learning rate.")
@click.option("--processes", default=1, show_default=True)
@click.option("--average", is_flag=True, help="Keep the rate high, and the mean of the weights.")
@click.option("--first", default=None, type=int,
              help="Number of the first batch: goes on from other weights with strips that they have not seen.")
def main(folders: tuple[Path, ...], held_out: tuple[Path, ...], font_folder: Path, run: Path, start: Path | None,
         teachers: tuple[Path, ...], shape: str, echoes: int, steps: int, batch: int, rate: float, processes: int, average: bool, first: int | None) -> None:
    """Train the reader, or go on training it."""
    run.mkdir(parents=True, exist_ok=True)
    model, adam = build(SHAPES[shape]), optimizer(steps, rate, 1.0 if average else 0.01)
    if start:
        model.load_weights(start)
    adam.build(model.trainable_variables)
    mean = Average(model)
    result = mean.mean if average else model
    checkpoint = tf.train.Checkpoint(model=model, adam=adam, mean=mean.mean, count=mean.count)
    manager = tf.train.CheckpointManager(checkpoint, str(run / "checkpoints"), max_to_keep=2)
    checkpoint.restore(manager.latest_checkpoint)
    done = int(adam.iterations)
    writer = tf.summary.create_file_writer(str(run / "logs"))
    step = make_step(model, adam, list(map(load, teachers)))
    if first is None:
        first = dataset.EASY_BATCHES if start else 0
    stream = echo(dataset.batches(list(folders), font_folder, batch, processes=processes,
                                  first=first + done // echoes), echoes, seed=done)
    unseen = dataset.held_out(list(held_out), font_folder, batch)
    bar = tqdm(range(done, steps), initial=done, total=steps, mininterval=20)
    recent, started = [], time.monotonic()
    for number in bar:
        recent.append(float(step(*map(tf.constant, next(stream)))))
        if average and number >= AVERAGE_AFTER and number % AVERAGE_EVERY == 0:
            mean.add()
        if (number + 1) % CHECK_EVERY == 0 or number + 1 == steps:
            loss, hits = float(np.mean(recent[-CHECK_EVERY:])), exact(result, unseen)
            bar.set_postfix(loss=f"{loss:.3f}", exact=f"{hits:.3f}", refresh=False)
            with writer.as_default(number + 1):
                tf.summary.scalar("loss", loss)
                tf.summary.scalar("exact", hits)
            with (run / "log.csv").open("a", newline="") as out:
                csv.writer(out).writerow([number + 1, round(loss, 4), round(hits, 4), round(time.monotonic() - started)])
        if (number + 1) % SAVE_EVERY == 0 or number + 1 == steps:
            manager.save()
            result.save_weights(run / "last.weights.h5")


if __name__ == "__main__":
    main()
