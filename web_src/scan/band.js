/**
 * The lines around a link's line, straightened and coarse: where there is ink and where paper.
 */

import { toneAt } from './histogram.js';
import { baselineOf } from './path.js';
import { sampleColumn } from './samples.js';

/** Columns and rows to a height of the letter h. */
export const FINE = 8;

/** Rows shown above the line's baseline and below it, in heights. */
const ABOVE = 1.5;
const BELOW = 5;

/** No line of print is longer than this before its link, or behind it, in heights. */
export const LONGEST = 80;

/** Ink is darker than the paper around it by this part of what the link's own print is. */
const INK = 0.4;

/** Light print on a dark ground stands out from it by no less than this part of what it does where it is lit most. */
const LEAST_RANGE = 0.25;

/** How far below its baseline paper belongs to a line, in heights. */
const AROUND = 0.5;

/** A rule is longer than this without a gap, in heights, and so thick, in rows; around it less than this share is ink. */
const RULE_LONG = 2;
const RULE_THICK = 3;
const RULE_CLEAR = 0.3;

/** So far below the baseline a wall goes on, in heights, and this share of its rows is ink, which may lean by a column. */
const WALL_LONG = 3;
const WALL_FULL = 0.95;

/** A column of a picture made smaller shows as much as its own if it is no narrower than this, px of it. */
const ENOUGH = 0.9;

/** The paper's brightness is taken from blocks so wide, in heights. */
const BLOCK = 4;

/**
 * @typedef {object} Band
 * @property {number} width     columns
 * @property {Uint8Array} mask  1 where there is ink, column after column; row 0, not the first, is the baseline
 * @property {Uint8Array} wall  1 where a column is ink from the line above down through the next: a rule between
 *   columns, a box's edge, a picture
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
 * @param {number} [from] where the link's print begins, picture px: right of the candidate's start another column may end
 * @returns {Band}
 */
export function cutBand(picture, candidate, endX, right, from = candidate.x) {
  const scale = candidate.height / FINE;
  const { points, start: seen } = pointsAlong(picture, candidate, endX + right * candidate.height, scale);
  const start = Math.max(seen, points.findIndex(([x]) => x >= from));
  const [top, bottom] = [-Math.round(ABOVE * FINE), Math.round(BELOW * FINE)];
  const toPicture = (col, row) => {
    const nearest = Math.max(0, Math.min(points.length - 1, Math.round(col)));
    const [x, y, slope] = points[nearest];
    const n = Math.hypot(1, slope);
    const [along, down] = [(col - nearest) * scale, row * scale];
    return [x + (along - down * slope) / n, y + (along * slope + down) / n];
  };
  const end = Math.min(points.length, start + Math.max(FINE, Math.round((endX - Math.max(from, candidate.x)) / scale)));
  const grey = sampleSmaller(picture, points, top, bottom, scale);
  const ink = inkOf(grey, bottom - top, top, start, end);
  return {
    width: points.length,
    mask: withoutRules(ink, bottom - top),
    wall: wallsIn(ink, bottom - top, WALL_LONG * FINE - top),
    start,
    end,
    top,
    bottom,
    scale,
    toPicture,
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

/** The band's pixels, from the picture made smaller where there is one that shows as much. */
function sampleSmaller(picture, points, top, bottom, scale) {
  const { smaller } = picture;
  const across = smaller ? smaller.width / picture.width : 0;
  if (across * scale < ENOUGH) return sample(picture, points, top, bottom, scale);
  const down = smaller.height / picture.height;
  return sample(smaller, points.map(([x, y, slope]) => [x * across, y * down, slope]), top, bottom, across * scale);
}

/** The band's pixels, column after column. */
function sample(picture, points, top, bottom, scale) {
  const rows = bottom - top;
  const grey = new Uint8Array(points.length * rows);
  const steps = scale > 1.5 ? [-0.25, 0.25] : [0];
  const cells = {
    along: Float64Array.from(steps),
    down: Float64Array.from({ length: rows * steps.length }, (_, k) =>
      top + Math.floor(k / steps.length) + 0.5 + steps[k % steps.length]),
  };
  const means = new Float64Array(rows);
  for (let col = 0; col < points.length; col += 1) {
    const [x, y, slope] = points[col];
    const n = Math.hypot(1, slope);
    sampleColumn(picture, x, y, scale / n, (scale * slope) / n, cells, means);
    grey.set(means, col * rows);
  }
  return grey;
}

/** Where the print is darker than its paper; light print on a dark ground is turned over first. */
function inkOf(grey, rows, top, start, end) {
  const { inverted, contrast, rangeAt } = tonesOf(grey, rows, top, start, end);
  const mask = new Uint8Array(grey.length);
  const cols = grey.length / rows;
  for (let from = 0; from < cols; from += BLOCK * FINE) {
    const to = Math.min(cols, from + BLOCK * FINE);
    const paper = toneAt(countTones(grey, rows, from, to, 3, 0, rows), inverted ? 0.3 : 0.7);
    // In a shadow the paper is darker, and so is what it differs by from its print.
    const threshold = INK * (inverted ? rangeAt((from + to) / 2) : contrast * paper);
    for (let i = from * rows; i < to * rows; i += 1) {
      const darker = inverted ? grey[i] - paper : paper - grey[i];
      if (darker > threshold) mask[i] = 1;
    }
  }
  return mask;
}

/**
 * Whether a link's print is light on dark; how many grey values are between both at a column, or at the link's end that is
 * nearest; and as a part of the paper's: from each block of it, for a shadow that falls across parts the paper's own values
 * by more than that.
 */
function tonesOf(grey, rows, top, start, end) {
  const blocks = Math.max(1, Math.round((end - start) / (BLOCK * FINE)));
  const at = (block) => Math.round(start + (block * (end - start)) / blocks);
  const found = Array.from({ length: blocks }, (_, block) => {
    // With the paper around it: within its own rows a bold `www.` covers more than half.
    const own = countTones(grey, rows, at(block), at(block + 1), 1, 0, AROUND * FINE - top);
    return [0.03, 0.5, 0.97].map((share) => toneAt(own, share));
  });
  const sum = (value) => found.reduce((all, tones) => all + value(tones), 0);
  return {
    inverted: sum(([low, middle, high]) => 2 * middle - low - high) < 0,
    contrast: sum(([low, , high]) => (high - low) / Math.max(1, high)) / blocks,
    rangeAt: rangesAt(found.map(([low, , high]) => high - low), (col) => Math.floor((blocks * (col - start)) / (end - start))),
  };
}

/** The grey values between print and ground in a link's blocks: a block may hold little print, the darkest shadow leaves some. */
function rangesAt(ranges, blockAt) {
  const most = Math.max(...ranges);
  return (col) => {
    const block = Math.max(0, Math.min(ranges.length - 1, blockAt(col)));
    return Math.max(LEAST_RANGE * most, ...ranges.slice(Math.max(0, block - 1), block + 2));
  };
}

/** The ink without underlines and other rules: they are no print, and lines would be found by them. */
function withoutRules(mask, rows) {
  const cols = mask.length / rows;
  const kept = mask.slice();
  const inkShare = (row, from, to) => {
    let ink = 0;
    for (let col = from; col < to; col += 1) ink += mask[col * rows + row];
    return ink / (to - from);
  };
  const isClear = (row, way, from, to) => {
    for (let by = 1; by <= RULE_THICK; by += 1) {
      if (row + way * by < 0 || row + way * by >= rows || inkShare(row + way * by, from, to) < RULE_CLEAR) return true;
    }
    return false;
  };
  for (let row = 0; row < rows; row += 1) {
    let from = 0; // of the run of ink that ends here
    for (let col = 0; col <= cols; col += 1) {
      if (col < cols && mask[col * rows + row]) continue;
      if (col - from >= RULE_LONG * FINE && isClear(row, -1, from, col) && isClear(row, 1, from, col)) {
        for (let c = from; c < col; c += 1) kept[c * rows + row] = 0;
      }
      from = col + 1;
    }
  }
  return kept;
}

/** Which columns are ink through all of their first rows. */
function wallsIn(mask, rows, long) {
  const cols = mask.length / rows;
  return Uint8Array.from({ length: cols }, (_, col) => {
    let full = 0;
    for (let row = 0; row < long; row += 1) {
      const i = col * rows + row;
      full += mask[i] || (col > 0 && mask[i - rows]) || (col + 1 < cols && mask[i + rows]) ? 1 : 0;
    }
    return full >= WALL_FULL * long ? 1 : 0;
  });
}

/** How often each tone is in some rows of every so many columns. */
function countTones(grey, rows, from, to, step, first, last) {
  const counts = new Uint32Array(256);
  for (let col = from; col < to; col += step) {
    for (let i = col * rows + first; i < col * rows + last; i += 1) counts[grey[i]] += 1;
  }
  return counts;
}
