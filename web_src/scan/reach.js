/**
 * How far a strip must go to show a link's end: one that is too short is read twice, one that is
 * too long takes its time for nothing.
 */

import { inkedColumns } from './ink.js';
import { ABOVE, BEFORE, BELOW, cutStrip, seenLength } from './strip.js';

/** Rows of the strip that is looked at: enough to see gaps in. */
const HEIGHT = 16;

/** Between words there is more paper than this, between letters less, in heights of the letter h. */
const GAP = 0.45;

/** Rows between which print has ink wherever it has letters, the low line among them, as parts of the height. */
const PRINT = [0.2, 0.85];

/**
 * @param {import('./picture.js').Picture} picture
 * @param {import('./candidates.js').Candidate} candidate
 * @param {number} furthest beyond where the detector saw the link end, in heights of the letter h
 * @returns {number} in the same: from there to the first gap in the print; 0 where it saw one
 */
export function inkBeyond(picture, candidate, furthest) {
  const strip = cutStrip(picture, candidate, { height: HEIGHT, beyond: furthest });
  if (!strip) return 0;
  const toHeights = (ABOVE + BELOW) / HEIGHT;
  const ink = inkedColumns(strip, PRINT);
  const end = BEFORE + seenLength(candidate) / candidate.height;
  let paper = 0;
  for (let x = Math.floor(end / toHeights); x < strip.width; x += 1) {
    paper = ink[x] ? 0 : paper + toHeights;
    if (paper >= GAP) return Math.max(0, x * toHeights - end - paper);
  }
  return furthest;
}
