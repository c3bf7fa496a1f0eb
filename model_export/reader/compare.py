"""Our reader beside Tesseract, on the same strips, in Chromium: links exact, milliseconds, and what agreement is worth.

    python -m model_export.reader.compare

Where both read the same link, it is right more often than where they differ. How
many times that raises its odds, among those that our reader is not sure of, goes
into reader.json as ``agreement``. Strips are 32 px high, as ours wants them; in
the app Tesseract gets 48.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
import numpy as np

from model_export.chromium import MODULES, as_json, model_page
from training.links.parse import find_link
from training.reader import dataset
from training.reader.charset import CLASSES, narrowed, to_text

HERE = Path(__file__).parent
FIRST_BATCH = 500  # other strips than calibration's
LEAST_DOUBTFUL = 30  # fewer agreements tell nothing
LEAST_SURE = 1e-3  # of a confidence, and of doubt
MOST_FACTOR = 50.0


def strips_and_links(folders: list[Path], font_folder: Path, count: int) -> list[tuple[np.ndarray, str]]:
    """Held-out strips that show a link from its start, with the link as printed."""
    stems = [str(stem) for folder in folders for stem in dataset.page_stems(folder)]
    found, number = [], FIRST_BATCH
    while len(found) < count:
        strips, labels, widths = dataset.batch(number, stems, str(font_folder), 32, test=True)
        for strip, label, width in zip(strips, labels, widths):
            # Hosts beyond ASCII neither of both can read.
            link = find_link(to_text(narrowed(label[label >= 0], CLASSES)))
            if link and link.href and link.start == 0:
                found.append((strip[:, :width, 0], link.printed))
        number += 1
    return found[:count]


def agreement(own: list[dict], other: list[dict], truths: list[str], sure: float) -> float | None:
    """How many times agreement raises the odds that a link our reader doubts is right; None where too few tell.

    The factor is the likeliest one for the links on which both agree, each at our reader's own confidence: print that
    Tesseract reads, too, is mostly print that ours is surer of, and that must not count twice.
    """
    agreeing = [(a["confidence"], a["printed"] == truth) for a, b, truth in zip(own, other, truths)
                if a["printed"] and a["printed"] == b["printed"] and a["confidence"] < sure]
    if len(agreeing) < LEAST_DOUBTFUL:
        return None
    confidence, right = np.array(agreeing, float).T
    # Half a right one and half a wrong one more: nothing is certain after so few.
    confidence = np.append(np.clip(confidence, LEAST_SURE, 1 - LEAST_SURE), confidence.mean())
    weight, right = np.append(np.ones(len(right)), 1.0), np.append(right, 0.5)
    # The more the factor, the more of them should be right: where that meets how many are, it is likeliest.
    factors = np.exp(np.linspace(0, np.log(MOST_FACTOR), 400))
    expected = [float((weight * confidence * f / (confidence * f + 1 - confidence)).sum()) for f in factors]
    return float(factors[min(np.searchsorted(expected, right.sum()), len(factors) - 1)])


@click.command()
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/test", "data/pages/designed/test"), show_default=True)
@click.option("--font-folder", type=click.Path(path_type=Path), default="data/fonts", show_default=True)
@click.option("--count", default=300, show_default=True, help="Strips.")
@click.option("--export", "folder", type=click.Path(path_type=Path), default=HERE, show_default=True)
def main(folders: tuple[Path, ...], font_folder: Path, count: int, folder: Path) -> None:
    """Compare the exported reader with Tesseract."""
    from model_export.reader.export import write_metadata

    strips, truths = zip(*strips_and_links(list(folders), font_folder, count))
    meta = json.loads((folder / "reader.json").read_text())
    served = {"web": folder / "web", "tesseract": MODULES / "tesseract.js/dist", "core": MODULES / "tesseract.js-core",
              "lang": MODULES / "@tesseract.js-data/eng/4.0.0_best_int"}
    with model_page(HERE / "compare.js", served) as page:
        page.set_default_timeout(0)
        answers = page.evaluate("async (options) => (await import('/module.js')).compare(options)", {
            "strips": as_json(strips), "meta": meta, "shards": sorted(path.name for path in (folder / "web").glob("*.bin"))})
    for name, read in answers.items():
        exact = np.mean([one["printed"] == truth for one, truth in zip(read, truths)])
        print(f"{name}: {exact:.1%} of {count} links exact; {np.median([one['ms'] for one in read]):.1f} ms a strip (median)")
    both = [a["printed"] == truth or b["printed"] == truth
            for a, b, truth in zip(answers["own"], answers["tesseract"], truths)]
    print(f"one of both right: {np.mean(both):.1%}")
    factor = agreement(answers["own"], answers["tesseract"], list(truths), meta["sure"])
    if factor is None:
        print("too few doubtful links in which both agree: agreement stays as it is")
    else:
        write_metadata(folder, agreement=round(factor, 2))
        print(f"agreement raises the odds {factor:.1f} times")


if __name__ == "__main__":
    main()
