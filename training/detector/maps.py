"""The detector's output: which channel says what, and in which unit.

This is the contract between labels, loss, decoding and the browser; the prose
version stands in ``docs/design.md``.
"""

STRIDE = 8  # input px per cell of the maps
PREFIX, BARE, BODY = 0, 1, 2  # logits
BASELINE = 3  # y from the cell's centre down to the baseline, / STRIDE
SLOPE = 4  # dy/dx of the baseline
HEIGHT = 5  # ln(height of the letter h / REACH)
START = 6  # x from the link's start to the cell's centre, / REACH
PREFIX_END = 7  # x from the cell's centre to the prefix's end, / REACH
CHANNELS = 8
REACH = 16.0  # px

# Letters of these heights (px at the input) are the detector's business; others
# are the business of another scale of the same picture.
SMALLEST, LARGEST = 7.0, 66.0
