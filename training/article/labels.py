"""Looks through labels made by hand, before anything is built on them.

    python -m training.article.labels data/article/labelled
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from PIL import Image

from training.article import voc


def read_checked(picture: Path, labels: Path) -> voc.Annotation:
    """Reads a label file and holds it against its picture.

    Raises:
        voc.LabelError: if the file is bad or tells of a picture of another size.
    """
    annotation = voc.read(labels)
    with Image.open(picture) as image:
        size = image.size
    if size != (annotation.width, annotation.height):
        raise voc.LabelError(
            f"{labels}: labelled at {annotation.width} x {annotation.height}, but {picture.name} is "
            f"{size[0]} x {size[1]}: was the picture resized or turned after it was labelled?")
    return annotation


def check(folder: Path, labels: Path | None = None) -> tuple[Counter, list[str]]:
    """Counts the boxes of each class, and the faults of the label files."""
    classes, faults = Counter(), []
    for picture, path in voc.pairs(folder, labels):
        try:
            classes.update(box.name for box in read_checked(picture, path).boxes)
        except voc.LabelError as error:
            faults.append(str(error))
    return classes, faults


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--labels", type=click.Path(path_type=Path, exists=True), default=None,
              help="Folder of the XML files; default: beside the pictures.")
def main(folder: Path, labels: Path | None) -> None:
    """Check the label files of the pictures in FOLDER and count their boxes."""
    try:
        classes, faults = check(folder, labels)
    except voc.LabelError as error:
        raise click.ClickException(str(error)) from error
    for name, count in sorted(classes.items()):
        print(f"{name}: {count}")
    if faults:
        raise click.ClickException("\n".join([f"{len(faults)} bad label files:", *faults]))


if __name__ == "__main__":
    main()
