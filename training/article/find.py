"""A run's exported model as a detector that evaluation can measure beside ours."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from training.detector.score import Found


def article_detector(run: Path):
    """The SavedModel of a run, suppression included.

    Returns:
        (picture uint8 [height, width], least score) → what it saw. All its classes
        are prefixes: what the article calls http, and what ``--classes prefix`` adds.

    Raises:
        click.ClickException: if the run was not exported.
    """
    import tensorflow as tf

    saved = run / "exported" / "saved_model"
    if not saved.exists():
        raise click.ClickException(f"no {saved}: export with training.article.export")
    model = tf.saved_model.load(str(saved))
    detect = model.signatures["serving_default"]

    def find(picture: np.ndarray, least: float) -> list[Found]:
        height, width = picture.shape
        said = detect(tf.constant(np.repeat(picture[None, ..., None], 3, -1)))
        boxes = said["detection_boxes"].numpy()[0]  # (top, left, bottom, right), 0 to 1
        scores = said["detection_scores"].numpy()[0]
        return [Found("prefix", float(score), box[[1, 0, 3, 2]] * [width, height, width, height])
                for box, score in zip(boxes, scores) if score >= least]

    find.model = model  # the signature alone would not keep it
    return find
