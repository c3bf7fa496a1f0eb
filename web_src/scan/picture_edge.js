/**
 * Lines that end or begin at the picture's edge: whether it cuts them, or only the picture ends there.
 */

import { inkedColumns } from './ink.js';

/**
 * With so much paper before the picture's right edge, in strip heights, a line may end there; with less than the other only at a
 * mark that links are broken at. Of 12 lines that ended there two had less than the first, of 25 links that the edge cut two more.
 */
const PAPER = 0.1;
const SPACE = 0.3;
const BROKEN_BEHIND = /[-./_=&?#~+@:%]$/;
const BROKEN_BEFORE = /^\s*[-./_=&?#~+@:%][0-9A-Za-z]/;

/** The rows of a strip that its line's own print may stand in, as parts of its height. */
const ALL_ROWS = [0.05, 0.95];

/**
 * A line that begins so close to the picture's left edge may begin outside of it, in heights of the letter h; and so
 * close, which is less than a space, where the line before does.
 */
const AT_EDGE = 0.12;
const WORD_AT_EDGE = 0.5;

/** Whether a line whose strip the picture's edge cuts off may end there. @param {import('./strip.js').Strip} strip */
export const mayEndThere = (strip) => paperBehind(strip) >= PAPER;

/**
 * Whether the picture's edge rather cuts such a line within a word than that it goes on below.
 *
 * @param {import('./strip.js').Strip} strip
 * @param {string} text what was read of it
 * @param {import('./read_link.js').ReadLine | null} below the line below
 */
export const isCutWithin = (strip, text, below) =>
  paperBehind(strip) < SPACE && !BROKEN_BEHIND.test(text.trimEnd()) && !BROKEN_BEFORE.test(below?.reading.text ?? '');

/**
 * Whether a line's beginning may be outside of the picture.
 *
 * @param {import('./candidates.js').Candidate} candidate
 * @param {() => boolean} beforeIs whether that of the line before is
 */
export const isBegunOutside = ({ x, height }, beforeIs) => x < AT_EDGE * height || (x < WORD_AT_EDGE * height && beforeIs());

/** How much paper is between a strip's last print and its end, in strip heights. */
const paperBehind = (strip) => (strip.width - 1 - inkedColumns(strip, ALL_ROWS).lastIndexOf(1)) / strip.height;
