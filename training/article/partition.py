"""Splits labelled photos into train, test and validation, whole documents at a time.

    python -m training.article.partition data/article/labelled --out data/article/partitioned

Two photos of one page show the same prefixes, so a split by photo would test
what was learned by heart. A document is what the label file names as its
source, else what stands before the last hyphen of the photo's name, else the
photo alone.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import click

from training.article import voc

SPLITS = ("train", "test", "validation")


def document_of(picture: Path, source: str) -> str:
    """The name of the document that a photo shows."""
    return source.split("#")[0] or picture.stem.rpartition("-")[0] or picture.stem


def assign(documents: dict[str, int], shares: dict[str, float], seed: int) -> dict[str, str]:
    """Chooses a split for each document.

    Documents are ordered by a hash of their name, not drawn from a list, so that
    adding one moves few of the others.

    Args:
        documents: number of photos of each.
        shares: of all photos, for each split; they add up to 1.

    Returns:
        the split of each document.
    """
    order = sorted(documents, key=lambda name: hashlib.sha1(f"{seed}/{name}".encode()).digest())
    total, done, chosen = sum(documents.values()), 0, {}
    for name in order:
        # The split in whose stretch of the line from 0 to 1 the document's middle falls.
        middle, reached = (done + documents[name] / 2) / total, 0.0
        for split, share in shares.items():
            reached += share
            if middle < reached or split == list(shares)[-1]:
                chosen[name] = split
                break
        done += documents[name]
    return chosen


def partition(labelled: list[tuple[Path, Path]], out: Path, shares: dict[str, float], seed: int) -> dict[str, int]:
    """Copies photos and labels into a folder for each split; returns how many photos each got.

    Raises:
        voc.LabelError: if a label file is bad.
        click.ClickException: if ``out`` holds an earlier partition.
    """
    for split in SPLITS:
        # Mixing two partitions could put one document on both sides.
        if (out / split).exists():
            raise click.ClickException(f"{out / split} is there already: remove it, or choose another --out")
    owners = [document_of(picture, voc.read(labels).source) for picture, labels in labelled]
    chosen = assign({name: owners.count(name) for name in set(owners)}, shares, seed)
    counts = dict.fromkeys(shares, 0)
    for (picture, labels), owner in zip(labelled, owners):
        folder = out / chosen[owner]
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(picture, folder)
        shutil.copy2(labels, folder)
        counts[chosen[owner]] += 1
    return counts


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--labels", type=click.Path(path_type=Path, exists=True), default=None,
              help="Folder of the XML files; default: beside the photos.")
@click.option("--out", type=click.Path(path_type=Path), default="data/article/partitioned", show_default=True)
@click.option("--test", default=0.2, show_default=True, help="Share of the photos.")
@click.option("--validation", default=0.0, show_default=True, help="Share of the photos.")
@click.option("--seed", default=0, show_default=True)
def main(folder: Path, labels: Path | None, out: Path, test: float, validation: float, seed: int) -> None:
    """Split the labelled photos in FOLDER by document."""
    train = 1.0 - test - validation
    if min(test, validation) < 0 or train <= 0:
        raise click.ClickException("--test and --validation are shares from 0 on and must leave some for training")
    shares = {split: share for split, share in zip(SPLITS, (train, test, validation)) if share > 0}
    try:
        counts = partition(voc.pairs(folder, labels), out, shares, seed)
    except voc.LabelError as error:
        raise click.ClickException(str(error)) from error
    print(", ".join(f"{split}: {count}" for split, count in counts.items()) + f" photos in {out}")


if __name__ == "__main__":
    main()
