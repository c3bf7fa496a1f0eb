/**
 * The lines around a link's line, straightened and coarse: where there is ink and where paper.
 */

import { beforeBullets } from './band_bullets.js';
import { inkOf } from './band_ink.js';
import { rulesIn } from './band_rules.js';
import { baselineOf } from './path.js';
import { sampleColumn } from './samples.js';

/** Columns and rows to a height of the letter h. */
export const FINE = 8;

/** Rows shown above the line's baseline and below it, in heights. */
const ABOVE = 1.5;
const BELOW = 5;

/** No line of print is longer than this before its link, or behind it, in heights. */
export const LONGEST = 80;

/** A rule is longer than this without a gap, in heights, and so thick, in rows; around it less than this share is ink. */
const RULE_LONG = 2;
const RULE_THICK = 3;
const RULE_CLEAR = 0.3;

/** So far below the baseline a wall goes on, in heights, and this share of its rows is ink, which may lean by a column. */
const WALL_LONG = 3;
const WALL_FULL = 0.95;

/** And so far a paler rule, which a table's last row ends. */
const RULE_LOW = 2;

/** The rows of a line's letters, from its baseline: the first, and the one after the last. */
export const LINE = [-1.05, 0.35].map((part) => Math.round(part * FINE));

/** What is ink from the baseline up through the paper above letters, over so many heights, is a picture or a box. */
const PICTURE_WIDE = 2;

/** A column of a picture made smaller shows as much as its own if it is no narrower than this, px of it. */
const ENOUGH = 0.9;

/**
 * @typedef {object} Band
 * @property {number} width     columns
 * @property {Uint8Array} mask  1 where there is ink, column after column; row 0, not the first, is the baseline
 * @property {Uint8Array} wall  1 where a column is ink from the line above down through the next, or the line itself for long, or paper
 *   before a bullet on it: a rule between columns, a box's edge, a picture, the room between columns
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
  const end = Math.min(points.length, start + Math.max(FINE, Math.round((endX - Math.max(from, candidate.x, 0)) / scale)));
  const grey = sampleSmaller(picture, points, top, bottom, scale);
  const { mask: ink, ...tones } = inkOf(grey, {
    rows: bottom - top, top, start, end, fine: FINE,
  });
  const wall = wallsIn(ink, bottom - top, top, start);
  for (const col of rulesIn(grey, { rows: bottom - top, long: RULE_LOW * FINE - top, ...tones })) wall[col] = 1;
  for (const col of beforeBullets(ink, { rows: bottom - top, top, line: LINE, end: start })) wall[col] = 1;
  return {
    width: points.length,
    mask: withoutRules(ink, bottom - top),
    wall,
    start,
    end,
    top,
    bottom,
    scale,
    toPicture,
  };
}

/** Points of the baseline, one a column, from the picture's left side on; `start` is the link's, or the picture's if that begins outside. */
function pointsAlong({ width, height }, candidate, end, scale) {
  const at = baselineOf(candidate);
  const begin = Math.max(0, candidate.x);
  const inside = (x) => x >= 0 && x < width && at(x)[0] > 0 && at(x)[0] < height + candidate.height;
  const least = candidate.x - LONGEST * candidate.height;
  const before = [];
  for (let x = begin; x > least && inside(x);) {
    const [y, slope] = at(x);
    before.push([x, y, slope]);
    x -= scale / Math.hypot(1, slope);
  }
  const points = before.reverse();
  const start = Math.max(0, points.length - 1);
  for (let x = begin; x < end && inside(x);) {
    const [y, slope] = at(x);
    if (x > begin || !points.length) points.push([x, y, slope]);
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

/** Which columns are ink from the line above down through the next, or, left of the link, of a picture beside the line. */
function wallsIn(mask, rows, top, start) {
  const cols = mask.length / rows;
  const long = WALL_LONG * FINE - top;
  const walls = Uint8Array.from({ length: cols }, (_, col) => {
    let full = 0;
    for (let row = 0; row < long; row += 1) {
      const i = col * rows + row;
      full += mask[i] || (col > 0 && mask[i - rows]) || (col + 1 < cols && mask[i + rows]) ? 1 : 0;
    }
    return full >= WALL_FULL * long ? 1 : 0;
  });
  for (let col = 0, from = 0; col <= start; col += 1) {
    if (col < start && !mask.subarray(col * rows, col * rows - top).includes(0)) continue;
    if (col - from >= PICTURE_WIDE * FINE) walls.fill(1, from, col);
    from = col + 1;
  }
  return walls;
}
