/**
 * Lists: what stands before an item is a mark, a bullet or a number, and all of its lines begin below its text, not below
 * the mark.
 *
 * A line is told by its baseline: `at` gives its row at a column of the band around it (band.js).
 */

import { FINE } from './band.js';
import { columnInk } from './column.js';

/** A number in brackets is no wider than this, and a bullet, or a number alone, than that; in heights of the letter h. */
const WIDEST = 3;
const WIDEST_BULLET = 1;

/** What is narrower than this is a rule, thinner than print, that was seen in pieces; in columns of a band. */
const NARROWEST = 2;

/** Between a mark and its text is more room than between letters, and hardly more than this; in the same. */
const LEAST_ROOM = 0.4;
const MOST_ROOM = 3;

/** What is higher is a rule beside both lines, in rows of a band; and so far above and below a baseline it is looked for. */
const HIGHEST = 11;
const AROUND = [-12, 5];

/** Lines begin below each other where they do so within this, in the same: letters have their own room beside them. */
const BELOW = 0.5;

/**
 * Of which item the second of two lines is.
 *
 * @param {import('./band.js').Band} band
 * @param {{first: number, at: (col: number) => number}} line  `first`: the column of its first ink
 * @param {{first: number, at: (col: number) => number}} next
 * @returns {'same' | 'next' | undefined} `next`: another one's, before which a mark stands as before the first line's, or left of it
 */
export function itemOf(band, line, next) {
  const isBelow = (a, b) => a !== null && b !== null && Math.abs(a - b) <= BELOW * FINE;
  if (isBelow(textBehindMark(band, line, WIDEST), next.first)) return 'same';
  const text = next.first < line.first - BELOW * FINE ? line.first : textBehindMark(band, line, WIDEST_BULLET);
  return isBelow(text, textBehindMark(band, next, WIDEST_BULLET)) ? 'next' : undefined;
}

/** The column where the text begins behind what may be a mark; null where the line begins with none. */
function textBehindMark(band, { first, at }, widest) {
  let last = first;
  for (let col = first + 1; col < band.width && last - first < widest * FINE; col += 1) {
    if (!columnInk(band, col, at(col))) continue;
    const room = col - last - 1;
    if (room >= LEAST_ROOM * FINE) return room <= MOST_ROOM * FINE && !isRule(band, first, last, at) ? col : null;
    last = col;
  }
  return null;
}

/** Whether what stands between two columns is higher than a line's letters, or too narrow for a mark. */
function isRule({ mask, top, bottom }, first, last, at) {
  if (last - first + 1 < NARROWEST) return true;
  const [above, below] = AROUND;
  const inked = new Set();
  for (let col = first; col <= last; col += 1) {
    const base = Math.round(at(col));
    for (let row = Math.max(top, base + above); row < Math.min(bottom, base + below); row += 1) {
      if (mask[col * (bottom - top) + row - top]) inked.add(row - base);
    }
  }
  return inked.size > HIGHEST;
}
