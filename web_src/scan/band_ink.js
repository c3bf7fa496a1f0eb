/**
 * Where a band's pixels are ink and where paper, whatever the light.
 */

import { toneAt } from './histogram.js';

/** Ink is darker than the paper around it by this part of what the link's own print is. */
const INK = 0.4;

/** Light print on a dark ground stands out from it by no less than this part of what it does where it is lit most. */
const LEAST_RANGE = 0.25;

/** The paper's brightness is taken from blocks so wide, in heights. */
const BLOCK = 4;

/** Where a column is nowhere so bright, as a part of the brightest around it, there is no paper: a page's edge on a dark table. */
const NO_PAPER = 0.5;

/** How far below its baseline paper belongs to a line, in heights. */
const AROUND = 0.5;

/**
 * Where the print is darker than its paper; light print on a dark ground is turned over first.
 *
 * @param {Uint8Array} grey the band's pixels, column after column
 * @param {object} about
 * @param {number} about.rows  to a column
 * @param {number} about.top   the first row, negative: row 0 is the link's baseline
 * @param {number} about.start the link's first column
 * @param {number} about.end   the column after its last
 * @param {number} about.fine  columns and rows to a height of the letter h
 * @returns {{mask: Uint8Array, inverted: boolean, range: number}} 1 where there is ink; whether print is lighter than its ground,
 *   and how many grey values are between both on the link, on average
 */
export function inkOf(grey, { rows, top, start, end, fine }) {
  const { inverted, contrast, range, rangeAt } = tonesOf(grey, rows, start, end, { block: BLOCK * fine, last: AROUND * fine - top });
  const mask = new Uint8Array(grey.length);
  const cols = grey.length / rows;
  for (let from = 0; from < cols; from += BLOCK * fine) {
    const to = Math.min(cols, from + BLOCK * fine);
    const paper = toneAt(countTones(grey, rows, columnsWithPaper(grey, rows, from, to, inverted), 0, rows), inverted ? 0.3 : 0.7);
    // In a shadow the paper is darker, and so is what it differs by from its print.
    const threshold = INK * (inverted ? rangeAt((from + to) / 2) : contrast * paper);
    for (let i = from * rows; i < to * rows; i += 1) {
      const darker = inverted ? grey[i] - paper : paper - grey[i];
      if (darker > threshold) mask[i] = 1;
    }
  }
  return { mask, inverted, range };
}

/**
 * Whether a link's print is light on dark; how many grey values are between both, on average and at a column, or at the link's end that is
 * nearest; and as a part of the paper's: from each block of it, for a shadow that falls across parts the paper's own values
 * by more than that.
 */
function tonesOf(grey, rows, start, end, { block, last }) {
  const blocks = Math.max(1, Math.round((end - start) / block));
  const at = (i) => Math.round(start + (i * (end - start)) / blocks);
  const found = Array.from({ length: blocks }, (_, i) => {
    // With the paper around it: within its own rows a bold `www.` covers more than half.
    const own = countTones(grey, rows, columns(at(i), at(i + 1)), 0, last);
    return [0.03, 0.5, 0.97].map((share) => toneAt(own, share));
  });
  const sum = (value) => found.reduce((all, tones) => all + value(tones), 0);
  return {
    inverted: sum(([low, middle, high]) => 2 * middle - low - high) < 0,
    contrast: sum(([low, , high]) => (high - low) / Math.max(1, high)) / blocks,
    range: sum(([low, , high]) => high - low) / blocks,
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

/** The columns from one up to another, without it. */
const columns = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

/** Some of the columns, of those that have paper: what lies around a page is no measure of it. */
function columnsWithPaper(grey, rows, from, to, inverted) {
  const some = columns(from, to).filter((_, i) => i % 3 === 0);
  const lit = some.map((col) => brightest(grey.subarray(col * rows, (col + 1) * rows), inverted));
  const least = NO_PAPER * Math.max(...lit);
  return some.filter((_, i) => lit[i] >= least);
}

/** The brightest of these tones; of light print's ground the darkest, turned over. */
const brightest = (tones, inverted) => tones.reduce((most, tone) => Math.max(most, inverted ? 255 - tone : tone), 0);

/** How often each tone is in some rows of these columns. */
function countTones(grey, rows, cols, first, last) {
  const counts = new Uint32Array(256);
  for (const col of cols) {
    for (let i = col * rows + first; i < col * rows + last; i += 1) counts[grey[i]] += 1;
  }
  return counts;
}
