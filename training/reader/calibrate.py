"""Finds out what the exported reader's confidence means, and tells the browser.

    python -m training.reader.calibrate --report runs/reader/reliability.png

On strips of pages and fonts that training never saw: a temperature for its
logits (the one that makes the true texts likeliest), a curve from the product of
a link's character confidences to the share of such links that are right, and the
confidence from which 99.5 % of links are. All three go into reader.json. One half
of the strips is fitted on, the other is what the report shows.
"""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click
import numpy as np
from PIL import Image, ImageDraw
from tqdm import tqdm

from training.links.parse import find_link
from training.reader import ctc, dataset
from training.reader.charset import OTHER, narrowed, to_text
from training.reader.confidence import MOST, calibrated, caseless, log_odds

EXPORT = Path(__file__).parents[2] / "model_export" / "reader"
TEMPERATURES = np.round(np.arange(0.7, 2.05, 0.1), 2)
RIGHT_OF_SURE = 0.995
# And none is shown as sure that is wrong more often than once in fifty: pictures hold more that misleads than strips.
LEAST_SURE = 0.98
FIRST_BATCH = 100  # those before are what training watches
LEAST_IN_BLOCK = 40  # links to one step of the curve
# Steps: a link that begins or ends so close to the strip's end may be cut there. The app reads it again
# from a longer strip, or marks it as cut (describe_link.js): what it says is not judged.
FIRST_FREE, LAST_FREE = 5, 14
# Right beside a link: the app marks it as doubtful whatever its letters say.
RUNS_ON = re.compile("[0-9A-Za-z\ufffd]")
TEMPERED = 400  # strips enough to find the temperature on


@dataclass
class Seen:
    """One strip as the network saw it."""

    logits: np.ndarray  # float32 [steps, classes]
    classes: np.ndarray  # int32, the truth as this reader tells it


def look(model, folders: list[Path], font_folder: Path, batches: int, count: int) -> list[Seen]:
    """Runs the network on held-out strips."""
    stems = [str(stem) for folder in folders for stem in dataset.page_stems(folder)]
    if not stems:
        raise click.ClickException(f"no pages in {', '.join(map(str, folders))}")
    seen = []
    make = partial(dataset.batch, stems=stems, font_folder=str(font_folder), count=count, test=True, starts=True)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for strips, labels, widths in tqdm(pool.map(make, range(FIRST_BATCH, FIRST_BATCH + batches)), total=batches, desc="reading"):
            logits = np.asarray(model(strips.astype(np.float32), training=False))[:, 0]
            for row, label, width in zip(logits, labels, widths):
                seen.append(Seen(row[: width // dataset.STEP], narrowed(label[label >= 0], row.shape[-1])))
    return seen


def best_temperature(seen: list[Seen]) -> float:
    """The temperature at which the true texts are likeliest."""
    some = [one for one in seen if len(one.classes)]

    def likelihood(temperature: float) -> float:
        return sum(ctc.Lattice(ctc.probabilities(one.logits, temperature), list(one.classes)).log_likelihood()
                   for one in some)

    return float(max(TEMPERATURES, key=likelihood))


def up_to_case(character: ctc.Character) -> float:
    """How sure a letter is, be it a capital or not."""
    char = to_text([character.label]).lower()
    same = sum(sure for label, sure in character.alternatives if to_text([label]).lower() == char)
    return min(1.0, character.confidence + same)


def judge_one(one: Seen, temperature: float) -> tuple[float, bool] | None:
    """(product of the confidences, whether it is right) of a link; None where none is read whole."""
    reading = ctc.read(one.logits, temperature)
    found, truth = find_link(reading.text), find_link(to_text(one.classes))
    if found is None or found.href is None:
        return None
    own = reading.characters[found.start:found.end]
    run = re.match(r"\S*", reading.text[found.end:]).group()
    last = reading.characters[found.end + len(run) - 1]
    ends = found.end + len(run) < len(reading.text)
    if own[0].centre < FIRST_FREE or (not ends and last.centre > len(one.logits) - LAST_FREE):
        return None
    if RUNS_ON.search(run) or OTHER in reading.text[max(0, found.start - 1):found.end]:
        return None
    harmless = caseless(found.read, found.kind)
    sure = [up_to_case(character) if i in harmless else character.confidence for i, character in enumerate(own)]
    # The character that it begins behind must be right, too, and those up to the space that it ends before.
    beside = [*reading.characters[max(0, found.start - 1):found.start],
              *reading.characters[found.end:found.end + len(run) + 1]]
    return float(np.prod(sure + [character.confidence for character in beside])), truth is not None and truth.href == found.href


def judge(seen: list[Seen], temperature: float) -> list[tuple[float, bool]]:
    """``judge_one`` for every link read, by all of the machine's cores."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        judged = pool.map(partial(judge_one, temperature=temperature), seen, chunksize=32)
        return [one for one in tqdm(judged, total=len(seen), desc="judging") if one]


def fit_curve(judged: list[tuple[float, bool]]) -> list[list[float]]:
    """The rising curve that fits best (isotonic regression), as [log-odds, share] points."""
    ordered = sorted((log_odds(product), right) for product, right in judged)
    blocks = [[x, float(right), 1] for x, right in ordered]  # sum of x, of right, count
    merged: list[list[float]] = []
    for block in blocks:
        merged.append(block)
        # Pool what falls, and what is too little to tell.
        while len(merged) > 1 and (merged[-2][1] / merged[-2][2] >= merged[-1][1] / merged[-1][2]
                                   or merged[-2][2] < LEAST_IN_BLOCK):
            last = merged.pop()
            merged[-1] = [a + b for a, b in zip(merged[-1], last)]
    # Half a right one and half a wrong one more in each: nothing is certain after so few.
    shares = np.maximum.accumulate([(right + 0.5) / (count + 1) for _, right, count in merged])
    curve = [[-MOST - 1, 0.0], *([total / count, float(share)] for (total, _, count), share in zip(merged, shares))]
    return [[round(x, 4), round(y, 5)] for i, (x, y) in enumerate(curve) if i == 0 or x > curve[i - 1][0] + 1e-3]


def sure_from(judged: list[tuple[float, bool]], curve: list[list[float]]) -> float:
    """The least confidence, of LEAST_SURE or more, from which RIGHT_OF_SURE of the links are right; 1 where none is enough."""
    ordered = sorted(((calibrated(product, curve), right) for product, right in judged), reverse=True)
    least, right = 1.0, 0
    for count, (confidence, is_right) in enumerate(ordered, 1):
        right += is_right
        last_of_its_kind = count == len(ordered) or ordered[count][0] < confidence
        if last_of_its_kind and right >= RIGHT_OF_SURE * count and confidence >= LEAST_SURE:
            least = confidence
    return float(np.floor(least * 1e4) / 1e4)


def reliability(judged: list[tuple[float, bool]], curve: list[list[float]], bins: int = 10) -> list[tuple]:
    """(mean confidence, share right, links) for links of like confidence, as many in each bin."""
    ordered = sorted((calibrated(product, curve), right) for product, right in judged)
    parts = [part for part in np.array_split(np.array(ordered, float).reshape(-1, 2), bins) if len(part)]
    return [(float(part[:, 0].mean()), float(part[:, 1].mean()), len(part)) for part in parts]


def draw(rows: list[tuple], path: Path, size: int = 480) -> None:
    """A reliability diagram: confidence to the right, share right upwards; on the line it is honest."""
    image = Image.new("RGB", (size, size), "white")
    canvas, edge = ImageDraw.Draw(image), 48
    place = lambda x, y: (edge + x * (size - 2 * edge), size - edge - y * (size - 2 * edge))  # noqa: E731
    canvas.rectangle([*place(0, 1), *place(1, 0)], outline="#888")
    canvas.line([place(0, 0), place(1, 1)], fill="#bbb")
    for part in (0, 0.5, 1):
        canvas.text(place(part, 0), f"{part:g}", fill="#444", anchor="mt")
        canvas.text(place(0, part), f"{part:g} ", fill="#444", anchor="rm")
    canvas.text(place(0.5, -0.06), "confidence", fill="#444", anchor="mt")
    canvas.text(place(0.5, 1.06), "share of links read exactly", fill="#444", anchor="mb")
    points = [place(confidence, share) for confidence, share, _ in rows]
    canvas.line(points, fill="#1b3a6b", width=2)
    for x, y in points:
        canvas.ellipse([x - 4, y - 4, x + 4, y + 4], fill="#1b3a6b")
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)


@click.command()
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/test", "data/pages/designed/test"), show_default=True)
@click.option("--font-folder", type=click.Path(path_type=Path), default="data/fonts", show_default=True)
@click.option("--batches", default=250, show_default=True)
@click.option("--count", default=32, show_default=True, help="Strips in a batch.")
@click.option("--report", type=click.Path(path_type=Path), default="runs/reader/reliability.png", show_default=True)
@click.option("--export", "folder", type=click.Path(path_type=Path), default=EXPORT, show_default=True)
def main(folders: tuple[Path, ...], font_folder: Path, batches: int, count: int, report: Path, folder: Path) -> None:
    """Calibrate the exported reader."""
    from model_export.reader.export import write_metadata
    from training.reader.model import load

    model = load(folder / "reader.weights.h5")
    seen = look(model, list(folders), font_folder, batches, count)
    temperature = best_temperature(seen[:: max(1, len(seen) // TEMPERED)])
    fitted, kept = judge(seen[::2], temperature), judge(seen[1::2], temperature)
    if not fitted or not kept:
        raise click.ClickException("no link was read in any strip: is this reader trained?")
    curve = fit_curve(fitted)
    sure = sure_from(fitted, curve)
    write_metadata(folder, temperature=temperature, calibration=curve, sure=sure)
    rows = reliability(kept, curve)
    draw(rows, report)
    print(f"temperature {temperature}, sure from {sure}, on {len(fitted)} links; kept apart: {len(kept)} links")
    print("confidence  share right  links")
    for row in rows:
        print("{:10.3f}  {:11.3f}  {:5d}".format(*row))
    surely = [right for product, right in kept if calibrated(product, curve) >= sure]
    print(f"all: {np.mean([right for _, right in kept]):.1%} right; "
          f"sure: {len(surely) / len(kept):.1%} of them, {np.mean(surely) if surely else float('nan'):.2%} right")


if __name__ == "__main__":
    main()
