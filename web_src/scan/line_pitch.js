/**
 * How far above a link's line the line before it is. Lines of a paragraph are equally far apart: where the next one is
 * further down than that, another paragraph begins with it.
 */

import { FINE, LINE } from './band.js';
import { baselineOf } from './path.js';
import { sampleColumn } from './samples.js';

/** Columns to a height of the letter h. */
const COLUMNS = 4;

/** The rows of a line's letters, from its baseline. */
export const [FIRST, LAST] = LINE;

/** Line pitches looked for, in rows. */
export const CLOSEST = Math.round(1.15 * FINE);
export const FURTHEST = Math.round(3.7 * FINE);

/** How much the rows must look alike (correlation) to be surely those of a line. */
export const SURELY_ALIKE = 0.65;

const TOP = FIRST - FURTHEST - 1;
const CELLS = { along: Float64Array.of(0), down: Float64Array.from({ length: LAST - TOP }, (_, row) => row + 0.5 + TOP) };

/**
 * @param {import('./picture.js').Picture} picture
 * @param {import('./candidates.js').Candidate} candidate where the link begins
 * @param {number} endX where its print ends on its line, px
 * @returns {number | null} from baseline to baseline, px; null where no such line is above the link itself
 */
export function pitchAbove(picture, candidate, endX) {
  const rows = rowsOf(picture, candidate, endX);
  const own = rows.subarray(FIRST - TOP);
  const peaks = pitchesOf((up) => alike(own, rows.subarray(FIRST - TOP - up, LAST - TOP - up)));
  const first = peaks.find(({ score }) => score >= SURELY_ALIKE);
  return first ? ((first.rows + first.between) * candidate.height) / FINE : null;
}

/**
 * The line pitches at which another line's rows look more like a line's than a little closer or further.
 *
 * @param {(rows: number) => number} scoreAt  how much they do
 * @returns {{rows: number, score: number, between: number}[]} closest first; `between`: how far the peak itself is from
 *   its row, in rows
 */
export function pitchesOf(scoreAt) {
  const scores = [];
  for (let rows = CLOSEST - 1; rows <= FURTHEST + 1; rows += 1) scores.push(scoreAt(rows));
  return scores.flatMap((score, i) => {
    if (i === 0 || i + 1 === scores.length) return [];
    const [before, after] = [scores[i - 1], scores[i + 1]];
    if (score < before || score <= after) return [];
    return [{ rows: CLOSEST - 1 + i, score, between: (before - after) / (2 * (before - 2 * score + after)) }];
  });
}

/** The mean tone of each row over the link, from TOP to LAST about its baseline. */
function rowsOf(picture, candidate, endX) {
  const at = baselineOf(candidate);
  const sums = new Float64Array(LAST - TOP);
  const means = new Float64Array(LAST - TOP);
  const scale = candidate.height / FINE;
  for (let { x } = candidate; x < endX; x += candidate.height / COLUMNS) {
    const [y, slope] = at(x);
    const n = Math.hypot(1, slope);
    sampleColumn(picture, x, y, scale / n, (scale * slope) / n, CELLS, means);
    for (let row = 0; row < sums.length; row += 1) sums[row] += means[row];
  }
  return sums;
}

/**
 * Correlation of two profiles, -1 to 1; 0 where one is the same everywhere.
 *
 * @param {Float64Array} a
 * @param {Float64Array} b as long
 */
export function alike(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return aa && bb ? ab / Math.sqrt(aa * bb) : 0;
}
