"""What the detector should say about a picture of a page.

Every cell of the maps is taken back to the page along the camera's view; there
the text is straight and known, and the view's derivatives turn page distances
into picture distances.
"""

from __future__ import annotations

import numpy as np

from training.camera.view import View
from training.detector import maps
from training.pages.page import Page, prefix_spans, spare_prefixes

# Where a line's letters are, in line heights above the baseline: its middle.
MIDDLE = 0.45
# Half the band of cells that answer for a line: half its height, but never so
# little that a line of small letters falls between two rows of cells.
BAND, LEAST_BAND = 0.5, 4.2  # line heights, picture px
# Cells this much further out may say either.
MARGIN, LEAST_MARGIN = 0.35, 2.5
OTHER_TEXT = 0.3  # weight of the geometry of text that is no link
# Strips are cut by the geometry at the prefix; its few cells must not drown in those of all other text.
AT_PREFIX = 5.0
# A broken link's later lines are what is most often taken for a prefix.
LATER_LINES = 4.0


class Grid:
    """The cells of a view's maps, seen on the page."""

    def __init__(self, view: View):
        rows, cols = view.height // maps.STRIDE, view.width // maps.STRIDE
        ys, xs = np.mgrid[0:rows, 0:cols]
        self.x = (xs + 0.5) * maps.STRIDE  # [rows, cols] picture px
        self.y = (ys + 0.5) * maps.STRIDE
        centres = np.stack([self.x, self.y], -1)
        self.page = view.page_points(centres)  # [rows, cols, 2] page px
        gx = view.page_points(centres + [1, 0])[..., 1] - self.page[..., 1]
        gy = view.page_points(centres + [0, 1])[..., 1] - self.page[..., 1]
        self.page_per_px = np.hypot(gx, gy)  # across the lines
        self.down = gy  # page px of y for one picture px down
        self.slope = -gx / gy


def encode(page: Page, view: View) -> tuple[np.ndarray, np.ndarray]:
    """Labels a picture.

    Returns:
        (targets, weights), float32 [rows, cols, CHANNELS] each: the value every
        cell should say, and how much it matters (0: anything goes).
    """
    grid = Grid(view)
    shape = (*grid.x.shape, maps.CHANNELS)
    targets, weights = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    weights[..., : maps.BODY + 1] = 1.0
    px, py = grid.page[..., 0], grid.page[..., 1]

    def offset(line) -> np.ndarray:
        return py - (line.baseline - MIDDLE * line.height)  # page px from the middle

    def bands(line, x0: float, x1: float) -> tuple[np.ndarray, np.ndarray]:
        """Cells on a stretch of a line, and those around that may say either."""
        away = np.abs(offset(line))
        on = (px >= x0) & (px <= x1) & (
            away <= np.maximum(BAND * line.height, LEAST_BAND * grid.page_per_px))
        reach = np.maximum(BAND * line.height, LEAST_BAND * grid.page_per_px) + np.maximum(
            MARGIN * line.height, LEAST_MARGIN * grid.page_per_px)
        slack = np.maximum(0.4 * line.height, 4 * grid.page_per_px)
        near = (px >= x0 - slack) & (px <= x1 + slack) & (away <= reach) & ~on
        return on, near

    # Geometry of all text, each cell for the line whose middle is nearest.
    nearest = np.full(grid.x.shape, np.inf)
    low, high = py.min(), py.max()
    for line in page.lines:
        if not low - line.height < line.baseline < high + line.height * 2 or not len(line.spans):
            continue
        away = np.abs(offset(line)) / line.height
        inside = (px >= line.spans[0, 0]) & (px <= line.spans[-1, 1])
        own = inside & (away < np.maximum(0.75, LEAST_BAND * grid.page_per_px / line.height)) & (away < nearest)
        if not own.any():
            continue
        nearest[own] = away[own]
        height = line.height / grid.page_per_px[own]
        targets[own, maps.BASELINE] = (line.baseline - py[own]) / grid.down[own] / maps.STRIDE
        targets[own, maps.SLOPE] = grid.slope[own]
        targets[own, maps.HEIGHT] = np.log(np.maximum(height, 1) / maps.REACH)
        scale = np.clip(maps.REACH / height, 0.25, 2) * OTHER_TEXT
        readable = (height >= maps.SMALLEST * 0.8) & (height <= maps.LARGEST * 1.2)
        weights[own, maps.BASELINE] = scale * readable
        weights[own, maps.SLOPE] = 2 * OTHER_TEXT * readable
        weights[own, maps.HEIGHT] = OTHER_TEXT * readable

    # Along links: the body, then the prefix or the start of a bare link.
    for link in page.links:
        for number, (index, first, end) in enumerate(link.pieces):
            line = page.lines[index]
            on, near = bands(line, line.spans[first, 0], line.spans[end - 1, 1])
            height = line.height / grid.page_per_px
            fits = (height >= maps.SMALLEST) & (height <= maps.LARGEST)
            targets[on, maps.BODY] = 1.0
            weights[near | (on & ~fits), maps.BODY] = 0.0
            weights[on & fits, maps.BASELINE: maps.HEIGHT + 1] /= OTHER_TEXT
            if number:
                weights[on & fits, maps.PREFIX] = LATER_LINES
    for link, line, x0, x1 in prefix_spans(page):
        on, near = bands(line, x0, x1)
        if not on.any():
            continue
        ends = view.picture_points(np.array([[x0, line.baseline], [x1, line.baseline]]))
        height = line.height / grid.page_per_px
        whole = 0 <= ends[0, 0] and ends[1, 0] <= view.width
        fits = (height >= maps.SMALLEST) & (height <= maps.LARGEST) & whole
        channel = maps.PREFIX if link.prefix_length else maps.BARE
        targets[on, channel] = 1.0
        weights[near | (on & ~fits), channel] = 0.0
        # What the other kind of start says here decides nothing.
        weights[on | near, maps.PREFIX + maps.BARE - channel] *= 0.0 if channel == maps.PREFIX else 1.0
        good = on & fits
        scale = np.clip(maps.REACH / height[good], 0.25, 2)
        targets[good, maps.START] = (grid.x[good] - ends[0, 0]) / maps.REACH
        weights[good, maps.START] = scale
        weights[good, maps.BASELINE: maps.HEIGHT + 1] *= AT_PREFIX
        if channel == maps.PREFIX:
            targets[good, maps.PREFIX_END] = (ends[1, 0] - grid.x[good]) / maps.REACH
            weights[good, maps.PREFIX_END] = scale
    for line, x0, x1 in spare_prefixes(page):
        on, near = bands(line, x0, x1)
        weights[(on | near) & (targets[..., maps.PREFIX] == 0), maps.PREFIX] = 0.0
    return targets, weights
