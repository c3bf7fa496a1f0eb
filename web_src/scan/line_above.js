/**
 * Where the line above a link's line ends: a link that begins its line may have begun there.
 *
 * The line above is the next line of the picture turned over, top to bottom; there, letters hang from their
 * baseline, and the rows they take lie about another line, MIDDLE above it, as they do upright about the baseline.
 */

import { FINE, LONGEST, cutBand } from './band.js';
import { nextLine } from './next_line.js';

/** Twice what is between the middle of the rows that next_line.js looks at and the baseline, in heights of the letter h. */
const MIDDLE = 0.7;

/** So much of the line's end is of interest, in the same: a link is seldom longer. */
const TAIL = 16;

/** What is nearer to the line than this is its own, and what is nearer to another's baseline belongs to that, in the same. */
const OWN = 0.6;
const OTHERS = 0.5;

/** @type {WeakMap<import('./picture.js').Picture, import('./picture.js').Picture>} */
const turnedOver = new WeakMap();

/**
 * The end of the line above.
 *
 * @param {import('./picture.js').Picture} picture
 * @param {import('./candidates.js').Candidate} candidate where the link begins
 * @param {number} endX where its print ends on its first line, px
 * @param {number} [from] and where it begins, if that is right of the candidate's start
 * @returns {{candidate: import('./candidates.js').Candidate, whole: boolean, before: number} | null} `candidate`: the last
 *   TAIL heights of the line above; `whole`: whether that is all of it; `before`: how far print goes left of the link on its
 *   own line, px; nothing where no line is above
 */
export function lineAbove(picture, candidate, endX, from) {
  const place = wholeLineAbove(picture, candidate, endX, from);
  if (!place) return null;
  const { candidate: above } = place;
  const tail = Math.max(above.x, place.right - TAIL * candidate.height);
  const baseline = above.baseline.filter(([x]) => x >= tail);
  const [[x, y]] = baseline;
  return { candidate: { ...above, x, y, prefixEnd: x, baseline }, whole: tail === above.x, before: place.before };
}

/**
 * All of the line above, within its column.
 *
 * @param {import('./picture.js').Picture} picture
 * @param {import('./candidates.js').Candidate} candidate on a line
 * @param {number} endX where its print ends, px
 * @param {number} [from] and where it begins, if that is right of the candidate's start
 * @returns {import('./next_line.js').NextLine | null} nothing where no line is above
 */
export function wholeLineAbove(picture, candidate, endX, from) {
  const over = mirror(candidate, picture.height);
  const place = nextLine(turnOver(picture), over, endX, { reach: LONGEST, from });
  return place && { ...place, candidate: mirror(place.candidate, picture.height) };
}

/**
 * Whether there is nothing but paper where a line above a link would be, of whatever print.
 *
 * @param {import('./picture.js').Picture} picture
 * @param {import('./candidates.js').Candidate} candidate where the link begins
 * @param {number} endX where its print ends on its first line, px
 * @param {number} [from] and where it begins, if that is right of the candidate's start
 * @param {number} [up] how far above it another line is known, which doesn't count, px
 */
export function isBlankAbove(picture, candidate, endX, from, up = Infinity) {
  const { mask, start, end, top, bottom } = cutBand(turnOver(picture), mirror(candidate, picture.height), endX, 0, from);
  const last = Math.min(bottom, Math.round((up / candidate.height - MIDDLE - OTHERS) * FINE));
  for (let col = start; col < end; col += 1) {
    for (let row = Math.round(OWN * FINE); row < last; row += 1) if (mask[col * (bottom - top) + row - top]) return false;
  }
  return true;
}

/** The same line of print in the picture turned over, or back. */
function mirror(candidate, height) {
  const y = (at) => height - at + MIDDLE * candidate.height;
  return {
    ...candidate, y: y(candidate.y), slope: -candidate.slope, baseline: candidate.baseline.map(([px, py]) => [px, y(py)]),
  };
}

/** The picture's rows from last to first, and those of its smaller one; made once for all links in it. */
function turnOver(picture) {
  if (!turnedOver.has(picture)) {
    const { data, width, height, smaller } = picture;
    const rows = new Uint8Array(data.length);
    for (let y = 0; y < height; y += 1) rows.set(data.subarray(y * width, (y + 1) * width), (height - 1 - y) * width);
    turnedOver.set(picture, { ...picture, data: rows, ...(smaller && { smaller: turnOver(smaller) }) });
  }
  return turnedOver.get(picture);
}
