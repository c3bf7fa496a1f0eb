"""Trains the detector.

    python -m training.detector.train --run runs/detector

Started again with the same ``--run``, it goes on where it stopped. The numbers:
320 px crops hold a whole line of small letters and cost a quarter of a frame;
the learning rate falls to nothing along a cosine, so choose ``--steps`` by the
time there is.
"""

from __future__ import annotations

from pathlib import Path

import click
import keras

from training.detector import dataset
from training.detector.loss import detector_loss
from training.detector.model import SHAPES, Shape, build, load, shape_of
from training.detector.teacher import with_teachers
from training.echo import echo
from training.muon import ConvolutionMuon

STEPS_PER_EPOCH = 250


def compiled(shape: Shape, steps: int, rate: float, start: Path | None) -> keras.Model:
    """A new model with its optimizer, with the weights of ``start`` if given.

    Raises:
        ValueError: if those are of another shape, or of no detector.
        OSError: if there are none in that file.
    """
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 20, steps - 200, alpha=0.005, warmup_target=rate, warmup_steps=200)
    model = build(shape)
    if start:
        trained = load(start)
        if shape_of(trained) != shape:
            raise ValueError(f"{start} holds weights of a detector of another size: make them larger with training.detector.grow")
        model.set_weights(trained.get_weights())
    model.compile(ConvolutionMuon(schedule, outputs=["maps"]), loss=detector_loss, jit_compile=False)
    return model


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
        try:
            model = compiled(SHAPES[shape], steps, rate, start)
        except (OSError, ValueError) as error:
            raise click.BadParameter(str(error), param_hint="--start") from error
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
