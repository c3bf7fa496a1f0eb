"""TFRecords in the Object Detection API's schema: written, counted, decoded, looked at.

    python -m training.article.records write data/article/partitioned --out data/article/records
    python -m training.article.records count data/article/records/train.record
    python -m training.article.records preview data/article/records/test.record --out runs/article/test.png

``write`` makes a ``.record`` and a ``.csv`` for each split, and ``label_map.pbtxt``.
``decode`` turns a record file back into photos and label files.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import click
import cv2
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from training.article import label_map, sheet, voc
from training.article.labels import read_checked
from training.article.partition import SPLITS

COLUMNS = ("filename", "width", "height", "class", "xmin", "ymin", "xmax", "ymax")


def example(picture: Path, annotation: voc.Annotation, numbers: dict[str, int]) -> tf.train.Example:
    """One labelled photo as a record; box edges are shares of the photo's size.

    Args:
        numbers: of each class (see ``label_map``).
    """
    encoded, boxes = picture.read_bytes(), annotation.boxes

    def integers(*values: int) -> tf.train.Feature:
        return tf.train.Feature(int64_list=tf.train.Int64List(value=values))

    def floats(*values: float) -> tf.train.Feature:
        return tf.train.Feature(float_list=tf.train.FloatList(value=values))

    def strings(*values: bytes) -> tf.train.Feature:
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=values))

    return tf.train.Example(features=tf.train.Features(feature={
        "image/height": integers(annotation.height),
        "image/width": integers(annotation.width),
        "image/filename": strings(picture.name.encode()),
        "image/source_id": strings(picture.name.encode()),
        "image/key/sha256": strings(hashlib.sha256(encoded).hexdigest().encode()),
        "image/encoded": strings(encoded),
        "image/format": strings(b"png" if picture.suffix.lower() == ".png" else b"jpeg"),
        "image/object/bbox/xmin": floats(*(box.xmin / annotation.width for box in boxes)),
        "image/object/bbox/xmax": floats(*(box.xmax / annotation.width for box in boxes)),
        "image/object/bbox/ymin": floats(*(box.ymin / annotation.height for box in boxes)),
        "image/object/bbox/ymax": floats(*(box.ymax / annotation.height for box in boxes)),
        "image/object/class/text": strings(*(box.name.encode() for box in boxes)),
        "image/object/class/label": integers(*(numbers[box.name] for box in boxes)),
        "image/object/difficult": integers(*(int(box.difficult) for box in boxes)),
        "image/object/truncated": integers(*(int(box.truncated) for box in boxes)),
    }))


def decoded(record: bytes) -> tuple[bytes, voc.Annotation]:
    """A record's encoded picture and labels: what ``example`` was made from, source apart."""
    features = tf.train.Example.FromString(record).features.feature

    def values(name: str):
        feature = features[name]
        return getattr(feature, feature.WhichOneof("kind")).value if feature.WhichOneof("kind") else []

    width, height = values("image/width")[0], values("image/height")[0]
    edges = [values(f"image/object/bbox/{name}") for name in ("xmin", "ymin", "xmax", "ymax")]
    # Records of others may lack these two.
    truncated, difficult = ([bool(v) for v in values(f"image/object/{name}")] or [False] * len(edges[0])
                            for name in ("truncated", "difficult"))
    boxes = [voc.Box(name.decode(), xmin * width, ymin * height, xmax * width, ymax * height, cut, hard)
             for name, xmin, ymin, xmax, ymax, cut, hard
             in zip(values("image/object/class/text"), *edges, truncated, difficult)]
    filename = values("image/filename")[0].decode()
    return values("image/encoded")[0], voc.Annotation(filename, width, height, boxes)


def read(path: Path) -> Iterator[bytes]:
    """Yields a file's records.

    Raises:
        click.ClickException: if it is no TFRecord file, or damaged.
    """
    try:
        yield from tf.data.TFRecordDataset(str(path)).as_numpy_iterator()
    except tf.errors.OpError as error:
        raise click.ClickException(f"{path} is no whole TFRecord file: {error.message}") from error


def write_split(folder: Path, out: Path, numbers: dict[str, int]) -> int:
    """Writes ``out``.record and ``out``.csv for one folder of labelled photos; returns how many photos."""
    labelled = voc.pairs(folder)
    with (tf.io.TFRecordWriter(f"{out}.record") as records,
          open(f"{out}.csv", "w", newline="") as table):
        rows = csv.writer(table)
        rows.writerow(COLUMNS)
        for picture, labels in tqdm(labelled, desc=folder.name, disable=None):
            annotation = read_checked(picture, labels)
            records.write(example(picture, annotation, numbers).SerializeToString())
            rows.writerows((picture.name, annotation.width, annotation.height, box.name,
                            *(round(edge) for edge in (box.xmin, box.ymin, box.xmax, box.ymax)))
                           for box in annotation.boxes)
    return len(labelled)


def pictures(path: Path, count: int) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yields the first records' names, pictures (uint8 BGR) and boxes.

    Boxes are float [n, 4], (ymin, xmin, ymax, xmax) from 0 to 1.
    """
    for _, record in zip(range(count), read(path)):
        encoded, truth = decoded(record)
        picture = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
        boxes = np.array([[box.ymin / truth.height, box.xmin / truth.width,
                           box.ymax / truth.height, box.xmax / truth.width] for box in truth.boxes])
        yield truth.filename, picture, boxes.reshape(-1, 4)


@click.group()
def main() -> None:
    """Write, count, decode and preview TFRecords."""


@main.command()
@click.argument("partitioned", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--out", type=click.Path(path_type=Path), default="data/article/records", show_default=True)
def write(partitioned: Path, out: Path) -> None:
    """Write records, tables and the label map of the splits in folder PARTITIONED."""
    folders = [partitioned / split for split in SPLITS if (partitioned / split).is_dir()]
    if not folders:
        raise click.ClickException(f"no folder train, test or validation in {partitioned}: "
                                   "make them with training.article.partition")
    out.mkdir(parents=True, exist_ok=True)
    try:
        # Sorted, so that the numbers do not depend on the order of the photos.
        names = sorted({box.name for folder in folders for _, labels in voc.pairs(folder)
                        for box in voc.read(labels).boxes})
        label_map.write(names, out / "label_map.pbtxt")
        numbers = label_map.read(out / "label_map.pbtxt")
        for folder in folders:
            print(f"{write_split(folder, out / folder.name, numbers)} photos in {out / folder.name}.record")
    except voc.LabelError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def count(files: tuple[Path, ...]) -> None:
    """Count the photos and boxes in record FILES."""
    for path in files:
        boxes = [len(decoded(record)[1].boxes) for record in read(path)]
        print(f"{path}: {len(boxes)} photos, {sum(boxes)} boxes, {boxes.count(0)} photos without any")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for photos and label files.")
def decode(file: Path, out: Path) -> None:
    """Turn record FILE back into photos and label files, as LabelImg opens them."""
    out.mkdir(parents=True, exist_ok=True)
    for record in read(file):
        encoded, annotation = decoded(record)
        picture = out / Path(annotation.filename).name
        picture.write_bytes(encoded)
        voc.write(annotation, picture.with_suffix(".xml"))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The sheet, .png or .jpg.")
@click.option("--count", "most", default=16, show_default=True)
def preview(file: Path, out: Path, most: int) -> None:
    """Draw the first photos of record FILE with their boxes on a contact sheet."""
    drawn = [sheet.draw(picture, boxes, sheet.TRUTH) for _, picture, boxes in pictures(file, most)]
    if not drawn:
        raise click.ClickException(f"no photos in {file}")
    sheet.write(drawn, out)
    print(f"{len(drawn)} photos in {out}")


if __name__ == "__main__":
    main()
