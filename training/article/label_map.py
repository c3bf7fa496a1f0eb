"""The label map: which number stands for which class, in the Object Detection API's text format."""

from __future__ import annotations

from pathlib import Path

from training.article.object_detection_setup import prepare_protos


def write(names: list[str], path: Path) -> None:
    """Writes a label map; classes are numbered from 1, for 0 is the background."""
    path.write_text("".join(f"item {{\n  id: {number}\n  name: '{name}'\n}}\n"
                            for number, name in enumerate(names, 1)))


def read(path: Path) -> dict[str, int]:
    """Reads a label map: the number of each class.

    Raises:
        ValueError: if the file is no label map.
    """
    prepare_protos()
    from google.protobuf import text_format
    from object_detection.protos.string_int_label_map_pb2 import StringIntLabelMap

    try:
        items = text_format.Parse(path.read_text(), StringIntLabelMap()).item
    except text_format.ParseError as error:
        raise ValueError(f"{path} is no label map: {error}") from error
    return {item.name: item.id for item in items}
