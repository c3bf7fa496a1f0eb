"""Trains the detector.

    python -m training.detector.train --run runs/detector

Started again with the same ``--run``, it goes on where it stopped. The numbers:
320 px crops hold a whole line of small letters and cost a quarter of a frame;
the learning rate falls to nothing along a cosine, so choose ``--steps`` by the
time there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import keras
import numpy as np

from training.detector import dataset, maps
from training.detector.loss import CLASSES, detector_loss
from training.detector.model import SHAPES, Shape, build, fold, load
from training.echo import echo
from training.muon import ConvolutionMuon

STEPS_PER_EPOCH = 250


def compiled(shape: Shape, steps: int, rate: float, start: Path | None) -> keras.Model:
    """A new model with its optimizer, with the weights of ``start`` if given."""
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 20, steps - 200, alpha=0.005, warmup_target=rate, warmup_steps=200)
    model = build(shape)
    if start:
        model.set_weights(load(start).get_weights())
    model.compile(ConvolutionMuon(schedule, outputs=["maps"]), loss=detector_loss, jit_compile=False)
    return model


def said_by(teachers: tuple[Path, ...]) -> Callable[[np.ndarray], np.ndarray]:
    """What trained detectors say of pictures [batch, height, width, 1]: the mean of their maps."""
    import tensorflow as tf

    models = [fold(load(path)) for path in teachers]
    run = tf.function(lambda x: tf.add_n([model(x) for model in models]) / len(models), reduce_retracing=True)
    return lambda pictures: np.asarray(run(tf.constant(pictures, tf.float32)))


def with_teachers(batches: Iterator[tuple[np.ndarray, np.ndarray]], teachers: tuple[Path, ...]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Batches as they are, or ``taught``."""
    if not teachers:
        yield from batches
        return
    say = said_by(teachers)
    for pictures, truths in batches:
        yield pictures, taught(truths, say(pictures))


def taught(truth: np.ndarray, said: np.ndarray) -> np.ndarray:
    """The truth, half way to what a teacher says.

    It knows which places are hard to tell, which the truth does not, and what can be seen of a line's run where that is bent.
    Hinton et al., "Distilling the Knowledge in a Neural Network", 2015.

    Args:
        truth: float32 [..., 2 * CHANNELS], targets then weights; weights stay.
        said: float32 [..., CHANNELS], raw maps.
    """
    truth, said = truth.copy(), said.copy()
    said[..., :CLASSES] = 1 / (1 + np.exp(-said[..., :CLASSES]))
    truth[..., :maps.CHANNELS] = (truth[..., :maps.CHANNELS] + said) / 2
    return truth


@click.command()
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/train", "data/pages/designed/train"), show_default=True)
@click.option("--run", type=click.Path(path_type=Path), default="runs/detector", show_default=True)
@click.option("--shape", type=click.Choice(list(SHAPES)), default="small", show_default=True)
@click.option("--steps", default=5000, show_default=True)
@click.option("--batch", default=16, show_default=True)
@click.option("--size", default=320, show_default=True, help="Side of the square crops, px.")
@click.option("--rate", default=3e-3, show_default=True, help="Highest learning rate.")
@click.option("--start", type=click.Path(path_type=Path, exists=True), default=None,
              help="Weights to begin with: another run's last.keras, or model_export/detector/detector.weights.h5.")
@click.option("--teacher", "teachers", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="A trained detector to learn from, too; of several, from the mean of what they say.")
@click.option("--processes", default=1, show_default=True, help="Processes that make pictures.")
@click.option("--first", "first_batch", default=0, show_default=True,
              help="Number of the first batch: goes on from other weights with pictures that they have not seen.")
def main(folders: tuple[Path, ...], run: Path, shape: str, steps: int, batch: int, size: int, rate: float,
         start: Path | None, teachers: tuple[Path, ...], processes: int, first_batch: int) -> None:
    """Train the detector, or go on training it."""
    if size % 32:
        raise click.BadParameter("must be a multiple of 32", param_hint="--size")
    run.mkdir(parents=True, exist_ok=True)
    last = run / "last.keras"
    if last.exists():
        model = keras.models.load_model(last)
        model.compile(model.optimizer, loss=detector_loss, jit_compile=False)
    else:
        model = compiled(SHAPES[shape], steps, rate, start)
    done = int(model.optimizer.iterations)
    try:
        fresh = dataset.batches(list(folders), size, batch, first=first_batch + done // dataset.ECHOES, processes=processes)
        stream = echo(with_teachers(fresh, teachers), dataset.ECHOES, seed=done)
        first = next(stream)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error

    def examples():
        yield first
        yield from stream

    model.fit(
        examples(), initial_epoch=done // STEPS_PER_EPOCH, epochs=steps // STEPS_PER_EPOCH,
        steps_per_epoch=STEPS_PER_EPOCH,
        callbacks=[
            keras.callbacks.TensorBoard(run / "logs", write_graph=False, update_freq=50),
            keras.callbacks.ModelCheckpoint(last),
            keras.callbacks.CSVLogger(run / "log.csv", append=True),
        ],
    )


if __name__ == "__main__":
    main()
