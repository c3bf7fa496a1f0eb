/**
 * Whose is a hyphen at a line's end: the link's own, or the typesetter's? The twin of training/links/hyphen.py; the
 * signs are in rules.json.
 *
 * Two words say little about it. But a page is set in one way: where one link is broken within a word, so are others;
 * where all breaks look like hyphens of the links' own, a doubtful one is most likely one too.
 */
import { RULES, foundIn } from './rules.js';

const { pages, own: OWN, start, rows } = RULES.join.hyphen;

/** Log-odds that the links of a page are hyphenated, as long as none of it is read. */
export const PRIOR = Math.log(pages / (1 - pages));

/**
 * @param {string} before  the link up to the break, hyphen and all
 * @param {string} after   the next line's first word
 * @param {number} hyphenated  log-odds that the links of this page are
 */
export function isOwn(before, after, hyphenated) {
  const share = 1 / (1 + Math.exp(-hyphenated));
  return share * OWN + 1 - share >= share * (1 - OWN) * favour(before, after);
}

/**
 * What the breaks of one link say of its page.
 *
 * @param {string[]} texts  of its lines
 * @returns {number} log-odds that the page's links are hyphenated, to be added to what others say; 0 where no line
 *   ends in a hyphen
 */
export function evidence(texts) {
  let sum = 0;
  let before = '';
  for (const [i, text] of texts.slice(0, -1).entries()) {
    before += text.trim();
    if (before.endsWith('-')) sum += Math.log(OWN + (1 - OWN) * favour(before, firstWord(texts[i + 1])));
  }
  return sum;
}

/** How many times likelier these parts are where a typesetter broke a word than where the hyphen is the link's own. */
function favour(before, after) {
  const text = `${before}|${after}`;
  return Math.exp(-rows.reduce((sum, row) => sum + (foundIn(row.pattern, text) ? row.weight : 0), start));
}

const firstWord = (text) => text.trim().split(' ')[0];
