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
export function rulesIn(grey, about) {
  const stretches = Math.floor(about.long / STRETCH);
  const half = Math.floor(stretches / 2); // however a rule leans, it is in its middle column there
  const ways = Array.from({ length: 2 * MOST_LEAN + 1 }, (_, k) =>
    Array.from({ length: stretches }, (__, i) => Math.round((k - MOST_LEAN) * (i / (stretches - 1) - 0.5))));
  const inside = (col) => col >= BESIDE && col < grey.length / about.rows - BESIDE;
  const found = new Set();
  for (let middle = BESIDE; inside(middle); middle += 1) {
    if (depthOf(grey, about, middle, half) < LEAST_THERE * LEAST_DEPTH) continue;
    for (const way of ways) {
      const [first, last] = [middle + way[0], middle + way.at(-1)];
      if (inside(first) && inside(last) && isRule(grey, about, middle, way)) found.add(first).add(last);
    }
  }
  return [...found];
}

/** Whether a rule is so many columns from this one, stretch by stretch. */
function isRule(grey, about, middle, way) {
  const depths = [];
  for (let i = 0; i < way.length; i += 1) {
    const depth = depthOf(grey, about, middle + way[i], i);
    if (depth < LEAST_THERE * LEAST_DEPTH) return false;
    depths.push(depth);
  }
  const mean = depths.reduce((sum, depth) => sum + depth, 0) / depths.length;
  return mean >= LEAST_DEPTH && depths.every((depth) => depth >= LEAST_THERE * mean);
}

/** How much darker a column is over a stretch of rows than the darker of those on both sides of it; below 0 where it is lighter. */
function depthOf(grey, { rows, range, inverted }, col, stretch) {
  const from = col * rows + stretch * STRETCH;
  let sum = 0;
  for (let i = from; i < from + STRETCH; i += 1) {
    const left = grey[i - BESIDE * rows];
    const right = grey[i + BESIDE * rows];
    sum += inverted ? grey[i] - Math.max(left, right) : Math.min(left, right) - grey[i];
  }
  return sum / (STRETCH * range);
}
