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
from training.reader.charset import to_text

HERE = Path(__file__).parent
FIRST_BATCH = 500  # other strips than calibration's
LEAST_DOUBTFUL = 30  # fewer agreements or disagreements tell nothing


def strips_and_links(folders: list[Path], font_folder: Path, count: int) -> list[tuple[np.ndarray, str]]:
    """Held-out strips that show a link from its start, with the link as printed."""
    stems = [str(stem) for folder in folders for stem in dataset.page_stems(folder)]
    found, number = [], FIRST_BATCH
    while len(found) < count:
        strips, labels, widths = dataset.batch(number, stems, str(font_folder), 32, test=True)
        for strip, label, width in zip(strips, labels, widths):
            link = find_link(to_text(label[label >= 0]))
            if link and link.href and link.start == 0:
                found.append((strip[:, :width, 0], link.printed))
        number += 1
    return found[:count]


def agreement(own: list[dict], other: list[dict], truths: list[str], sure: float) -> float | None:
    """How many times agreement raises the odds that a link our reader doubts is right; None where too few tell."""
    doubted = [(a, b, truth) for a, b, truth in zip(own, other, truths) if a["printed"] and a["confidence"] < sure]
    right = {True: [0, 0], False: [0, 0]}  # both agree or not → [wrong, right] readings of ours
    for a, b, truth in doubted:
        right[a["printed"] == b["printed"]][a["printed"] == truth] += 1
    if sum(right[True]) < LEAST_DOUBTFUL:
        return None
    wrong, good = right[True]
    all_wrong, all_good = (right[True][i] + right[False][i] for i in (0, 1))
    # Half a one more of each kind: nothing is certain after so few.
    return max(1.0, (good + 0.5) / (wrong + 0.5) / ((all_good + 0.5) / (all_wrong + 0.5)))


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
