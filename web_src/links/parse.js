/**
 * Find the link in what a reader read. The twin of training/links/parse.py; the rules are in rules.json.
 *
 * Three texts must be told apart:
 *
 * - `read`: the characters of the reading, from the link's start to its end, whatever they are;
 * - `printed`: what stands on the paper. It is the reading, save where a scheme can only be a slip of the reader
 *   (`htlps://`, `https;//`, `wvvw.`); `changes` lists each difference. Nothing but scheme, separator and `www.` is
 *   ever repaired, and no scheme is ever added;
 * - `href`: what a tap opens. Its host is in small letters and ASCII, its path is as printed, and its scheme is http,
 *   https or mailto. It is null for ftp links: they are found, so that an app can show that it saw them and so that
 *   no part of them is taken for another link, and they never open.
 */

import { prefixedAt } from './prefixed.js';
import { prefixlessAt } from './prefixless.js';
import { RULES, asciiLower, foundIn } from './rules.js';

/** @typedef {import('./link.js').Link} Link */

export { isSafeHref } from './link.js';

const { limits: LIMITS } = RULES;

/**
 * The link that a text starts with, a little noise before it allowed; with start: false, the first anywhere.
 *
 * Noise is what a strip shows of what stands before the link: a bracket, a quote, a footnote's number, the end of
 * the word before. A text longer than any line (`limits.text` in rules.json) is read up to there.
 *
 * @param {string} text
 * @param {{start?: boolean}} [options]
 * @returns {Link | null}
 */
export function findLink(text, { start = true } = {}) {
  text = text.slice(0, LIMITS.text);
  if (!start) return search(text, 0);
  const strong = first(prefixedAt, text, 0, LIMITS.noise, true);
  if (strong?.start === 0) return strong;
  const weak = first(prefixlessAt, text, 0, LIMITS.noise, true);
  // A scheme or www. is worth more than a bare name before it, unless it is a part of that (a.org/?u=http://b.org)
  // by more than the letter or two that were cut from the word before (ewww.a.org).
  if (strong && weak && weak.start < strong.start && strong.start < weak.end) {
    return foundIn('^[0-9A-Za-z]*$', text.slice(weak.start, strong.start)) ? strong : weak;
  }
  return strong ?? weak;
}

/**
 * Every link in a line, from left to right.
 *
 * @param {string} text
 * @returns {Link[]}
 */
export function findLinks(text) {
  text = text.slice(0, LIMITS.text);
  const links = [];
  let link = search(text, 0);
  while (link) {
    links.push(link);
    link = search(text, link.end);
  }
  return links;
}

function search(text, position) {
  const strong = first(prefixedAt, text, position, text.length, false);
  const weak = first(prefixlessAt, text, position, strong ? strong.start - 1 : text.length, false);
  return weak ?? strong;
}

function first(findAt, text, position, last, start) {
  const small = asciiLower(text);
  for (let index = position; index < Math.min(last + 1, text.length); index += 1) {
    const link = findAt(text, small, index, start);
    if (link) return link;
  }
  return null;
}
