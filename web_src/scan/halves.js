/**
 * One run of the detector in two: the upper and the lower half of a picture, for two threads to look at.
 *
 * Each half is seen with some rows of the other: what the network says of a place depends on what is around it. On
 * 40 held-out pictures as camera frames, which had 207 places like links, none was lost; seven that hardly look like one
 * were new, and no score was another by more than 0.1. With half as many rows three were lost.
 */

import { INPUT_STEP } from './detector.js';

/** @typedef {import('./detector.js').Maps} Maps */
/** @typedef {import('./picture.js').Picture} Picture */

/** Rows of the other half, px; the network's coarsest cells are half as high. */
const OVERLAP = 64;

/** In lower pictures the overlap is too much work for what two threads save, px. */
const LEAST_HEIGHT = 480;

/** @param {Picture} picture */
export const isWorthHalving = ({ height }) => height >= LEAST_HEIGHT;

/**
 * @param {Picture} picture  of a height worth halving
 * @param {(half: Picture) => Promise<Maps>} look  asked for both at once
 * @returns {Promise<Maps>} of the whole picture
 */
export async function lookInHalves({ data, width, height }, look) {
  const middle = INPUT_STEP * Math.round(height / 2 / INPUT_STEP);
  const from = middle - OVERLAP;
  const to = middle + OVERLAP;
  const [upper, lower] = await Promise.all([
    look({ data: data.slice(0, to * width), width, height: to }),
    look({ data: data.slice(from * width), width, height: height - from }),
  ]);
  const cell = to / upper.rows; // px
  const cells = upper.data.length / upper.rows; // numbers in a row of the maps
  const above = upper.data.subarray(0, (middle / cell) * cells);
  const below = lower.data.subarray((OVERLAP / cell) * cells);
  const both = new Float32Array(above.length + below.length);
  both.set(above);
  both.set(below, above.length);
  return { data: both, rows: both.length / cells, cols: upper.cols };
}
