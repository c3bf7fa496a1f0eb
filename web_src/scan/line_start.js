/**
 * What stands before a line's first letter and is none, though a reader of links takes it for one: the bullets of a list,
 * which look like an equals sign or an asterisk, and the edge of a box.
 */

import { INK } from './ink.js';

/** A bullet is so large, in heights of the strip, and as wide as high, or nearly; after it comes room. */
const SMALLEST = 0.14;
const LARGEST = 0.42;
const LONGEST = 1.5;
const ROOM = 0.1;

/** It is filled, and stands above the baseline; a full stop stands on it. Rows as parts of the strip's height. */
const FILLED = 0.7;
const LOWEST = 0.69;

/** An edge runs through so much of the strip's height; letters leave room above or below. */
const THROUGH = 0.95;

/** What stands on a line, and is no letter or digit. */
const MARK = /^[^0-9A-Za-z\s]/;

/**
 * Whether a line begins with a bullet: so it goes on with nothing.
 *
 * @param {Pick<import('./read_link.js').ReadLine, 'strip' | 'reading'>} line
 * @returns {boolean}
 */
export function beginsWithBullet({ strip, reading: { characters } }) {
  const first = characters.findIndex(({ char }) => char.trim());
  const next = characters.find(({ char }, i) => i > first && char.trim());
  if (!next || !MARK.test(characters[first].char)) return false;
  const { left, right, top, bottom, share } = inkBetween(strip, characters[first].x0, characters[first].x1);
  const [wide, high] = [right - left, bottom - top];
  return share >= FILLED && bottom <= LOWEST * strip.height
    && Math.min(wide, high) >= SMALLEST * strip.height && Math.max(wide, high) <= LARGEST * strip.height
    && Math.max(wide, high) <= LONGEST * Math.min(wide, high) && next.x0 - right >= ROOM * strip.height;
}

/**
 * A line's characters with a space for a box's edge that they begin with: as many as before.
 *
 * @param {import('./tesseract.js').ReadCharacter[]} characters
 * @param {import('./picture.js').Picture} strip
 * @returns {import('./tesseract.js').ReadCharacter[]}
 */
export function withoutEdge(characters, strip) {
  const first = characters.findIndex(({ char }) => char.trim());
  if (first < 0 || characters[first + 1]?.char !== ' ') return characters;
  const { top, bottom } = inkBetween(strip, characters[first].x0, characters[first].x1);
  return bottom - top < THROUGH * strip.height ? characters
    : characters.map((character, i) => (i === first ? { ...character, char: ' ' } : character));
}

/** The box around the ink of some columns, strip px, and the part of it that is ink. */
function inkBetween({ data, width, height }, x0, x1) {
  const box = { left: Infinity, right: 0, top: Infinity, bottom: 0 };
  let ink = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = Math.floor(x0); x < Math.ceil(x1); x += 1) {
      if (data[y * width + x] >= INK) continue;
      ink += 1;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  return { ...box, share: ink / Math.max(1, (box.right - box.left) * (box.bottom - box.top)) };
}
