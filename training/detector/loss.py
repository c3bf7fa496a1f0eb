"""The detector's loss, on labels and weights packed into one tensor."""

from __future__ import annotations

import keras
from keras import ops

from training.detector import maps

CLASSES = maps.BODY + 1
FOCUS = 2.0  # gamma of the focal loss (Lin et al. 2017)
# A missed prefix is a missed link. Bare links are so hard to see that, weighted
# alike from the start, they made up most of the loss and the prefixes stopped improving.
LOGITS = [1.5, 1.0, 0.7]  # prefix, bare, body
# What an error of one unit costs: about equal for what spoils a strip equally.
GEOMETRY = {maps.BASELINE: 0.6, maps.SLOPE: 2.5, maps.HEIGHT: 1.8, maps.START: 1.2, maps.PREFIX_END: 0.3}


@keras.saving.register_keras_serializable("links_detector")
def detector_loss(truth, output):
    """Focal loss of the three logits, L1 of the geometry.

    Args:
        truth: [batch, rows, cols, 2 * CHANNELS], targets then weights.
        output: [batch, rows, cols, CHANNELS].

    Returns:
        A scalar: each logit's part is divided by its positive cells in the
        batch, each geometry's by its weighted cells.
    """
    target, weight = truth[..., : maps.CHANNELS], truth[..., maps.CHANNELS:]
    logit, y, w = output[..., :CLASSES], target[..., :CLASSES], weight[..., :CLASSES]
    cross_entropy = ops.maximum(logit, 0.0) - logit * y + ops.log1p(ops.exp(-ops.abs(logit)))
    miss = ops.abs(y - ops.sigmoid(logit))
    focal = ops.sum(w * miss**FOCUS * cross_entropy, axis=(0, 1, 2))
    positives = ops.sum(w * y, axis=(0, 1, 2))
    total = ops.sum(ops.convert_to_tensor(LOGITS, focal.dtype) * focal / (positives + 20.0))
    for channel, cost in GEOMETRY.items():
        w = weight[..., channel]
        error = ops.abs(target[..., channel] - output[..., channel])
        total += cost * ops.sum(w * error) / (ops.sum(w) + 1.0)
    return total
