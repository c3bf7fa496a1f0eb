/**
 * Bullets on a straightened band's own line (band.js): each begins a list's item, and so the column that the item stands in,
 * however close the one to the left comes.
 */

/** A bullet is so many columns wide, and rows high, of eight to a height of the letter h: a full stop is smaller, an o larger. */
const [SMALLEST, LARGEST] = [3, 5];

/** It is filled, and stands so high about the baseline, in rows; and there are so many columns of paper before and behind it. */
const FILLED = 0.8;
const [HIGHEST, LOWEST] = [-7, 0];
const BEFORE = 10;
const BEHIND = 2;

/** In one of these columns before it nothing stands on the other lines either. */
const CLEAR = [1, 2];

/**
 * @param {Uint8Array} mask  1 where there is ink, column after column
 * @param {object} about
 * @param {number} about.rows  to a column
 * @param {number} about.top   the first row, negative: row 0 is the baseline
 * @param {[number, number]} about.line  the rows of the line's letters
 * @param {number} about.end   bullets are looked for before this column
 * @returns {number[]} a column of paper before each
 */
export function beforeBullets(mask, { rows, top, line: [upper, lower], end }) {
  const isInked = (col, from, to) => mask.subarray(col * rows + from - top, col * rows + to - top).includes(1);
  const found = [];
  let blank = 0;
  for (let col = 0; col < end; col += 1) {
    if (!isInked(col, upper, lower)) {
      blank += 1;
      continue;
    }
    let right = col + 1;
    while (right < end && isInked(right, upper, lower)) right += 1;
    const room = Array.from({ length: BEHIND }, (_, i) => right + i).every((next) => !isInked(next, upper, lower));
    const clear = CLEAR.map((by) => col - by).find((left) => left >= 0 && !mask.subarray(left * rows, (left + 1) * rows).includes(1));
    if (blank >= BEFORE && room && clear !== undefined && isBullet(mask, { rows, top, upper, lower, left: col, right })) found.push(clear);
    blank = 0;
    col = right - 1;
  }
  return found;
}

function isBullet(mask, { rows, top, upper, lower, left, right }) {
  const inked = [];
  for (let col = left; col < right; col += 1) {
    for (let row = upper; row < lower; row += 1) if (mask[col * rows + row - top]) inked.push(row);
  }
  const [first, last] = [Math.min(...inked), Math.max(...inked)];
  const sizes = [right - left, last + 1 - first];
  return first >= HIGHEST && last < LOWEST && Math.min(...sizes) >= SMALLEST && Math.max(...sizes) <= LARGEST
    && inked.length >= FILLED * sizes[0] * sizes[1];
}
