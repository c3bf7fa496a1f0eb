/**
 * Where a line of print ends within its strip: a strip may show the next column, too.
 */

import { COLUMN_GAP } from './gaps.js';

/** Print that begins this close to a strip's start probably begins before it; in heights of the strip. */
export const TOUCHING = 0.1;

/** Print that stops this close to a strip's end may go on outside of it; in the same. */
const RUNNING_OUT = 0.5;

/** Behind a scheme or `www.` that ends its line the reader expects a host so much that it sees a character or two on bare paper. */
const BLANK = /(?<=:\/\/|www\.)\ufffd{1,2}[^0-9A-Za-z\ufffd]?$/i;

/**
 * What stands on the line itself.
 *
 * @param {import('./read_link.js').ReadLine} line
 * @returns {{text: string, characters: import('./tesseract.js').ReadCharacter[], ended: boolean}}
 *   `ended`: the line's end is in the strip, and not cut off by the picture's edge
 */
export function restOfLine({ strip, reading: { characters }, place, start = 0 }) {
  const own = withoutBlank(characters.slice(0, firstGap(characters, COLUMN_GAP * strip.height, start)));
  const last = own.findLast(({ char }) => char.trim());
  const left = last ? strip.width - last.x1 : 0;
  const shown = own.length < characters.length || left >= RUNNING_OUT * strip.height || wholeColumn(strip, place);
  return { text: own.map(({ char }) => char).join(''), characters: own, ended: Boolean(last) && shown && !edge(strip, left) };
}

function withoutBlank(characters) {
  const blank = BLANK.exec(characters.map(({ char }) => char).join('').trimEnd());
  return blank ? characters.slice(0, blank.index) : characters;
}

/** The first character behind a gap wider than this, px, from one on; spaces are part of the gap. */
function firstGap(characters, widest, start) {
  let before;
  for (const [i, character] of characters.entries()) {
    if (i < start || !character.char.trim()) continue;
    if (before && character.x0 - before.x1 > widest) return characters.indexOf(before) + 1;
    before = character;
  }
  return characters.length;
}

/** A strip of a following line stops right after its column: print that reaches its end ends there. */
const wholeColumn = (strip, place) =>
  place !== undefined && strip.toPicture(strip.width)[0] >= place.candidate.baseline.at(-1)[0];

/** Whether the picture's edge may cut the line. */
const edge = (strip, left) => strip.cutByEdge && left < RUNNING_OUT * strip.height;

/**
 * A line as join.js weighs it, of all lines.
 *
 * @param {import('./read_link.js').ReadLine} line
 * @param {number} i
 * @param {import('./read_link.js').ReadLine[]} lines
 * @returns {import('../links/join.js').Piece}
 */
export function pieceOf(line, i, lines) {
  const { text, characters } = restOfLine(line);
  if (!characters.length || lines.length === 1) return { text };
  const along = (x) => line.strip.toPicture(x)[0];
  return {
    text,
    x0: along(characters[0].x0),
    x1: along(characters.at(-1).x1),
    y: lines.slice(0, i + 1).reduce((sum, { place }) => sum + (place?.down ?? 0), 0),
    right: (lines[i + 1] ?? line).place.right,
    indent: line.place?.indent ?? lines[i + 1].place.indentBefore,
    beside: line.place ? undefined : lines[i + 1].place.beside,
    lineHeight: line.candidate.height,
  };
}
