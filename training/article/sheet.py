"""Contact sheets: many small pictures with their boxes on one."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

# Blue, green, red, as OpenCV orders them.
TRUTH, FOUND = (90, 170, 40), (40, 60, 230)
GAP = 6  # px between pictures


def draw(picture: np.ndarray, boxes: np.ndarray, colour: tuple[int, int, int],
         captions: list[str] | None = None) -> np.ndarray:
    """Draws boxes on a picture.

    Args:
        picture: uint8 [height, width, 3], BGR.
        boxes: float [n, 4], (ymin, xmin, ymax, xmax) from 0 to 1.
        captions: a text for each box, e.g. its score.

    Returns:
        a copy with the boxes.
    """
    picture = picture.copy()
    height, width = picture.shape[:2]
    scaled = np.round(np.asarray(boxes, np.float64).reshape(-1, 4) * [height, width, height, width]).astype(int)
    for i, (top, left, bottom, right) in enumerate(scaled.tolist()):
        cv2.rectangle(picture, (left, top), (right, bottom), colour, 2)
        if captions:
            cv2.putText(picture, captions[i], (left, max(12, top - 4)), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, 1,
                        cv2.LINE_AA)
    return picture


def write(pictures: list[np.ndarray], path: Path, columns: int = 4, cell: int = 400) -> None:
    """Writes a contact sheet.

    Args:
        pictures: uint8 [height, width, 3] each, BGR, of any size; at least one.
        cell: side of the square that each is fitted into, px.
    """
    rows = -(-len(pictures) // columns)
    pitch = cell + GAP
    sheet = np.full((rows * pitch + GAP, min(columns, len(pictures)) * pitch + GAP, 3), 255, np.uint8)
    for i, picture in enumerate(pictures):
        scale = cell / max(picture.shape[:2])
        small = cv2.resize(picture, None, fx=scale, fy=scale,
                           interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)[:cell, :cell]
        y, x = GAP + i // columns * pitch, GAP + i % columns * pitch
        sheet[y:y + small.shape[0], x:x + small.shape[1]] = small
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), sheet):
        raise OSError(f"could not write {path}")
