/**
 * What stands beside a line's letters and is none, though a reader of links takes it for one: the bullets of a list, which
 * look like an equals sign or an asterisk, and the edges of boxes and columns.
 */

import { INK, inkedColumns } from './ink.js';

/** A bullet is so large, in heights of the strip, and as wide as high, or nearly; after it comes room. */
const SMALLEST = 0.14;
const LARGEST = 0.42;
const LONGEST = 1.5;
const ROOM = 0.1;

/** One that no character looks like may be larger. */
const LARGEST_UNREAD = 0.5;

/** It is filled, and stands above the baseline; a full stop stands on it. Rows as parts of the strip's height. */
const FILLED = 0.7;
const LOWEST = 0.69;

/** An edge is in so many of the strip's rows; letters leave room above or below, even where other lines' reach in. */
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
  if (strip.bullet) return true; // see bullets.js
  const [first, next] = characters.filter(({ char }) => char.trim());
  if (!next) return false;
  return isUnread(strip, first.x0) || (isBullet(first, strip) && next.x0 - first.x1 >= ROOM * strip.height);
}

/** Whether a mark stands before a line's first character that was read as paper: a triangle, a hand, a tick. */
function isUnread(strip, x0) {
  const { left, right } = firstInk(strip);
  if (left < 0 || right + ROOM * strip.height > x0) return false;
  const { top, bottom } = inkBetween(strip, left, right);
  const [wide, high] = [right - left, bottom - top];
  return Math.min(wide, high) >= SMALLEST * strip.height && Math.max(wide, high) <= LARGEST_UNREAD * strip.height;
}

/**
 * A line's characters up to the edge of its box, or the next column's bullet, and with a space for one that they begin with.
 *
 * @param {import('./tesseract.js').ReadCharacter[]} characters
 * @param {import('./picture.js').Picture} strip
 * @returns {import('./tesseract.js').ReadCharacter[]}
 */
export function withinEdges(characters, strip) {
  const isSpace = (i) => !(characters[i]?.char ?? ' ').trim();
  const edges = [...characters.keys()].filter((i) => isSpace(i - 1) && !isSpace(i) && isSpace(i + 1)
    && (isEdge(characters[i], strip) || isBullet(characters[i], strip)));
  if (!edges.length) return characters;
  const first = characters.findIndex((_, i) => !isSpace(i));
  const end = edges.find((i) => i > first);
  return characters.slice(0, end).map((character, i) => (edges.includes(i) ? { ...character, char: ' ' } : character));
}

function isBullet({ char, x0, x1 }, strip) {
  return MARK.test(char) && isFilled(inkBetween(strip, x0, x1), strip.height);
}

/**
 * Whether ink looks like a bullet: a small square, or disc.
 *
 * @param {ReturnType<typeof inkBetween>} box
 * @param {number} height of the strip
 */
export function isFilled({ left, right, top, bottom, share }, height) {
  const [wide, high] = [right - left, bottom - top];
  return share >= FILLED && bottom <= LOWEST * height
    && Math.min(wide, high) >= SMALLEST * height && Math.max(wide, high) <= LARGEST * height
    && Math.max(wide, high) <= LONGEST * Math.min(wide, high);
}

const isEdge = ({ x0, x1 }, strip) => inkBetween(strip, x0, x1).rows >= THROUGH * strip.height;

/** The columns of a strip's first ink, up to where there is room behind it; from -1 on where there is none. */
function firstInk(strip) {
  const inked = inkedColumns(strip, [0, 1]);
  const left = inked.indexOf(1);
  let right = left + 1;
  for (let x = right; x < strip.width && x - right < ROOM * strip.height; x += 1) if (inked[x]) right = x + 1;
  return { left, right };
}

/** The box around the ink of some columns, strip px, the part of it that is ink, and how many rows have some. */
export function inkBetween({ data, width, height }, x0, x1) {
  const box = { left: Infinity, right: 0, top: Infinity, bottom: 0 };
  let [ink, rows] = [0, 0];
  for (let y = 0; y < height; y += 1) {
    const before = ink;
    for (let x = Math.floor(x0); x < Math.ceil(x1); x += 1) {
      if (data[y * width + x] >= INK) continue;
      ink += 1;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
    if (ink > before) rows += 1;
  }
  return { ...box, rows, share: ink / Math.max(1, (box.right - box.left) * (box.bottom - box.top)) };
}
