/**
 * Rules that run down through a band (band.js), as between a table's columns: thinner than print and paler, they are seldom
 * ink from end to end, but darker than the paper on both sides of them all the way.
 */

/** So much darker, on average, as a part of what print is; and in each stretch of so many rows, no more than lie between letters, no less than this part of that. */
const LEAST_DEPTH = 0.12;
const STRETCH = 2;
const LEAST_THERE = 0.4;

/** The paper beside a rule is so many columns from it. */
const BESIDE = 2;

/** A page seen from the side is no rectangle: a rule leans by so many columns at most from the first row to the last. */
const MOST_LEAN = 4;

/**
 * @param {Uint8Array} grey the band's pixels, column after column
 * @param {object} about
 * @param {number} about.rows      to a column
 * @param {number} about.long      rows from the first on that a rule takes
 * @param {number} about.range     what print differs by from its paper, in grey values
 * @param {boolean} about.inverted whether print is lighter than its ground
 * @returns {number[]} the columns that one runs through
 */
export function rulesIn(grey, { rows, long, range, inverted }) {
  const depths = depthsOf(grey, rows, inverted);
  const cols = grey.length / rows;
  const found = new Set();
  for (let middle = BESIDE; middle < cols - BESIDE; middle += 1) {
    for (let lean = -MOST_LEAN; lean <= MOST_LEAN; lean += 1) {
      const at = (row) => Math.min(cols - 1, Math.max(0, Math.round(middle + lean * (row / (long - 1) - 0.5))));
      if (isRule((row) => depths[at(row) * rows + row] / range, long)) for (const row of [0, long - 1]) found.add(at(row));
    }
  }
  return [...found];
}

/** How much darker each pixel is than the darker of those on both sides of it, in grey values; below 0 where it is lighter. */
function depthsOf(grey, rows, inverted) {
  const sign = inverted ? -1 : 1;
  const depths = new Float32Array(grey.length);
  for (let i = BESIDE * rows; i < grey.length - BESIDE * rows; i += 1) {
    depths[i] = Math.min(sign * grey[i - BESIDE * rows], sign * grey[i + BESIDE * rows]) - sign * grey[i];
  }
  return depths;
}

function isRule(depthAt, long) {
  const stretches = [];
  for (let row = 0; row + STRETCH <= long; row += STRETCH) {
    let sum = 0;
    for (let i = 0; i < STRETCH; i += 1) sum += depthAt(row + i);
    if (sum <= 0) return false;
    stretches.push(sum / STRETCH);
  }
  const mean = stretches.reduce((sum, depth) => sum + depth, 0) / stretches.length;
  return mean >= LEAST_DEPTH && stretches.every((depth) => depth >= LEAST_THERE * mean);
}
