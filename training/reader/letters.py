"""Teaches the careful reader letters beyond ASCII, without its forgetting ASCII.

    python -m training.reader.letters --start runs/careful/last.weights.h5 --run runs/letters

Goes out from a reader that tells ASCII apart only: each new class begins as its OTHER does. What comes before
``FIRST`` sees strokes of any script; it stays as it is, and what it sees of each strip is kept, so that strips are
seen once and learned from often. Most strips of a batch have accents (``training.links.accents``), the others are what
readers learn from anyway; on strips in ASCII it is held to what it saw before. That is not enough for it to read these
as well as before, so all but the new classes goes half the way back; then these alone learn on.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click
import cv2
import keras
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from training.links import words
from training.reader import dataset
from training.reader.charset import CHARACTERS, LETTERS, OTHER, to_text
from training.reader.model import CAREFUL, build, load, shape_of
from training.reader.train import exact, shared

FIRST, LAST = "r4_d_relu", "t_g_relu"  # the last layer that stays as it is, and where new classes learn alone
MOSTLY = 5 / 8  # share of a batch's strips that are drawn with accents
HELD = 1.5  # how much what it saw before counts beside the truth
NEW_FASTER = 8.0  # times the rate, for the layer with the new classes: there is most to learn
RATE_ALONE = 3e-3  # of the new classes alone
RARER = 1.5  # how much rarer letters beyond ASCII are on paper than in these strips, as a logarithm
WARM_UP, CLIP = 60, 5.0  # steps; length of the gradient
# Strips that differ in seed from all that other trainings, calibration and comparisons use.
ACCENTED_BATCHES, USUAL_BATCHES = 700_000, 800_000
REPORT_EVERY, MEASURED = 200, 384  # steps; strips
# Hosts beyond ASCII on pages and in benchmarks: what is measured with them is not to be learned from them.
KNOWN = [part for word in words.UNICODE_LATIN for part in word.split("-")]


def widened(narrow: keras.Model) -> keras.Model:
    """The reader with classes for LETTERS, which share what it held OTHER for; a copy of one that has them."""
    model, other = build(CAREFUL), CHARACTERS.index(OTHER)
    if shape_of(narrow) == CAREFUL:
        model.set_weights(narrow.get_weights())
        return model
    for layer in model.layers:
        if layer.name != "logits":
            layer.set_weights(narrow.get_layer(layer.name).get_weights())
    kernel, bias = narrow.get_layer("logits").get_weights()
    each = np.repeat([other], len(LETTERS) + 1)
    places = np.concatenate([np.arange(other), each, [other + 1]])
    share = np.where(places == other, np.log(len(each)), 0).astype(np.float32)
    model.get_layer("logits").set_weights([kernel[..., places], bias[places] - share])
    return model


def midway(model: keras.Model, narrow: keras.Model) -> None:
    """Takes a widened reader half the way back to what it was; the new classes, and OTHER, stay."""
    other = CHARACTERS.index(OTHER)
    for layer in model.layers:
        now, before = layer.get_weights(), narrow.get_layer(layer.name).get_weights()
        if layer.name == "logits":
            before = [np.concatenate([old[..., :other], new[..., other:-1], old[..., -1:]], -1) for old, new in zip(before, now)]
        layer.set_weights([(new + old) / 2 for new, old in zip(now, before)])


class Strips:
    """Strips with their classes, and what a reader's first layers see of them."""

    def __init__(self) -> None:
        self.pictures: list[np.ndarray] = []  # uint8 [HEIGHT, width]
        self.classes: list[np.ndarray] = []
        self.seen: list[np.ndarray] = []  # float16 [rows, steps, channels]
        self.before: list[np.ndarray] = []  # logits, float16 [steps, classes]

    def add(self, strips: np.ndarray, classes: np.ndarray, widths: np.ndarray) -> None:
        """Takes in a batch of ``dataset.batch``."""
        for strip, label, width in zip(strips, classes, widths):
            label = label[label >= 0]
            if not any(word in to_text(label).lower() for word in KNOWN):
                self.pictures.append(strip[:, :width, 0].copy())
                self.classes.append(label)

    def see(self, reader: keras.Model, layer: str, count: int = 32) -> None:
        """Notes what a layer sees of each strip, and what the reader makes of it."""
        front = tf.function(partial(keras.Model(reader.input, [reader.get_layer(layer).output, reader.output]), training=False),
                            reduce_retracing=True, input_signature=[tf.TensorSpec((None, dataset.HEIGHT, None, 1), tf.float32)])
        self.seen, self.before = ([None] * len(self.pictures) for _ in range(2))
        order = sorted(range(len(self.pictures)), key=lambda i: self.pictures[i].shape[1])
        for numbers in (order[k:k + count] for k in range(0, len(order), count)):
            strips, _, widths = dataset.collate([(self.pictures[i], self.classes[i]) for i in numbers])
            seen, before = (part.numpy().astype(np.float16) for part in front(strips.astype(np.float32)))
            for i, row, logits, steps in zip(numbers, seen, before[:, 0], widths // dataset.STEP):
                self.seen[i], self.before[i] = row[:, :steps].copy(), logits[:steps].copy()

    def by_width(self, rng: np.random.Generator, count: int) -> list[np.ndarray]:
        """Numbers of strips of about the same width, so many at a time, the narrowest first."""
        widths = [row.shape[1] for row in self.pictures]
        order = np.argsort(widths * np.exp(rng.normal(0, 0.1, len(widths))))
        return [order[k:k + count] for k in range(0, len(order) - count + 1, count)]


def batch_of(chosen: list[tuple[Strips, np.ndarray]]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(what was seen, logits before, classes, steps) of these strips, zeros (of classes -1) beyond their ends."""
    every = [(strips.seen[i], strips.before[i], strips.classes[i]) for strips, numbers in chosen for i in numbers]
    steps = np.array([row.shape[1] for row, _, _ in every], np.int32)
    longest, most = -(-steps.max() // 16) * 16, max(len(label) for _, _, label in every)
    seen = np.zeros((len(every), every[0][0].shape[0], longest, every[0][0].shape[2]), np.float32)
    before = np.zeros((len(every), longest, every[0][1].shape[1]), np.float32)
    classes = np.full((len(every), most), -1, np.int32)
    for i, (row, logits, label) in enumerate(every):
        seen[i, :, :steps[i]], before[i, :steps[i]], classes[i, :len(label)] = row, logits, label
    return seen, before, classes, steps


def batches(rng: np.random.Generator, accented: Strips, usual: Strips, count: int) -> Iterator[tuple]:
    """Batches without end, of strips of like widths."""
    some = round(MOSTLY * count)
    while True:
        parts = accented.by_width(rng, some), usual.by_width(rng, count - some)
        for turn in rng.permutation(len(parts[0])):
            beside = min(len(parts[1]) - 1, int((turn + rng.random()) * len(parts[1]) / len(parts[0])))
            yield batch_of([(accented, parts[0][turn]), (usual, parts[1][beside])])


def make_step(model: keras.Model, layer: str, before: int, rate: float, steps: int):
    """One training step as a graph: (what was seen, logits before, classes, steps) → [loss, what was told].

    Args:
        layer: what comes behind it learns; behind LAST, new classes and OTHER alone.
        before: classes of the logits before.
        rate: the highest; falls along a cosine.
        steps: in all.
    """
    front, narrow, wide = model.get_layer(layer).output, len(CHARACTERS) + 1, CAREFUL.classes
    back, new = keras.Model(front, model.output), model.get_layer("logits").trainable_variables
    rest = [] if layer == LAST else [v for v in back.trainable_variables if all(v is not one for one in new)]
    known = np.arange(wide) < CHARACTERS.index(OTHER)
    open_ = tf.constant(~(known | (np.arange(wide) == wide - 1)) if layer == LAST else np.ones(wide, bool))
    parts = [(part, keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(
        0.0, max(1, steps - WARM_UP), alpha=0.03, warmup_target=highest, warmup_steps=WARM_UP), clipnorm=CLIP))
        for part, highest in ((rest, rate), (new, rate if layer == LAST else NEW_FASTER * rate)) if part]
    for part, adam in parts:
        adam.build(part)

    @tf.function(reduce_retracing=True, input_signature=[
        tf.TensorSpec((None, front.shape[1], None, front.shape[3]), tf.float32),
        tf.TensorSpec((None, None, before), tf.float32),
        tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None,), tf.int32)])
    def step(seen, before, classes, steps):
        with tf.GradientTape() as tape:
            logits = back(seen, training=False)[:, 0]  # normalisation as it was: these strips are not as all are
            places = tf.where(classes >= 0)
            labels = tf.SparseTensor(places, tf.gather_nd(classes, places), tf.shape(classes, tf.int64))
            losses = tf.nn.ctc_loss(labels, logits, None, steps, logits_time_major=False, blank_index=wide - 1)
            then, now = shared(before, narrow), shared(logits, narrow)
            told = tf.reduce_sum(then * (tf.math.log(then + 1e-9) - tf.math.log(now + 1e-9)), -1)
            told = tf.reduce_sum(told * tf.sequence_mask(steps, tf.shape(logits)[1], tf.float32), -1)
            # What it saw where letters beyond ASCII stand is what it shall unlearn.
            told *= tf.cast(tf.reduce_max(classes, -1) < CHARACTERS.index(OTHER), tf.float32)
            lengths = tf.reduce_sum(tf.cast(classes >= 0, tf.float32), -1)
            loss, told = tf.reduce_mean(losses / lengths), tf.reduce_mean(told / lengths)
            total = loss + HELD * told
        for (part, adam), gradients in zip(parts, tape.gradient(total, [part for part, _ in parts])):
            if part is new:
                gradients = [tf.where(open_, gradient, 0.0) for gradient in gradients]
            adam.apply(gradients, part)
        return tf.stack([loss, told])
    return step


def held_out(folders: list[Path], font_folder: Path, count: int, accents: float) -> list[tuple]:
    """MEASURED strips with whole links, from fonts and pages kept apart; with accents from drawn lines alone."""
    stems = [] if accents else [str(stem) for folder in folders for stem in dataset.page_stems(folder)]
    return [dataset.batch(3000 + 1000 * (not accents) + number, stems, str(font_folder), count, True, True, accents)
            for number in range(MEASURED // count)]


@click.command()
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/train", "data/pages/designed/train"), show_default=True)
@click.option("--held-out", "measured", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/test", "data/pages/designed/test"), show_default=True)
@click.option("--font-folder", type=click.Path(path_type=Path), default="data/fonts", show_default=True)
@click.option("--run", type=click.Path(path_type=Path), default="runs/letters", show_default=True)
@click.option("--start", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
              help="Weights of a careful reader, mostly one that tells ASCII apart only.")
@click.option("--strips", "wanted", default=(6_000, 5_000), show_default=True, type=(int, int), help="With accents, and others.")
@click.option("--steps", default=3000, show_default=True)
@click.option("--alone", default=2000, show_default=True, help="Steps of the new classes alone.")
@click.option("--batch", default=32, show_default=True)
@click.option("--rate", default=4e-4, show_default=True, help="Highest learning rate.")
@click.option("--processes", default=1, show_default=True)
def main(folders: tuple[Path, ...], measured: tuple[Path, ...], font_folder: Path, run: Path, start: Path,
         wanted: tuple[int, int], steps: int, alone: int, batch: int, rate: float, processes: int) -> None:
    """Teach the careful reader letters beyond ASCII."""
    run.mkdir(parents=True, exist_ok=True)
    narrow = load(start)
    model, kinds = widened(narrow), (Strips(), Strips())
    stems = [str(stem) for folder in folders for stem in dataset.page_stems(folder)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        for kind, first, count, of, accents in zip(kinds, (ACCENTED_BATCHES, USUAL_BATCHES), wanted, ([], stems), (1.0, 0.0)):
            make = partial(dataset.batch, stems=of, font_folder=str(font_folder), count=batch, accents=accents)
            for made in tqdm(pool.map(make, range(first, first + count // batch)), total=count // batch, mininterval=20):
                kind.add(*made)
    tests = [held_out(list(measured), font_folder, batch, accents) for accents in (1.0, 0.0)]
    learn(model, narrow, kinds, FIRST, rate, steps, batch)
    report(model, tests)
    midway(model, narrow)
    learn(model, model, kinds, LAST, RATE_ALONE, alone, batch)
    kernel, bias = model.get_layer("logits").get_weights()
    bias[len(CHARACTERS):-1] -= RARER
    model.get_layer("logits").set_weights([kernel, bias])
    report(model, tests)
    model.save_weights(run / "last.weights.h5")


def learn(model: keras.Model, before: keras.Model, kinds: tuple[Strips, Strips], layer: str, rate: float, steps: int, batch: int) -> None:
    """Trains what comes behind a layer, held to what the reader given as ``before`` sees."""
    for kind in kinds:
        kind.see(before, layer)
    step = make_step(model, layer, before.output_shape[-1], rate, steps)
    stream, recent = batches(np.random.default_rng(0), *kinds, batch), []
    for number in tqdm(range(steps), mininterval=20):
        recent.append(step(*map(tf.constant, next(stream))).numpy())
        if (number + 1) % REPORT_EVERY == 0:
            tqdm.write("{}: loss {:.3f}, told {:.3f}".format(number + 1, *np.mean(recent[-REPORT_EVERY:], 0)))


def report(model: keras.Model, tests: list[list[tuple]]) -> None:
    """Prints how many held-out strips are read without an error, letters beyond ASCII and all."""
    letters, usual = (exact(model, test) for test in tests)
    print(f"exact: with accents {letters:.1%}, usual {usual:.1%}")


if __name__ == "__main__":
    main()
