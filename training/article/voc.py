"""Labels as Pascal VOC XML, the format that LabelImg reads and writes.

One XML file stands beside each picture, under the same name. Coordinates are
pixels at pixel edges, x to the right and y downwards, origin at the top left.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

PICTURES = (".jpg", ".jpeg", ".png")


class LabelError(ValueError):
    """A label file that cannot be used; the text names the file and the fault."""


@dataclass
class Box:
    """An upright box around an object, in pixels."""

    name: str  # of its class
    xmin: float
    ymin: float
    xmax: float
    ymax: float
    truncated: bool = False  # cut by the picture's edge
    difficult: bool = False  # hardly to be made out by a person


@dataclass
class Annotation:
    """The labels of one picture."""

    filename: str  # of the picture, without folders
    width: int
    height: int
    boxes: list[Box] = field(default_factory=list)
    source: str = ""  # the document it shows; partitions follow it


def read(path: Path) -> Annotation:
    """Reads one label file.

    Raises:
        LabelError: if it is not XML, lacks something, or has a box that is
            empty or not inside the picture.
    """
    try:
        root = ET.parse(path).getroot()
    except (ET.ParseError, OSError) as error:
        raise LabelError(f"{path}: no readable XML ({error})") from error
    if root.tag != "annotation":
        raise LabelError(f"{path}: the outermost element is <{root.tag}>, not <annotation>")
    filename = _text(root, "filename", path)
    width, height = (int(_number(root, f"size/{name}", path)) for name in ("width", "height"))
    if width <= 0 or height <= 0:
        raise LabelError(f"{path}: the picture's size is given as {width} x {height}")
    boxes = [_box(element, width, height, path) for element in root.findall("object")]
    source = (root.findtext("source/database") or "").strip()
    # LabelImg writes "Unknown", which is no document.
    return Annotation(Path(filename).name, width, height, boxes, "" if source == "Unknown" else source)


def write(annotation: Annotation, path: Path) -> None:
    """Writes one label file; box edges are rounded to whole pixels, as LabelImg wants them."""
    root = ET.Element("annotation")
    ET.SubElement(root, "filename").text = annotation.filename
    ET.SubElement(ET.SubElement(root, "source"), "database").text = annotation.source or "Unknown"
    size = ET.SubElement(root, "size")
    # LabelImg notes a depth of 3 for colour and 1 for grey; nothing here reads it.
    for name, value in (("width", annotation.width), ("height", annotation.height), ("depth", 1)):
        ET.SubElement(size, name).text = str(value)
    ET.SubElement(root, "segmented").text = "0"
    for box in annotation.boxes:
        element = ET.SubElement(root, "object")
        ET.SubElement(element, "name").text = box.name
        ET.SubElement(element, "pose").text = "Unspecified"
        ET.SubElement(element, "truncated").text = str(int(box.truncated))
        ET.SubElement(element, "difficult").text = str(int(box.difficult))
        edges = ET.SubElement(element, "bndbox")
        for name in ("xmin", "ymin", "xmax", "ymax"):
            ET.SubElement(edges, name).text = str(round(getattr(box, name)))
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8")


def pairs(folder: Path, labels: Path | None = None) -> list[tuple[Path, Path]]:
    """The labelled pictures of a folder: (picture, label file), in a fixed order.

    Pictures without a label file are left out: a picture without links has a
    label file without boxes.

    Args:
        labels: folder of the label files; default: beside the pictures.

    Raises:
        LabelError: if there are none, or a label file has no picture.
    """
    pictures = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in PICTURES}
    files = sorted((labels or folder).glob("*.xml"))
    if not files:
        raise LabelError(f"{labels or folder}: no label files (*.xml) here")
    for path in files:
        if path.stem not in pictures:
            raise LabelError(f"{path}: no picture {path.stem}.jpg or .png in {folder}")
    return [(pictures[path.stem], path) for path in files]


def _box(element: ET.Element, width: int, height: int, path: Path) -> Box:
    name = _text(element, "name", path)
    xmin, ymin, xmax, ymax = (_number(element, f"bndbox/{edge}", path)
                              for edge in ("xmin", "ymin", "xmax", "ymax"))
    if not (0 <= xmin < xmax <= width and 0 <= ymin < ymax <= height):
        raise LabelError(f"{path}: the box of '{name}', x {xmin:g} to {xmax:g}, y {ymin:g} to {ymax:g}, "
                         f"is empty or not inside the picture of {width} x {height}")
    return Box(name, xmin, ymin, xmax, ymax,
               element.findtext("truncated") == "1", element.findtext("difficult") == "1")


def _text(element: ET.Element, name: str, path: Path) -> str:
    text = (element.findtext(name) or "").strip()
    if not text:
        raise LabelError(f"{path}: no <{name.replace('/', '><')}> in <{element.tag}>")
    return text


def _number(element: ET.Element, name: str, path: Path) -> float:
    text = _text(element, name, path)
    try:
        return float(text)
    except ValueError:
        raise LabelError(f"{path}: <{name.replace('/', '><')}> is '{text}', not a number") from None
