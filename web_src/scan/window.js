/**
 * A stretch of a line of print, straightened and coarse: its ink without underlines and rules.
 *
 * The twin of training/reader/window.py.
 */

import { toneAt } from './histogram.js';
import { sampleColumn } from './samples.js';

/** Rows and columns to a height of the letter h. */
export const FINE = 10;

/** Rows above and below the baseline, and of both together. */
export const TOP = 18;
const BOTTOM = 11;
export const ROWS = TOP + BOTTOM;

/** Each row is one sample, in its middle. */
const CELLS = { along: Float64Array.of(0), down: Float64Array.from({ length: ROWS }, (_, row) => row + 0.5 - TOP) };

/** Rows that hold a line's letters: the first, and the one after the last. */
export const LETTERS = [8, 19];

/** Grey values between ink and paper, at least. */
const LEAST_RANGE = 16;

/** This share of a window is darker than its paper, where print is dark. */
const PAPER = 0.75;

/** Ink in a row this long is an underline's or a table's rule, px; and what such a row has at least. */
const RULE = 18;
const RULED = 0.4;

/** @typedef {{inverted: boolean, span: number}} Tones of a line's print: light on dark; grey values between ink and paper */

/**
 * Looks along and across a line from a point of its baseline on.
 *
 * @param {import('./picture.js').Picture} picture
 * @param {{x: number, y: number, slope: number, height: number}} at  the point, px; height of the letter h
 * @param {number} cols  FINE of them to a height
 * @returns {Uint8Array} ROWS × cols
 */
export function windowOf(picture, { x, y, slope, height }, cols) {
  const along = height / FINE / Math.hypot(1, slope); // px of x to a column
  const grey = new Uint8Array(ROWS * cols);
  const means = new Float64Array(ROWS);
  for (let col = 0; col < cols; col += 1) {
    const t = (col + 0.5) * along;
    sampleColumn(picture, x + t, y + t * slope, along, along * slope, CELLS, means);
    for (let row = 0, i = col; row < ROWS; row += 1, i += cols) grey[i] = means[row] + 0.5;
  }
  return grey;
}

/** The value that this share of some grey values lies below. */
function part(grey, share) {
  const counts = new Uint32Array(256);
  for (let i = 0; i < grey.length; i += 1) counts[grey[i]] += 1;
  return toneAt(counts, share);
}

/**
 * Print covers less than half of a line and the paper around it, so the middle tone is near the ground's.
 *
 * @param {Uint8Array} grey ROWS × cols
 * @returns {Tones}
 */
export function tonesOf(grey) {
  const [low, middle, high] = [0.03, 0.5, 0.97].map((share) => part(grey, share));
  return { inverted: middle - low < high - middle, span: Math.max(LEAST_RANGE, high - low) };
}

/**
 * @param {Uint8Array} grey ROWS × cols; turned over where print is light
 * @param {number} cols
 * @param {Tones} tones
 * @returns {Float64Array} ink 0 to 1; paper is what most of the window is
 */
export function inkOf(grey, cols, { inverted, span }) {
  if (inverted) for (let i = 0; i < grey.length; i += 1) grey[i] = 255 - grey[i];
  const paper = part(grey, PAPER);
  const ink = new Float64Array(grey.length);
  for (let i = 0; i < grey.length; i += 1) ink[i] = grey[i] < paper ? Math.min(1, (paper - grey[i]) / span) : 0;
  for (const [row, first, end] of rulesIn(ink, cols)) {
    for (let r = Math.max(0, row - 1); r < Math.min(ROWS, row + 2); r += 1) ink.fill(0, r * cols + first, r * cols + end);
  }
  return ink;
}

/** @returns {[number, number, number][]} row, first column and the one after the last of each long stretch of ink */
function rulesIn(ink, cols) {
  const found = [];
  for (let row = 0; row < ROWS; row += 1) {
    let first = 0;
    for (let col = 0; col <= cols; col += 1) {
      if (col < cols && ink[row * cols + col] > RULED) continue;
      if (col - first >= RULE) found.push([row, first, col]);
      first = col + 1;
    }
  }
  return found;
}
