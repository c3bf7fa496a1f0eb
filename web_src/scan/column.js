/**
 * What stands on the lines of a straightened band (band.js): how much of their rows and columns is ink, where it begins, and
 * where the column of print that they are in ends.
 *
 * A line is told by its baseline: `at` or `shift` give its row at a column, `down` or `lines` so many rows below that.
 */

import { FINE } from './band.js';
import { FIRST, LAST } from './line_pitch.js';

/** @typedef {import('./band.js').Band} Band */

/**
 * Between columns there is more room than this in two lines at once, and through all that stand around; or so much
 * that no justified line has it between its words; in heights of the letter h.
 */
export const GUTTER = 1.2;
export const WIDE_GUTTER = 3;

/** How far a gutter may lean, columns to a row: a page seen from the side is no rectangle. */
const LEANS = [0, -0.06, 0.06, -0.12, 0.12];

/** Ink in a gutter, as a part of its area: specks and dirt. */
const DIRT = 0.01;

/** Ink that makes a letter, in squared heights. */
const SPECK = 0.1;

/** A full stop is no further than this from the letter behind it, in heights; typewriters give it as much room as a letter. */
const BESIDE = 0.8;

/**
 * The share of ink in each row of a line's letters, between two columns; and in so many rows above and below those.
 *
 * @param {Band} band
 * @param {number} from column
 * @param {number} to   the column after the last
 * @param {(col: number) => number} at the baseline's row
 * @param {{above?: number, below?: number}} [more] rows
 * @returns {Float64Array} from row FIRST - above to LAST + below (line_pitch.js) of the baseline
 */
export function profile({ mask, width, top, bottom }, from, to, at, { above = 0, below = 0 } = {}) {
  const [first, last] = [FIRST - above, LAST + below];
  const rows = new Float64Array(last - first);
  for (let col = Math.max(0, from); col < Math.min(width, to); col += 1) {
    const base = Math.round(at(col));
    const baseline = col * (bottom - top) + base - top;
    const end = Math.min(last, bottom - base);
    for (let row = Math.max(first, top - base); row < end; row += 1) rows[row - first] += mask[baseline + row];
  }
  return rows.map((sum) => sum / Math.max(1, to - from));
}

/** The part of a line's rows that is ink. */
export function inkShare(band, from, to, at) {
  const rows = profile(band, from, to, at);
  return rows.reduce((sum, share) => sum + share, 0) / rows.length;
}

/** The ink of a line's letters in one column, in rows. */
export function columnInk({ mask, top, bottom }, col, base) {
  let sum = 0;
  const middle = Math.round(base);
  const zero = col * (bottom - top) - top;
  const end = Math.min(bottom, middle + LAST);
  for (let row = Math.max(top, middle + FIRST); row < end; row += 1) sum += mask[zero + row];
  return sum;
}

/** Whether anything stands on the line itself between two columns. */
export function hasInk(band, from, to, shift) {
  for (let col = from; col < to; col += 1) if (columnInk(band, col, shift(col)) > 0) return true;
  return false;
}

/**
 * The last column with ink on one of the lines before a wall, or a gutter through all of them.
 *
 * @param {Band} band
 * @param {number} from column
 * @param {1 | -1} way  to the right or to the left
 * @param {(col: number) => number} shift
 * @param {number[]} lines rows below the first
 * @param {number} gutter  in heights of the letter h
 */
export function edge(band, from, way, shift, lines, gutter) {
  let last = from;
  const wide = Math.floor(gutter * FINE);
  for (let col = from; col >= 0 && col < band.width; col += way) {
    const gap = Math.abs(col - last);
    if (band.wall[col]) break;
    if (lines.some((down) => columnInk(band, col, shift(col) + down) > 0)) last = col;
    // What stands around may reach a little further than these lines: the gutter begins where it ends.
    else if (gap >= Math.max(WIDE_GUTTER, gutter) * FINE || (gap > wide && isGutter(band, col - way * wide, col))) break;
  }
  return last;
}

/** Whether paper runs down through the whole band between two columns, upright or leaning. */
function isGutter({ mask, width, top, bottom }, a, b) {
  const [first, end] = [Math.min(a, b) + 1, Math.max(a, b)];
  const most = DIRT * (end - first) * (bottom - top);
  return LEANS.some((lean) => {
    let ink = 0;
    for (let row = top; row < bottom; row += 1) {
      const by = Math.round(lean * row);
      for (let col = Math.max(0, first + by); col < Math.min(width, end + by); col += 1) ink += mask[col * (bottom - top) + row - top];
    }
    return ink <= most;
  });
}

/** The first column from which there is as much ink as a letter has, or of the full stop or hyphen right before it. */
export function firstInk(band, from, to, shift, down) {
  const ink = (col) => columnInk(band, col, shift(col) + down);
  const wide = Math.round(0.7 * FINE);
  for (let col = from; col < to; col += 1) {
    if (!ink(col)) continue;
    let sum = 0;
    for (let next = col; next < Math.min(band.width, col + wide); next += 1) sum += ink(next);
    if (sum >= SPECK * FINE * FINE) return withMark(col, from, ink);
  }
  return null;
}

/** The first inked column left of this one, without a gap of BESIDE on the way. */
function withMark(col, from, ink) {
  let first = col;
  for (let before = col - 1; before >= from && first - before <= BESIDE * FINE; before -= 1) if (ink(before)) first = before;
  return first;
}
