/**
 * Where the line after a link's line begins, that the link may go on in: one line pitch lower, at
 * the left edge of the same column.
 *
 * Works on ink alone, in the straightened band around the line (band.js): the next line is where
 * the rows look like those of the link's own line again, the column's edge is where paper runs
 * down through both lines.
 */

import { FINE, cutBand } from './band.js';
import {
  GUTTER, WIDE_GUTTER, columnInk, edge, firstInk, hasInk, inkShare, profile,
} from './column.js';
import { itemOf } from './list_item.js';
import { CLOSEST, FIRST, FURTHEST, LAST, SURELY_ALIKE, alike, pitchesOf } from './line_pitch.js';

/** Between a note's number and its text there may be as much room, in heights, and its short last line be below the number. */
const NOTE_GUTTER = 5;

/** What is half as far down as the line below, give or take this part of it, is the line between both. */
const HALF_WAY = 0.1;

/** How far a listing's line is set in, in heights: further left another column may be, so there is looked last; a note's number is no wider than that. */
const INDENTS = [5, 10, 20];
const DEEPEST = INDENTS.at(-1);
const WIDEST_NUMBER = 3;

/** How much the rows must look alike (correlation) for a line; SURELY_ALIKE for the first such line to do. */
const ALIKE = 0.45;

/**
 * And for one that stands where lines are to be expected: half way to the one chosen, or as far down as the line
 * before is above. A link in other type looks little like the rest.
 */
const ALIKE_THERE = 0.2;
const THEREABOUTS = 0.15;

/** A baseline is followed in windows so wide, within so much up and down of the last, in heights. */
const WINDOW = 5;
const DRIFT = 0.3;

/** How it goes up or down is known from so many windows; and it does so for as many more at most without print. */
const TREND = 3;
const FARTHEST_ON = 2;

/** Where more than this of a line's rows is ink, it is a picture, or other print turned light on dark. */
const MOST_INK = 0.6;

/** How close to the picture's left edge a line begins that may go on outside of it, in heights. */
const AT_EDGE = 0.3;

/** How far beyond the link's end the column's right edge is looked for, in heights: it ends its line. */
const RIGHT = 16;

/**
 * @typedef {object} NextLine
 * @property {import('./candidates.js').Candidate} candidate the next line, from its first letter; its
 *   `baseline` runs to the column's right edge
 * @property {number} down          from the baseline of the line before, px
 * @property {number} right         x of the column's right edge, px
 * @property {boolean} beyond       whether that was not seen: print reaches as far as it was looked for
 * @property {number} indent        how far from the column's left edge it begins, px
 * @property {number} indentBefore  how far from it the line before begins, px
 * @property {'same' | 'next'} [item]  where lines are items of a list, of which one the next line is, see list_item.js
 * @property {boolean} beside       whether other print stands left of the line before, in this column
 * @property {number} before        how far the line before goes left of the link, px
 */

/**
 * @param {import('./picture.js').Picture} picture
 * @param {import('./candidates.js').Candidate} candidate on the line before
 * @param {number} endX where its print ends, px
 * @param {object} [about]
 * @param {number} [about.reach]  how far beyond that the column's right edge is looked for, in heights of the letter h
 * @param {number} [about.pitch]  how far down this line is from the one before, px, where it follows one itself
 * @param {number} [about.from]   where its print begins, px, if that is right of the candidate's start
 * @returns {NextLine | null} nothing where no line follows
 */
export function nextLine(picture, candidate, endX, { reach = RIGHT, pitch: expected, from } = {}) {
  const band = bandOf(picture, candidate, endX, reach, from);
  if (band.end - band.start < FINE) return null;
  const own = profile(band, band.start, band.end, () => 0);
  const shift = follow(band, own, band.start, -1, 0); // the line to the left of its link, row by column
  // In a justified line before a paragraph's short last one, a wide space looks like a gutter: nothing is below it.
  const rows = expected && expected / band.scale;
  const below = firstOf([GUTTER, WIDE_GUTTER, NOTE_GUTTER], (gutter) => inColumn(band, candidate, shift, gutter, rows));
  if (below && (1 + HALF_WAY) * below.down < 2 * CLOSEST * band.scale) return below; // nothing is half way to it
  const left = leftOfLine(band, candidate, shift, NOTE_GUTTER, rows);
  if (!below) return left;
  const isHalfWay = (place) => Boolean(place) && Math.abs(2 * place.down - below.down) <= HALF_WAY * below.down;
  return [left, leftOfLine(band, candidate, shift, GUTTER, rows)].find(isHalfWay) ?? below;
}

/** The first of what is made of these that is something. */
function firstOf(items, make) {
  for (const item of items) {
    const made = make(item);
    if (made) return made;
  }
  return null;
}

/**
 * Whether a link's line goes on left of the picture: so may the next one, and all that is printed on it.
 *
 * @param {import('./picture.js').Picture} picture
 * @param {import('./candidates.js').Candidate} candidate of the link
 * @param {number} endX where its print ends, px
 * @param {number} [from] and where it begins, if that is right of the candidate's start
 */
export function beginsOutside(picture, candidate, endX, from) {
  const band = bandOf(picture, candidate, endX, 0, from);
  if (band.end - band.start < FINE) return true; // hardly any of it is in the picture
  const shift = follow(band, profile(band, band.start, band.end, () => 0), band.start, -1, 0);
  return band.toPicture(edge(band, band.start, -1, shift, [0], GUTTER), 0)[0] < AT_EDGE * candidate.height;
}

/** The last band around each candidate's line. @type {WeakMap<object, {picture: object, endX: number, from?: number, reach: number, band: object}>} */
const known = new WeakMap();

/** The band as far as that at least: where no line follows, it is asked where this one begins. */
function bandOf(picture, candidate, endX, reach, from) {
  const last = known.get(candidate);
  if (last?.picture === picture && last.endX === endX && last.from === from && last.reach >= reach) return last.band;
  const band = cutBand(picture, candidate, endX, reach, from);
  known.set(candidate, { picture, endX, from, reach, band });
  return band;
}

/** The next line of the column whose gutters are so wide. */
function inColumn(band, candidate, shift, gutter, expected) {
  const first = edge(band, band.start, -1, shift, [0], gutter);
  const look = profile(band, first, band.end, shift); // a link may be but `www.`, and no line looks like that
  const down = pitch(band, look, [first, band.end], shift, expected);
  if (down === null) return null;
  const left = edge(band, band.start, -1, shift, [0, down], gutter);
  const right = edge(band, band.end - 1, 1, shift, [0, down], gutter);
  const begin = firstInk(band, left, band.end, shift, down);
  if (begin === null) return null;
  // From here on the line's own baseline, not its neighbour's.
  const near = (col) => shift(col) + down;
  const height = follow(band, look, begin, 1, best(band, look, begin, begin + 2 * WINDOW * FINE, near, DRIFT) ?? 0, near);
  if (inkShare(band, begin, right, (col) => near(col) + height(col)) > MOST_INK) return null;
  const beside = hasInk(band, left, first, shift) && !runsUnder(band, shift, down, first, gutter);
  const beyond = band.width - right < GUTTER * FINE;
  const at = (col) => near(col) + height(col);
  return describe(band, candidate, {
    begin, left, right, first, beside, down, beyond, at, item: itemOf(band, { first, at: shift }, { first: begin, at }),
  });
}

/**
 * The next line of one that is deeply indented, or so far from its note's number as the gutter is wide, where all of it
 * stands further left, as in a listing: nothing else does, there and on the line itself, but that number.
 */
function leftOfLine(band, candidate, shift, gutter, expected) {
  const first = edge(band, band.start, -1, shift, [0], gutter);
  const number = numberBefore(band, first, shift);
  return number === null ? null : firstOf(INDENTS, (indent) => {
    let from = first;
    while (from > number - FINE && from > first - indent * FINE && from > 0 && !band.wall[from - 1]) from -= 1;
    const down = pitch(band, profile(band, first, band.end, shift), [from, first], shift, expected);
    const begin = down === null ? null : firstInk(band, from, first, shift, down);
    if (begin === null) return null;
    const isWhole = number < 0 ? begin - from >= GUTTER * FINE || from === 0 || band.wall[from - 1] : Math.abs(begin - number) < FINE;
    if (!isWhole || inkShare(band, begin, first, (col) => shift(col) + down) > MOST_INK) return null;
    const right = edge(band, band.end - 1, 1, shift, [0, down], GUTTER);
    return describe(band, candidate, {
      begin, left: begin, right, first, beside: false, down, beyond: band.width - right < GUTTER * FINE, at: (col) => shift(col) + down,
    });
  });
}

/** The column that a note's number begins in, which stands alone left of its line; -1 where nothing does, null where other print does. */
function numberBefore(band, first, shift) {
  const inked = (col) => columnInk(band, col, shift(col)) > 0;
  let end = first - 1;
  while (end >= 0 && end > first - DEEPEST * FINE && !inked(end)) end -= 1;
  if (end < 0 || !inked(end)) return -1;
  const begin = edge(band, end, -1, shift, [0], GUTTER);
  return end - begin < WIDEST_NUMBER * FINE ? begin : null;
}

/** Of a profile, the rows of a line's letters, were its baseline so many rows below the first that it can have. */
const lettersAt = (rows, down) => rows.subarray(down, down + LAST - FIRST);

/** How far up or down of `near`, in rows, the columns look most like the line; null where they look like none. */
function best(band, look, from, to, near, drift) {
  const most = Math.round(drift * FINE);
  const rows = profile(band, from, to, near, { above: most, below: most });
  let found = { shift: null, score: ALIKE };
  for (let shift = -most; shift <= most; shift += 1) {
    const score = alike(look, lettersAt(rows, most + shift)) - 0.01 * Math.abs(shift);
    if (score > found.score) found = { shift, score };
  }
  return found.shift;
}

/**
 * Follows a line from a column on, window by window. Where it has no print, and the line below may, it goes on as it did: on a
 * bent page that is not straight on.
 *
 * @returns {(col: number) => number} rows up or down of `near`
 */
function follow(band, look, from, way, begin, near = () => 0) {
  const step = WINDOW * FINE;
  const shifts = [[from, begin]];
  let now = begin;
  let blank = 0;
  for (let col = from; col > 0 && col < band.width; col += way * step) {
    const [a, b] = way < 0 ? [col - step, col] : [col, col + step];
    const here = now;
    const seen = best(band, look, a, b, (c) => near(c) + here, DRIFT);
    blank = seen === null ? blank + 1 : 0;
    now += seen ?? (blank > FARTHEST_ON ? 0 : trendOf(shifts));
    shifts.push([col + (way * step) / 2, now]);
  }
  // What was looked for around its beginning is known better now, from the windows after it.
  if (way > 0 && shifts.length > 2) shifts[0][1] = shifts[1][1] + (shifts[1][1] - shifts[2][1]) / 2;
  return (col) => interpolate(shifts, col, way);
}

/** By how much a line that was followed so far goes up or down from window to window, rows. */
function trendOf(shifts) {
  const [first, last] = [shifts.at(-1 - TREND), shifts.at(-1)];
  return first ? (last[1] - first[1]) / TREND : 0;
}

function interpolate(shifts, col, way) {
  const i = shifts.findIndex(([at]) => (way < 0 ? at <= col : at >= col));
  if (i === 0) return shifts[0][1];
  if (i < 0) return shifts.at(-1)[1];
  const [[x0, y0], [x1, y1]] = [shifts[i - 1], shifts[i]];
  return y0 + ((y1 - y0) * (col - x0)) / (x1 - x0);
}

/**
 * Whether the next line runs on under the room that is left of a link: then it parts no columns, but the words of a
 * justified line.
 */
function runsUnder(band, shift, down, first, gutter) {
  let blank = 0;
  for (let col = first - 1; col > 0 && columnInk(band, col, shift(col)) === 0; col -= 1) {
    blank = columnInk(band, col, shift(col) + down) > 0 ? 0 : blank + 1;
    if (blank > gutter * FINE) return false;
  }
  return true;
}

/** Rows down to the next line: where it is expected, or the first that looks surely like this one, or else the likest. */
function pitch(band, look, [from, to], shift, expected) {
  const rows = profile(band, from, to, shift, { below: FURTHEST + 1 });
  const peaks = pitchesOf((down) => alike(look, lettersAt(rows, down)))
    .filter(({ score }) => score >= ALIKE_THERE);
  const at = (there) => peaks.find(({ rows }) => Math.abs(rows - there) <= THEREABOUTS * there);
  const [likest] = peaks.filter(({ score }) => score >= ALIKE).sort((a, b) => b.score - a.score);
  const chosen = (expected && at(expected)) ?? peaks.find(({ score }) => score >= SURELY_ALIKE) ?? likest;
  return chosen ? (at(chosen.rows / 2) ?? chosen).rows : null;
}

function describe(band, before, {
  begin, left, right, first, beside, down, beyond, at, item,
}) {
  const point = (col) => band.toPicture(col, at(col));
  const baseline = [];
  for (let col = begin; col < right; col += FINE) baseline.push(point(col));
  baseline.push(point(Math.max(right, begin + FINE)));
  const [[x, y], [x1, y1]] = [baseline[0], baseline.at(-1)];
  return {
    candidate: {
      ...before, x, y, slope: (y1 - y) / (x1 - x), prefixEnd: x, baseline,
    },
    down: down * band.scale,
    right: band.toPicture(right, 0)[0],
    beyond,
    indent: (begin - left) * band.scale,
    indentBefore: (first - left) * band.scale,
    item,
    beside,
    before: (band.start - first) * band.scale,
  };
}
