/**
 * How far above a link's line the line before it is. Lines of a paragraph are equally far apart: where the next one is
 * further down than that, another paragraph begins with it.
 */

import { baselineOf } from './path.js';
import { sampleColumn } from './samples.js';

/** Rows to a height of the letter h, and columns. */
const FINE = 8;
const COLUMNS = 4;

/** The rows of a line's letters, from its baseline: the first, and the one after the last. */
const [FIRST, LAST] = [-1.05, 0.35].map((part) => Math.round(part * FINE));

/** Line pitches looked for, in heights. */
const CLOSEST = Math.round(1.15 * FINE);
const FURTHEST = Math.round(3.7 * FINE);

/** How much the rows must look alike (correlation) to be those of a line. */
const ALIKE = 0.65;

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
  const scores = [];
  for (let up = CLOSEST - 1; up <= FURTHEST + 1; up += 1) scores.push(alike(own, rows.subarray(FIRST - TOP - up, LAST - TOP - up)));
  const peak = scores.findIndex((score, i) => i > 0 && i + 1 < scores.length
    && score >= ALIKE && score >= scores[i - 1] && score > scores[i + 1]);
  if (peak < 0) return null;
  const [before, most, after] = scores.slice(peak - 1, peak + 2);
  const between = (before - after) / (2 * (before - 2 * most + after));
  return ((CLOSEST - 1 + peak + between) * candidate.height) / FINE;
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
