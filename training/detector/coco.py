"""AP50 and mAP as COCO counts them, for anything that finds boxes."""

from __future__ import annotations

import contextlib
import io

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from training.detector.held_out import Shot
from training.detector.score import SMALLEST_ASKED, Found

MOST = 100  # boxes a picture, COCO's


def wide(box: np.ndarray) -> list[float]:
    """COCO's order: left, top, width, height."""
    return [float(v) for v in (box[0], box[1], box[2] - box[0], box[3] - box[1])]


def average_precision(seen: list[tuple[Shot, list[Found]]]) -> dict[str, float]:
    """Figures for the prefixes in pictures.

    Prefixes that are not asked for (cut, too small, too large) count as COCO's
    crowds: neither a miss nor, where they are found, a false alarm.

    Returns:
        {'AP50', 'AP75', 'mAP' (IoU 0.5 to 0.95), 'recall50': of the 100 surest a
        picture, 'recall50 at precision 98 %'}, 0 to 1 each.
    """
    annotations, results = [], []
    for number, (shot, found) in enumerate(seen, 1):
        for truth in shot.truths:
            box = wide(truth.box)
            if truth.prefix and box[2] > 0 and box[3] > 0:
                annotations.append({"id": len(annotations) + 1, "image_id": number, "category_id": 1, "bbox": box,
                                    "area": box[2] * box[3],
                                    "iscrowd": int(not truth.asked or truth.height < SMALLEST_ASKED)})
        results += [{"image_id": number, "category_id": 1, "bbox": wide(f.box), "score": f.score}
                    for f in found if f.kind == "prefix"]
    if not results or not annotations:
        return dict.fromkeys(("AP50", "AP75", "mAP", "recall50", "recall50 at precision 98 %"), 0.0)
    with contextlib.redirect_stdout(io.StringIO()):  # it talks
        truth = COCO()
        truth.dataset = {"images": [{"id": i + 1} for i in range(len(seen))], "annotations": annotations,
                         "categories": [{"id": 1, "name": "prefix"}]}
        truth.createIndex()
        run = COCOeval(truth, truth.loadRes(results), "bbox")
        run.params.maxDets = [1, 10, MOST]
        run.evaluate()
        run.accumulate()
        run.summarize()
    at_half = run.eval["precision"][0, :, 0, 0, 2]  # by recall 0, 0.01 … 1
    return {"AP50": round(float(run.stats[1]), 4), "AP75": round(float(run.stats[2]), 4),
            "mAP": round(float(run.stats[0]), 4), "recall50": round(float(run.eval["recall"][0, 0, 0, 2]), 4),
            "recall50 at precision 98 %": float(max([0.0, *run.params.recThrs[at_half >= 0.98]]))}
