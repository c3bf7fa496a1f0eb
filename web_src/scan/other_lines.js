/**
 * The print around what was read: the detector may have seen no link where one is, most of all a name without a prefix.
 *
 * From each line that reads like a text one goes to the line below and to the one above it (next_line.js), on from those,
 * and reads of each what was not read before. Which line is next is looked for once: two that are told apart from one are
 * not told again from the other.
 */

import { LONGEST } from './band.js';
import { clearness } from './characters.js';
import { asSeen } from './following.js';
import { inOrder } from './in_order.js';
import { baselineOf } from './path.js';
import { seenLength } from './strip.js';

/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('./read_link.js').ReadLine} ReadLine */

/** @typedef {{candidate: import('./candidates.js').Candidate, from: number, to: number}} Part of a line, between two x of the picture, px */

/** Baselines that are closer than this are of one line, in heights of the letter h. */
const SAME_LINE = 0.6;

/** What is shorter holds no link; and so much of what was read is read again beside the rest: a word may be cut there; in the same. */
const SHORTEST = 2.5;
const AGAIN = 4;

/** Paper shown behind a line's print, in the same. */
const AFTER = 0.5;

/** So many characters are a text if they are as sure as this on average; upside down, or of another size, they are not. */
const FEWEST = 4;
const LEAST_CLEAR = 0.6;

/**
 * @param {Picture} picture
 * @param {ReadLine[]} lines that were read
 * @param {import('./tesseract.js').Reader} reader
 * @param {import('./pipeline.js').Parts} parts
 * @param {() => Promise<void>} pause
 * @returns {AsyncGenerator<ReadLine>} parts of the lines around them
 */
export async function* otherLines(picture, lines, reader, parts, pause) {
  const known = lines.map(partOf);
  const below = { next: (...line) => parts.nextLine(...line, { reach: LONGEST }), asked: [] };
  const above = { next: parts.wholeLineAbove, asked: [] };
  const ways = [{ on: below, back: above }, { on: above, back: below }];
  const walks = lines.filter(isText).flatMap((line) => ways.map((way) => ({ line, ...way })));
  const readUnread = async (part) => {
    await pause();
    const unread = without(part, known);
    known.push(...unread);
    const read = [];
    for (const one of unread) read.push(await readPart(picture, one, reader, parts));
    return read.filter(isText);
  };
  /** Line after line, as far as there is something to read, and no other walk went. */
  const walk = async ({ line, on, back }) => {
    const found = [];
    for (let last = line; last && !on.asked.some((part) => isWithin(partOf(last), part));) {
      const place = placeFrom(last, picture, on.next);
      const own = place ? restOf(last, place) : partOf(last);
      on.asked.push(own);
      if (!place) break;
      const next = { candidate: place.candidate, from: place.candidate.x, to: place.right };
      back.asked.push(next); // from there one comes back here
      found.push(...await readUnread(own));
      const ahead = await readUnread(next);
      found.push(...ahead);
      [last] = ahead.sort((a, b) => b.strip.width - a.strip.width);
    }
    return found;
  };
  for await (const [, found] of inOrder(walks, walk, { atOnce: reader.atOnce })) yield* found;
}

/** What a strip shows of its line. @returns {Part} */
const partOf = ({ candidate, strip }) => ({ candidate, from: candidate.x, to: strip.lookedTo ?? strip.toPicture(strip.width)[0] });

/** Where the line that is next is. @returns {import('./next_line.js').NextLine | null} */
function placeFrom({ candidate, strip, reading: { characters } }, picture, next) {
  const [endX] = strip.toPicture(characters.findLast(({ char }) => char.trim()).x1);
  return next(picture, candidate, endX);
}

/** All of a line, as far as the one that is next tells, which runs beside it. @returns {Part} */
function restOf({ candidate }, { candidate: next, before, right }) {
  const yOf = (line) => baselineOf(line)(candidate.x)[0];
  const by = yOf(candidate) - yOf(next);
  const beside = { ...next, y: next.y + by, baseline: next.baseline.map(([x, y]) => [x, y + by]) };
  return { candidate: beside, from: candidate.x - before, to: right };
}

/**
 * What is left of a line without what is known of it.
 *
 * @param {Part} part
 * @param {Part[]} known
 * @returns {Part[]}
 */
function without(part, known) {
  const { from, to, candidate: { height } } = part;
  const left = [];
  const leave = (a, b) => {
    if (b - a >= SHORTEST * height) left.push(between(part, a - AGAIN * height, b + AGAIN * height));
  };
  let begin = from;
  for (const one of known.filter((other) => isOn(part, other)).sort((a, b) => a.from - b.from)) {
    leave(begin, one.from);
    begin = Math.max(begin, one.to);
  }
  leave(begin, to);
  return left;
}

/** Whether a part of a line stands on another one's line, and reaches into it. */
function isOn(part, other) {
  const [from, to] = [Math.max(part.from, other.from), Math.min(part.to, other.to)];
  const yOf = ({ candidate }) => baselineOf(candidate)((from + to) / 2)[0];
  return from < to && Math.abs(yOf(part) - yOf(other)) < SAME_LINE * part.candidate.height;
}

/** Whether a part's middle stands on another one. */
function isWithin({ candidate, from, to }, other) {
  const middle = (from + to) / 2;
  return isOn({ candidate, from: middle, to: middle + 1 }, other);
}

/** A part of a part, between two x of the picture. @returns {Part} */
function between(part, a, b) {
  const [from, to] = [Math.max(part.from, a), Math.min(part.to, b)];
  const at = baselineOf(part.candidate);
  const [y, slope] = at(from);
  const inner = part.candidate.baseline.filter(([x]) => x > from && x < to);
  const baseline = [[from, y], ...inner, [to, at(to)[0]]];
  return { candidate: { ...part.candidate, x: from, y, slope, prefixEnd: from, baseline }, from, to };
}

/** @returns {Promise<ReadLine | null>} */
async function readPart(picture, { candidate: seen, to }, reader, { align = asSeen, cutStrip }) {
  const candidate = align(picture, seen);
  const cut = { beyond: (to - candidate.x - seenLength(candidate)) / candidate.height + AFTER };
  const strip = cutStrip(picture, candidate, { height: reader.height, ...cut });
  return strip && { candidate, cut, strip, reading: await reader.read(strip) };
}

/** Whether there is a line, and it reads like a text. */
function isText(line) {
  const seen = line?.reading.characters.filter(({ char }) => char.trim()) ?? [];
  return seen.length >= FEWEST && clearness(seen) >= LEAST_CLEAR;
}
