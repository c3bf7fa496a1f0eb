"""A picture's pixels along a line that lies anyhow."""

import numpy as np
import pytest

RUN = """(m, { data, width, height, at, along, down, cells }) => {
  const means = new Float64Array(cells);
  m.sampleColumn({ data: Uint8Array.from(data), width, height }, ...at,
    { along: Float64Array.from(along), down: Float64Array.from(down) }, means);
  return [...means];
}"""

WIDTH, HEIGHT = 30, 20
ALONG, DOWN = [-0.25, 0.25], [-2.75, -2.25, -1.75, -1.25, -0.75, -0.25]  # three rows of four samples


def plane(x, y):
    """The tone of pixel (x, y), counted from 0: halfway between two, halfway between theirs."""
    return 20 + 3 * x + 5 * y


# Inside; over each edge and over a corner; wholly outside; so near the last pixel that it has no neighbour.
PLACES = [(12, 9, 1.5, 0.4), (1, 9, 2, 0.3), (29, 9, 2, 0.3), (12, 1, 2, 0.3), (12, 21, 2, -0.3), (0, 0, 2, 1),
          (-40, 9, 1, 0), (12, 60, 1, 0), (29.2, 15, 1, 0)]


@pytest.mark.parametrize("at", PLACES)
def test_each_cell_is_the_mean_of_its_samples(page, modules, at):
    x, y, tx, ty = at
    ys, xs = np.mgrid[:HEIGHT, :WIDTH]
    got = modules.run(page, RUN, "/web_src/scan/samples.js", {
        "data": plane(xs, ys).astype(np.uint8).ravel().tolist(), "width": WIDTH, "height": HEIGHT,
        "at": at, "along": ALONG, "down": DOWN, "cells": 3})
    along, down = np.array(ALONG)[None], np.array(DOWN)[:, None]
    samples = plane(np.clip(x + along * tx - down * ty - 0.5, 0, WIDTH - 1), np.clip(y + along * ty + down * tx - 0.5, 0, HEIGHT - 1))
    assert got == pytest.approx(samples.reshape(3, -1).mean(1), abs=1e-9)
