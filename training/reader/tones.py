"""Evens out a strip's light and makes its print dark, as ``web_src/scan/tones.js`` does.

A shadow's edge or the curve of a page runs across a line as often as not. So
the tones are stretched by the darkest and the lightest nearby, not by those of
the whole strip.
"""

from __future__ import annotations

import numpy as np

BLOCK = 0.5  # columns that share a stretch, in strip heights; between them it is interpolated
REACH = 2  # blocks that are looked at on either side of one
PERCENTILES = (0.02, 0.5, 0.98)  # the darkest, the middle and the lightest tone
LEAST_RANGE = 24  # grey values: an empty strip stays flat
LEAST_SHARE = 0.35  # of the whole strip's range: gaps between words stay empty


def ranges(counts: np.ndarray) -> np.ndarray:
    """The PERCENTILES of histograms [..., 256], as float64 [..., 3]."""
    seen, total = counts.cumsum(-1), counts.sum(-1)
    rank = [np.minimum(total - 1, (part * total).astype(int))[..., None] for part in PERCENTILES]
    return np.stack([(seen > r).argmax(-1) for r in rank], -1).astype(np.float64)


def histograms(strip: np.ndarray, block: int) -> np.ndarray:
    """How often each grey value occurs in each block of columns, [blocks, 256]."""
    number = np.arange(strip.shape[1]) // block
    return np.bincount((number * 256 + strip).ravel(), minlength=(number[-1] + 1) * 256).reshape(-1, 256)


def dark_on_light(strip: np.ndarray) -> np.ndarray:
    """Stretches tones to the full range and inverts light print on dark ground.

    Args:
        strip: uint8 [height, width].

    Returns:
        uint8 [height, width].
    """
    height, width = strip.shape
    block = int(BLOCK * height)
    counts = histograms(strip, block)
    around = ranges(np.stack([counts[max(0, i - REACH) : i + REACH + 1].sum(0) for i in range(len(counts))]))
    place = (np.arange(width) + 0.5) / block - 0.5
    place = np.clip(place, 0, len(around) - 1)
    before = np.minimum(place.astype(int), max(0, len(around) - 2))
    after = np.minimum(before + 1, len(around) - 1)
    low, _, high = (around[before] + (place - before)[:, None] * (around[after] - around[before])).T
    darkest, _, lightest = ranges(counts.sum(0))
    span = np.maximum(max(LEAST_RANGE, LEAST_SHARE * (lightest - darkest)), high - low)
    # Print covers less than half of a strip, so the middle tone is near the ground's.
    inverted = around[:, 1].sum() - around[:, 0].sum() < around[:, 2].sum() - around[:, 1].sum()
    ink = (strip - low) / span if inverted else (high - strip) / span
    return np.floor(255 * np.clip(1 - ink, 0, 1) + 0.5).astype(np.uint8)
