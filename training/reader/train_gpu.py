"""Trains both readers, the quick and the careful one, on a graphics card with JAX.

    KERAS_BACKEND=jax python -m training.reader.train_gpu --seconds 600

All of a machine's cores make proofs meanwhile, of which the card makes another strip each
time (``photograph``), and some whole strips, used several times, a little altered. How long
it trains is told in seconds: rates follow the clock, so that a lent machine is used to its
last minute and the rate still ends near nothing.
"""

from __future__ import annotations

import csv
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click
import cv2
import numpy as np
from PIL import features

from training.pages.page import page_stems
from training.reader import dataset, proofs
from training.reader.shelf import Batch, Shelf, Size

COMMITTED = Path(__file__).parents[2] / "model_export" / "reader" / "reader.weights.h5"
# Strips wider than the widest are left out: the networks see no further than some 90 px to either side anyway.
SIZES = [Size(256, 52, 640, 128), Size(448, 80, 384, 64)]
ROOM = 600_000  # pictures on each board at most
LEAST = 400  # on each board to begin with
AT_ONCE = 32  # strips to one task of a process, and three times as many proofs: they take as long
STRIP_TASKS = 0.25  # share of tasks that make strips
HIGHEST = 4e-3  # learning rate
WARM_UP = 0.02  # of the time
SAVE_EVERY = 75.0  # seconds
TELL_EVERY = 50  # steps
STARTED = time.monotonic()


def give_way() -> None:
    """One thread, and only where nothing else wants to run: compiling waits for nobody."""
    cv2.setNumThreads(1)
    os.nice(19)


def produce(shelf: Shelf, folders: list[Path], font_folder: Path, processes: int, first: int,
            stop: threading.Event) -> None:
    """Fills the shelf until told to stop."""
    stems = [str(stem) for folder in folders for stem in page_stems(folder)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=give_way) as pool:
        waiting, number = [], first
        while not stop.is_set():
            while len(waiting) < 2 * processes:
                rng = np.random.default_rng([number, 5])
                some = [stems[int(i)] for i in rng.integers(len(stems), size=AT_ONCE)]
                if rng.random() < STRIP_TASKS:
                    waiting.append(pool.submit(dataset.batch, number, some, str(font_folder), AT_ONCE))
                else:
                    widest = int(rng.integers(shelf.sizes[0].width, shelf.sizes[-1].width + 1))
                    waiting.append(pool.submit(proofs.batch, number, some, str(font_folder), 3 * AT_ONCE, widest))
                number += 1
            put(shelf, waiting.pop(0).result())
        pool.shutdown(wait=False, cancel_futures=True)


def put(shelf: Shelf, made: list[proofs.Proof] | tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """Puts what a process made on the shelf: proofs, or strips as ``dataset.batch`` returns them."""
    if isinstance(made, list):
        for proof in made:
            shelf.add(shelf.proofs, proof.image, proof.classes, proof.width)
    else:
        for strip, classes, width in zip(*made):
            shelf.add(shelf.strips, strip[:, :width, 0], classes[classes >= 0], int(width))


def plan_at(part: float, trained: bool = False) -> dict:
    """The Plan at a part 0 to 1 of the time; ``trained``: the careful reader is, too, from the beginning."""
    rate = HIGHEST * min(part / WARM_UP, 1.0) * max(0.0, 1.0 - part) if part < 1 else 0.0
    return {
        # The quick one is trained already: its rate starts where fine-tuning would.
        "quick_rate": 0.5 * rate, "careful_rate": rate,
        "careful_listens": 0.0 if trained else max(0.0, 1.0 - part / 0.12),
        "quick_listens": min(1.0, max(0.0, part - 0.35) / 0.1),
        "altered": 0.7 * min(1.0, max(0.0, 0.9 - part) / 0.1),
        "remembered": min(0.998, 0.9 + part),
    }


def batches(shelf: Shelf, seed: int, ahead: int = 4) -> Iterator[tuple[int, Batch]]:
    """Draws (number of the size, batch) without end, some ahead of time."""
    rng = np.random.default_rng(seed)

    def draw(seed: int):
        rng = np.random.default_rng(seed)
        number = shelf.choose(rng)
        return number, shelf.draw(rng, number)

    with ThreadPoolExecutor(ahead) as pool:
        waiting = [pool.submit(draw, int(rng.integers(2**62))) for _ in range(ahead)]
        while True:
            yield waiting.pop(0).result()
            waiting.append(pool.submit(draw, int(rng.integers(2**62))))


@click.command()
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/train", "data/pages/designed/train"), show_default=True)
@click.option("--font-folder", type=click.Path(path_type=Path), default="data/fonts", show_default=True)
@click.option("--start", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=COMMITTED,
              show_default=True, help="Weights of the quick reader.")
@click.option("--careful-start", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Weights of the careful reader; default: none.")
@click.option("--run", type=click.Path(path_type=Path), default="runs/reader_gpu", show_default=True)
@click.option("--seconds", default=600, show_default=True, help="In all, from its start to the last weights.")
@click.option("--processes", default=max(1, (os.cpu_count() or 2) - 1), show_default=True)
@click.option("--first", default=200_000, show_default=True, help="Number of the first batch.")
@click.option("--float32", is_flag=True, help="Compute in full precision; else in bfloat16.")
def main(folders: tuple[Path, ...], font_folder: Path, start: Path, careful_start: Path | None, run: Path,
         seconds: float, processes: int, first: int, float32: bool) -> None:
    """Train both readers."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of the processes that make strips
    if not features.check("raqm"):
        tell("Pillow has no Raqm here (libfribidi is missing): it sets lines ten times as slowly, and without ligatures")
    shelf, stop = Shelf(SIZES, ROOM), threading.Event()
    producer = threading.Thread(target=produce, args=(shelf, list(folders), font_folder, processes, first, stop), daemon=True)
    producer.start()
    try:
        train(shelf, start, careful_start, run, STARTED + seconds, float32)
    finally:
        stop.set()


def train(shelf: Shelf, start: Path, careful_start: Path | None, run: Path, until: float, float32: bool) -> None:
    """See ``main``; ``until`` is a time of the monotonic clock."""
    # Not above: every process that makes strips would load JAX, too.
    import jax
    import keras

    from training.reader import model, photograph, together
    from training.reader.step import Step

    if keras.backend.backend() != "jax":
        raise click.ClickException("set KERAS_BACKEND=jax: this training is written for it")
    keras.mixed_precision.set_global_policy("float32" if float32 else "mixed_bfloat16")
    run.mkdir(parents=True, exist_ok=True)
    readers = quick, careful = tuple(together.Reader(model.build(shape)) for shape in (model.QUICK, model.CAREFUL))
    quick.model.load_weights(start)
    if careful_start:
        careful.model.load_weights(careful_start)
    states, key = tuple(reader.state() for reader in readers), jax.random.key(0, impl="rbg")  # the fastest

    def plan(part: float) -> together.Plan:
        return together.Plan(**{name: np.float32(value) for name, value in plan_at(part, bool(careful_start)).items()})

    gradients, move = together.make_gradients(*readers), together.make_move(*readers)
    album = jax.device_put(photograph.album(0))
    steps = [Step(size, album, gradients, states, plan(0.0), key) for size in SIZES]
    with ThreadPoolExecutor() as pool:
        for compiling in [step.compile(pool) for step in steps]:
            for one in compiling:
                one.result()
    tell(f"compiled; {len(shelf)} proofs")
    while shelf.least() < LEAST:
        time.sleep(0.2)

    def save() -> None:
        for reader, state, name in zip(readers, states, ("quick", "careful")):
            for values, suffix in (([*state.weights, *state.statistics], ""), (reader.mean(state), "_mean")):
                reader.assign(values)
                reader.model.save_weights(run / f"{name}{suffix}.weights.h5")

    began = saved = told = time.monotonic()
    if began >= until:
        raise click.ClickException(f"no time is left to train: {began - STARTED:.0f} s went by before the first step")
    used, number, recent = 0, 0, []
    for size, batch in batches(shelf, seed=0):
        part = (time.monotonic() - began) / (until - began)
        if part >= 1:
            break
        now = plan(part)
        found, statistics, report = steps[size](states, batch, now, jax.random.fold_in(key, number))
        states = move(states, found, statistics, now)
        recent.append(report)
        used, number = used + len(batch.widths), number + 1
        if number % TELL_EVERY == 0:
            losses, recent = np.round(np.mean([np.asarray(report) for report in recent], 0), 4).tolist(), []
            pace, told = (time.monotonic() - told) / TELL_EVERY * 1000, time.monotonic()
            made = sum(board.added for board in shelf.proofs)
            tell(f"step {number}: {used} used of {made} proofs and {sum(map(len, shelf.strips))} strips; "
                 f"loss quick {losses[0]} careful {losses[1]}, told {losses[2]} {losses[3]}; {pace:.0f} ms a step")
            with (run / "log.csv").open("a", newline="") as out:
                csv.writer(out).writerow([number, round(told - began, 1), used, made, *losses])
        if time.monotonic() - saved > SAVE_EVERY:
            save()
            saved = time.monotonic()
    save()
    tell(f"{number} steps, {used} strips used")


def tell(what: str) -> None:
    print(f"{time.monotonic() - STARTED:6.0f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
