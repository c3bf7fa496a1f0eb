/**
 * Where a line of print ends within its strip: a strip may show the next column, too.
 */

import { withinEdges } from './beside.js';
import { textOf } from './characters.js';
import { COLUMN_GAP } from './gaps.js';

/** Print that begins this close to a strip's start probably begins before it; in heights of the strip. */
export const TOUCHING = 0.1;

/** Print that stops this close to a strip's end may go on outside of it; in the same. */
const RUNNING_OUT = 0.5;

/** Where a link is broken, and nothing else ends; behind it a narrow gutter is told from a space, in heights of the strip. */
const UNENDED = /\S[-_=&%~#+@]$/;
const UNENDED_GAP = 0.35;

/** Behind a scheme or `www.` that ends its line the reader expects a host so much that it sees a character or two on bare paper. */
const BLANK = /(?<=:\/\/|www\.)\ufffd{1,2}[^0-9A-Za-z\ufffd]?$/i;

/**
 * What stands on the line itself.
 *
 * @param {import('./read_link.js').ReadLine} line
 * @returns {{text: string, characters: import('./tesseract.js').ReadCharacter[], ended: boolean, cut: boolean}}
 *   `ended`: the line's end is in the strip, and not cut off by the picture's edge; `cut`: it may be
 */
export function restOfLine({ strip, reading: { characters }, place, start = 0 }) {
  const own = withinEdges(withoutBlank(characters.slice(0, firstGap(characters, strip.height, start))), strip);
  const last = own.findLast(({ char }) => char.trim());
  const left = last ? strip.width - last.x1 : 0;
  const shown = own.length < characters.length || left >= RUNNING_OUT * strip.height || wholeColumn(strip, place);
  const cut = edge(strip, left);
  return { text: textOf(own), characters: own, ended: Boolean(last) && shown && !cut, cut: Boolean(last) && cut };
}

function withoutBlank(characters) {
  const blank = BLANK.exec(textOf(characters).trimEnd());
  return blank ? characters.slice(0, blank.index) : characters;
}

/** The first character behind a gap between columns, from one on; spaces are part of the gap. */
function firstGap(characters, height, start) {
  let before = -1;
  for (const [i, character] of characters.entries()) {
    if (i < start || !character.char.trim()) continue;
    if (before >= 0 && character.x0 - characters[before].x1 > gapBehind(characters, before, i) * height) return before + 1;
    before = i;
  }
  return characters.length;
}

/** How wide a gap between columns is at least: no word ends so, and another follows. */
function gapBehind(characters, before, next) {
  const end = textOf(characters.slice(Math.max(0, before - 1), before + 1));
  return next > before + 1 && UNENDED.test(end) ? UNENDED_GAP : COLUMN_GAP;
}

/** A strip of a following line stops right after its column: print that reaches its end ends there. */
const wholeColumn = (strip, place) =>
  place !== undefined && strip.toPicture(strip.width)[0] >= place.candidate.baseline.at(-1)[0];

/** Whether the picture's edge may cut the line. */
const edge = (strip, left) => strip.cutByEdge && left < RUNNING_OUT * strip.height;

/**
 * Whether the picture's edge may cut what a strip shows last.
 *
 * @param {Pick<import('./read_link.js').ReadLine, 'strip' | 'reading'>} line
 */
export function isCutAtEnd({ strip, reading: { characters } }) {
  const last = characters.findLast(({ char }) => char.trim());
  return Boolean(last) && edge(strip, strip.width - last.x1);
}

/**
 * A line as join.js weighs it, of all lines.
 *
 * @param {import('./read_link.js').ReadLine} line
 * @param {number} i
 * @param {import('./read_link.js').ReadLine[]} lines
 * @returns {import('../links/join.js').Piece}
 */
export function pieceOf(line, i, lines) {
  const { text, characters, cut } = restOfLine(line);
  if (!characters.length || lines.length === 1) return { text };
  const along = (x) => line.strip.toPicture(x)[0];
  return {
    text,
    x0: along(characters[0].x0),
    x1: along(characters.at(-1).x1),
    y: lines.slice(0, i + 1).reduce((sum, { place }) => sum + (place?.down ?? 0), 0),
    right: (lines[i + 1] ?? line).place.right,
    indent: line.place?.indent ?? lines[i + 1].place.indentBefore,
    item: line.place?.item,
    beside: line.place ? undefined : lines[i + 1].place.beside,
    apart: line.place?.apart,
    cut,
    lineHeight: line.candidate.height,
  };
}

/**
 * Where a line's print begins, or the link on it: what it was read from may begin further left, in another column.
 *
 * @param {import('./read_link.js').ReadLine} line
 * @returns {number} x, picture px
 */
export function startOfPrint({ candidate, strip, reading: { characters }, start = 0 }) {
  const first = characters.find(({ char }, i) => i >= start && char.trim());
  return first ? Math.max(candidate.x, strip.toPicture(first.x0)[0]) : candidate.x;
}
