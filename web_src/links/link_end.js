/** Where a link ends: its path, and what is the sentence's already. The twin of training/links/link_end.py. */

import { skip } from './link.js';
import { RULES, matchAt } from './rules.js';

const { patterns: PATTERNS, brackets: CLOSERS } = RULES;
const OPENERS = new Set(Object.values(CLOSERS));

/** The end of the link whose authority ends at `at`, and a doubt if what follows is odd. */
export function restOfLink(text, index, at) {
  if (matchAt('[/?#]', text, at)) {
    const end = pathEnd(text, at, quoteBefore(text, index));
    const before = sentenceFrom(text, at, end);
    return [before, before < end ? ['sentence'] : []];
  }
  return [at, matchAt(PATTERNS.oddAfterHost, text, at) ? ['odd'] : []];
}

/**
 * Where a link ends that goes on at `at`: at white space, at a bracket or quote that was opened before the link, where
 * another link touches it, and before the marks that belong to the sentence.
 */
export function pathEnd(text, at, quoteMark) {
  const opened = [];
  let end = at;
  while (end < text.length && matchAt(PATTERNS.path, text, end)) {
    const mark = text[end];
    if (mark === quoteMark || matchAt(PATTERNS.nextLink, text, end)) break;
    if (OPENERS.has(mark)) opened.push(mark);
    else if (mark in CLOSERS && opened.pop() !== CLOSERS[mark]) break;
    end += 1;
  }
  while (end > at && matchAt(PATTERNS.trailing, text, end - 1)) end -= 1;
  return end;
}

/** Where what was taken for a path is the sentence's already, its space unseen: `a/.The next`, `a- the next`. */
function sentenceFrom(text, at, end) {
  const last = text.slice(0, end).lastIndexOf('/.') + 1;
  if (last > at && matchAt(PATTERNS.nextSentence, text.slice(0, end), last)) return last;
  const tail = skip(text, end, PATTERNS.space);
  if (tail === end || tail === text.length) return end;
  return at + text.slice(at, end).replace(/-+$/, '').length;
}

/** The single quote that was opened right before a link, and that will end it. */
export function quoteBefore(text, index) {
  return text[index - 1] === "'" ? "'" : null;
}
