/**
 * Paper before and behind a strip's print, taken off: on more of it than the readers learned they see a letter now and then.
 */

import { LETTERS } from './ink.js';

/** @typedef {import('./strip.js').Strip} Strip */

/**
 * So much of it stays, in heights of the strip: before, what a strip cut where its link begins has; behind, more than any
 * space, so that all can tell that nothing follows.
 */
const BEFORE = 0.33;
const BEHIND = 2.2;

/** Darker than this is print, which may be pale, where a column has so much of it: noise stands alone, px. */
const PALE = 190;
const LEAST = 2;

/**
 * @param {Strip} strip
 * @returns {Strip} the same one where there is no more paper than that, or nothing else
 */
export function withoutMargins(strip) {
  const { data, width, height } = strip;
  const [first, last] = printed(strip);
  if (first === last) return strip;
  const from = Math.max(0, first - Math.round(BEFORE * height));
  const to = Math.min(width, last + Math.round(BEHIND * height));
  if (to - from === width) return strip;
  const kept = new Uint8Array((to - from) * height);
  for (let y = 0; y < height; y += 1) kept.set(data.subarray(y * width + from, y * width + to), y * (to - from));
  return {
    ...strip,
    data: kept,
    width: to - from,
    toPicture: (x) => strip.toPicture(x + from),
    quad: (x0, x1) => strip.quad(x0 + from, x1 + from),
    lookedTo: strip.toPicture(width)[0],
  };
}

/** The first column with print on the rows of letters, and the one after the last. */
function printed({ data, width, height }) {
  const [upper, lower] = LETTERS.map((part) => Math.floor(part * height));
  const isPrint = (x) => {
    let dark = 0;
    for (let y = upper; y < lower; y += 1) if (data[y * width + x] < PALE) dark += 1;
    return dark >= LEAST;
  };
  let [first, last] = [0, width];
  while (first < width && !isPrint(first)) first += 1;
  while (last > first && !isPrint(last - 1)) last -= 1;
  return [first, last];
}
