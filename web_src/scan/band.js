/**
 * The lines around a link's line, straightened and coarse: where there is ink and where paper.
 */

import { baselineOf } from './path.js';
import { bilinear } from './strip.js';

/** Columns and rows to a height of the letter h. */
export const FINE = 8;

/** Rows shown above the line's baseline and below it, in heights. */
const ABOVE = 1.5;
const BELOW = 5;

/** No line of print is longer than this before its link, in heights. */
const LONGEST = 80;

/** Ink is darker than the paper around it by this part of what the link's own print is. */
const INK = 0.4;

/** The paper's brightness is taken from blocks so wide, in heights. */
const BLOCK = 4;

/**
 * @typedef {object} Band
 * @property {number} width     columns
 * @property {Uint8Array} mask  1 where there is ink, row after row; row 0, not the first, is the baseline
 * @property {number} start     the link's first column
 * @property {number} end       the column after its last
 * @property {number} top       first row, negative
 * @property {number} bottom    the row after the last
 * @property {number} scale     picture px to a column or row
 * @property {(col: number, row: number) => [number, number]} toPicture
 */

/**
 * @param {import('./picture.js').Picture} picture
 * @param {import('./candidates.js').Candidate} candidate of the link's line
 * @param {number} endX where the link ends, picture px
 * @param {number} right how far beyond that the band goes, in heights
 * @returns {Band}
 */
export function cutBand(picture, candidate, endX, right) {
  const scale = candidate.height / FINE;
  const { points, start } = pointsAlong(picture, candidate, endX + right * candidate.height, scale);
  const [top, bottom] = [-Math.round(ABOVE * FINE), Math.round(BELOW * FINE)];
  const toPicture = (col, row) => {
    const nearest = Math.max(0, Math.min(points.length - 1, Math.round(col)));
    const [x, y, slope] = points[nearest];
    const n = Math.hypot(1, slope);
    const [along, down] = [(col - nearest) * scale, row * scale];
    return [x + (along - down * slope) / n, y + (along * slope + down) / n];
  };
  const end = Math.min(points.length, start + Math.max(FINE, Math.round((endX - candidate.x) / scale)));
  const grey = sample(picture, points, top, bottom, scale);
  const mask = inkOf(grey, points.length, top, start, end);
  return {
    width: points.length, mask, start, end, top, bottom, scale, toPicture,
  };
}

/** Points of the baseline, one a column, from the picture's left side on; `start` is the link's. */
function pointsAlong({ width, height }, candidate, end, scale) {
  const at = baselineOf(candidate);
  const inside = (x) => x >= 0 && x < width && at(x)[0] > 0 && at(x)[0] < height + candidate.height;
  const least = candidate.x - LONGEST * candidate.height;
  const before = [];
  for (let x = candidate.x; x > least && inside(x);) {
    const [y, slope] = at(x);
    before.push([x, y, slope]);
    x -= scale / Math.hypot(1, slope);
  }
  const points = before.reverse();
  const start = Math.max(0, points.length - 1);
  for (let x = candidate.x; x < end && inside(x);) {
    const [y, slope] = at(x);
    if (x > candidate.x || !points.length) points.push([x, y, slope]);
    x += scale / Math.hypot(1, slope);
  }
  return { points, start };
}

function sample({ data, width, height }, points, top, bottom, scale) {
  const grey = new Uint8Array(points.length * (bottom - top));
  const steps = scale > 1.5 ? [-0.25, 0.25] : [0];
  for (let col = 0; col < points.length; col += 1) {
    const [x, y, slope] = points[col];
    const n = Math.hypot(1, slope);
    const [tx, ty] = [scale / n, (scale * slope) / n]; // one column along the line
    for (let row = top; row < bottom; row += 1) {
      let sum = 0;
      for (const j of steps) {
        const down = row + 0.5 + j;
        for (const along of steps) sum += bilinear(data, width, height, x + along * tx - down * ty, y + along * ty + down * tx);
      }
      grey[(row - top) * points.length + col] = sum / steps.length ** 2;
    }
  }
  return grey;
}

/** Where the print is darker than its paper; light print on a dark ground is turned over first. */
function inkOf(grey, cols, top, start, end) {
  const own = []; // the link's own rows, between its baseline and the top of its small letters
  for (let row = -FINE; row < 1; row += 1) {
    for (let col = start; col < end; col += 1) own.push(grey[(row - top) * cols + col]);
  }
  own.sort((a, b) => a - b);
  const part = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const [low, high] = [part(own, 0.03), part(own, 0.97)];
  const inverted = part(own, 0.5) - low < high - part(own, 0.5);
  const threshold = INK * (high - low);
  const mask = new Uint8Array(grey.length);
  const wide = BLOCK * FINE;
  for (let from = 0; from < cols; from += wide) {
    const to = Math.min(cols, from + wide);
    const values = [];
    for (let i = 0; i < grey.length; i += cols) for (let col = from; col < to; col += 3) values.push(grey[i + col]);
    const paper = part(values.sort((a, b) => a - b), inverted ? 0.3 : 0.7);
    for (let i = 0; i < grey.length; i += cols) {
      for (let col = from; col < to; col += 1) {
        const darker = inverted ? grey[i + col] - paper : paper - grey[i + col];
        mask[i + col] = Number(darker > threshold);
      }
    }
  }
  return mask;
}
