"""From labelled photos to records: the split by document, the schema, and the way back."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest
import tensorflow as tf
from click.testing import CliRunner

from training.article import label_map, partition, records, sheet, voc

SHARES = {"train": 0.6, "test": 0.2, "validation": 0.2}


def labelled(folder, names, size=(64, 48), boxes=True):
    """Photos with one box each, of classes in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, name in enumerate(names):
        cv2.imwrite(str(folder / f"{name}.jpg"), np.full(size[::-1], 10 * i % 255, np.uint8))
        found = [voc.Box(("www", "http")[i % 2], 8, 12, 40, 24, truncated=i % 3 == 0)] if boxes else []
        voc.write(voc.Annotation(f"{name}.jpg", *size, found), folder / f"{name}.xml")
    return folder


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


# -- partition ------------------------------------------------------------------

@pytest.mark.parametrize("name, source, document", [
    ("ab12-0_00001", "manual.pdf", "manual.pdf"),
    ("ab12-0_00001", "manual.pdf#7", "manual.pdf"),
    ("ab12-0_00001", "", "ab12"),
    ("IMG_9140", "", "IMG_9140"),
])
def test_a_photo_belongs_to_its_document(name, source, document):
    assert partition.document_of(Path(f"{name}.jpg"), source) == document


def test_shares_are_met_and_repeat_for_a_seed():
    documents = {f"d{i}": 1 + i % 4 for i in range(200)}
    chosen = partition.assign(documents, SHARES, seed=1)
    total = sum(documents.values())
    for split, share in SHARES.items():
        assert sum(n for name, n in documents.items() if chosen[name] == split) == pytest.approx(share * total, abs=5)
    assert partition.assign(dict(reversed(documents.items())), SHARES, seed=1) == chosen
    assert partition.assign(documents, SHARES, seed=2) != chosen


def test_one_more_document_moves_few_of_the_others():
    documents = {f"d{i}": 1 for i in range(200)}
    before, after = (partition.assign(d, SHARES, 0) for d in (documents, {**documents, "new": 1}))
    assert sum(before[name] != after[name] for name in documents) <= 2


def test_no_document_is_on_two_sides(tmp_path):
    folder = labelled(tmp_path / "in", [f"doc{i % 7}-{i}" for i in range(40)])
    result = run(partition.main, folder, "--out", tmp_path / "out", "--test", 0.3, "--validation", 0.2)
    assert result.exit_code == 0, result.output
    documents = {split: {path.stem.split("-")[0] for path in (tmp_path / "out" / split).glob("*.jpg")}
                 for split in partition.SPLITS}
    assert sum(map(len, documents.values())) == 7 and all(documents.values())
    assert len(list((tmp_path / "out").rglob("*.xml"))) == 40


def test_an_earlier_partition_is_not_mixed_with_a_new_one(tmp_path):
    folder = labelled(tmp_path / "in", "abcde")
    assert run(partition.main, folder, "--out", tmp_path / "out").exit_code == 0
    again = run(partition.main, folder, "--out", tmp_path / "out", "--seed", 5)
    assert again.exit_code == 1 and "remove it" in again.output


@pytest.mark.parametrize("shares", [("--test", -0.1), ("--test", 0.6, "--validation", 0.4)])
def test_shares_that_leave_nothing_are_refused(tmp_path, shares):
    folder = labelled(tmp_path / "in", "ab")
    assert run(partition.main, folder, "--out", tmp_path / "out", *shares).exit_code == 1


# -- records ------------------------------------------------------------------

@pytest.fixture
def written(tmp_path):
    labelled(tmp_path / "part" / "train", "abcd")
    labelled(tmp_path / "part" / "test", "ef")
    result = run(records.main, "write", tmp_path / "part", "--out", tmp_path / "records")
    assert result.exit_code == 0, result.output
    return tmp_path / "records"


def test_a_record_has_the_fields_of_the_object_detection_api(written, tmp_path):
    first = tf.train.Example.FromString(next(records.read(written / "train.record"))).features.feature
    picture = (tmp_path / "part" / "train" / "a.jpg").read_bytes()
    assert first["image/encoded"].bytes_list.value[:] == [picture]
    assert first["image/format"].bytes_list.value[:] == [b"jpeg"]
    assert first["image/filename"].bytes_list.value[:] == first["image/source_id"].bytes_list.value[:] == [b"a.jpg"]
    assert (first["image/width"].int64_list.value[0], first["image/height"].int64_list.value[0]) == (64, 48)
    edges = {name: list(first[f"image/object/bbox/{name}"].float_list.value)
             for name in ("xmin", "xmax", "ymin", "ymax")}
    assert edges == {"xmin": [8 / 64], "xmax": [40 / 64], "ymin": [12 / 48], "ymax": [24 / 48]}
    assert first["image/object/class/text"].bytes_list.value[:] == [b"www"]
    assert first["image/object/class/label"].int64_list.value[:] == [2]
    assert first["image/object/truncated"].int64_list.value[:] == [1]


def test_classes_are_numbered_from_one_in_a_fixed_order(written):
    assert label_map.read(written / "label_map.pbtxt") == {"http": 1, "www": 2}


def test_the_table_has_a_row_for_each_box(written):
    with open(written / "test.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    assert rows[0] == {"filename": "e.jpg", "width": "64", "height": "48", "class": "www",
                       "xmin": "8", "ymin": "12", "xmax": "40", "ymax": "24"}
    assert len(rows) == 2


def test_records_are_counted(written):
    result = run(records.main, "count", written / "train.record", written / "test.record")
    assert "train.record: 4 photos, 4 boxes, 0 photos without any" in result.output
    assert "test.record: 2 photos" in result.output


def test_decoding_gives_back_photos_and_labels(written, tmp_path):
    assert run(records.main, "decode", written / "train.record", "--out", tmp_path / "back").exit_code == 0
    for path in sorted((tmp_path / "part" / "train").iterdir()):
        assert (tmp_path / "back" / path.name).read_bytes() == path.read_bytes()


def test_a_preview_shows_every_photo_with_its_boxes(written, tmp_path):
    result = run(records.main, "preview", written / "train.record", "--out", tmp_path / "sheet.png")
    assert result.exit_code == 0 and "4 photos" in result.output
    drawn = cv2.imread(str(tmp_path / "sheet.png"))
    assert drawn.shape[1] > 4 * 400
    greens = [(drawn[:, x:x + 400] == sheet.TRUTH).all(-1).any() for x in range(6, drawn.shape[1] - 6, 406)]
    assert greens == [True] * 4


def test_photos_without_boxes_are_kept_as_such(tmp_path):
    labelled(tmp_path / "part" / "train", "ab", boxes=False)
    assert run(records.main, "write", tmp_path / "part", "--out", tmp_path / "records").exit_code == 0
    encoded, annotation = records.decoded(next(records.read(tmp_path / "records" / "train.record")))
    assert encoded and annotation.boxes == []


def test_a_damaged_file_is_named(written, tmp_path):
    (tmp_path / "bad.record").write_bytes((written / "train.record").read_bytes()[:-3])
    result = run(records.main, "count", tmp_path / "bad.record")
    assert result.exit_code == 1 and "bad.record" in result.output


def test_a_folder_without_splits_is_refused(tmp_path):
    result = run(records.main, "write", labelled(tmp_path / "in", "ab"), "--out", tmp_path / "out")
    assert result.exit_code == 1 and "training.article.partition" in result.output
