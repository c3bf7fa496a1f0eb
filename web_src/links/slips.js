/**
 * Slips of the reader where a link opens: `htlps://`, `https;//`, `wvvw.`. The twin of training/links/slips.py.
 *
 * A slip is a stretch of the reading and what the paper must show there: {length, to, why, doubt}.
 */

import { RULES, matchAt } from './rules.js';

/** Every way to read a scheme at a place, likeliest first: [scheme, separator] or [scheme, separator, www]. */
export function* schemeSlips(text, small, index) {
  for (const [number, scheme] of RULES.schemeSlips.entries()) {
    const letters = matchAt(scheme.pattern, small, index);
    if (!letters) continue;
    const middle = index + letters[0].length;
    for (const [place, separator] of RULES.separatorSlips.entries()) {
      const marks = matchAt(separator.pattern, small, middle);
      if (!marks || (number < 2 && place === 0)) continue; // as it should be: no slip
      const end = middle + marks[0].length;
      if (separator.notBefore && matchAt(separator.notBefore, small, end)) continue;
      const pair = [
        { length: middle - index, to: inCaseOf(text.slice(index, middle), scheme.to), why: scheme.why ?? '' },
        { length: end - middle, to: '://', why: separator.why, doubt: separator.doubt },
      ];
      for (const www of wwwSlips(text, small, end)) yield [...pair, www];
      if (!separator.before || matchAt(separator.before, small, end)) yield pair;
    }
  }
}

/** Every way to read a misread `www.` at a place. */
export function* wwwSlips(text, small, index) {
  for (const row of RULES.wwwSlips) {
    const found = matchAt(row.pattern, small, index);
    if (found && found[0] !== 'www.') {
      const { length } = found[0];
      yield { length, to: inCaseOf(text.slice(index, index + length), 'www.'), why: row.why, doubt: row.doubt };
    }
  }
}

/** A word in capitals if what was read is mostly in capitals. */
function inCaseOf(read, word) {
  const capitals = read.replace(/[^A-Z]/g, '').length;
  return capitals > read.replace(/[^a-z]/g, '').length ? word.toUpperCase() : word;
}

/** A change without the characters that stay: `htlps` → `https` is l → t. */
export function change(at, read, to, why) {
  const shorter = Math.min(read.length, to.length);
  let left = 0;
  while (left < shorter && read[left] === to[left]) left += 1;
  let right = 0;
  while (right < shorter - left && read.at(-1 - right) === to.at(-1 - right)) right += 1;
  return { at: at + left, from: read.slice(left, read.length - right), to: to.slice(left, to.length - right), why };
}
