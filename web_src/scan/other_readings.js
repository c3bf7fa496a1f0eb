/**
 * What else may be printed where a link was read.
 */

import { PREFIXLESS } from '../links/link.js';
import { RULES, asciiLower, matchAt } from '../links/rules.js';
import { pieceOf } from './line_end.js';
import { hasSlashedWord } from './slashed_word.js';
import { twinTexts } from './twins.js';

/** @typedef {import('./pipeline.js').Link} Link */
/** @typedef {import('./read_link.js').ReadLine} ReadLine */

/** Where two ways to join the lines are offered, the first is right this often (tests/unit/test_links_join.py). */
export const JOINED_RIGHT = 0.93;

/** No link is surer than this whose O may as well be a 0, or that a word follows within its quotes, a guess. */
export const MAY_BE_ANOTHER = 0.9;

/** How likely a link goes on from the line above, where it may; a guess. */
const BEGUN_ABOVE = 0.3;

/** Other readings shown, and how likely they must be. */
const MOST_ALTERNATIVES = 3;
const LEAST_ALTERNATIVE = 0.05;

/**
 * A link that offers another reading of its print, too; the link itself where that leads nowhere else.
 *
 * @param {Link} link
 * @param {Link} other
 * @returns {Link}
 */
export function alsoOffer(link, { printed, href, confidence }) {
  if ([link, ...link.alternatives].some((one) => one.href === href)) return link;
  return { ...link, alternatives: [...link.alternatives, { printed, href, confidence: Math.min(confidence, 1 - link.confidence) }] };
}

/**
 * Other ways to join a link's lines, and other texts that the reader holds likely.
 *
 * @param {ReadLine[]} lines
 * @param {ReturnType<typeof import('../links/join.js').joinPieces>} joined what they make, if they are several
 * @param {import('../links/link.js').Link} found the link itself
 * @param {number} confidence of it
 * @param {import('./pipeline.js').Parts} parts
 * @returns {{printed: string, href: string, confidence: number}[]} likeliest first
 */
export function otherReadings(lines, joined, found, confidence, { findLink, joinPieces }) {
  const offered = new Map();
  const offer = ({ printed, href }, sure) => {
    if (!href || href === found.href || sure < LEAST_ALTERNATIVE) return;
    offered.set(printed, { printed, href, confidence: Math.max(sure, offered.get(printed)?.confidence ?? 0) });
  };
  for (const other of joined?.alternatives ?? []) offer(other, 1 - JOINED_RIGHT);
  const longer = [lines[0].begunAbove, ...lines.map(({ goesOn }) => goesOn)].filter(Boolean);
  for (const whole of longer) offer(whole, BEGUN_ABOVE);
  if (lines.length === 1) {
    const { text } = lines[0].reading;
    for (const whole of [withoutSpace(text, found, findLink), withYear(text, found, findLink)]) if (whole) offer(whole, 1 - MAY_BE_ANOTHER);
  }
  for (const [i, line] of lines.entries()) {
    for (const { text, ratio } of line.reading.others ?? []) {
      if (ratio * confidence < LEAST_ALTERNATIVE) continue;
      const again = lines.length === 1 ? findLink(text, { start: true })
        : joinPieces(lines.map(pieceOf).map((piece, k) => (k === i ? { ...piece, text } : piece)));
      if (again) offer(again, Math.min(ratio * confidence, 1 - confidence));
    }
  }
  for (const text of [found, ...longer].flatMap(({ printed, kind }) => twinTexts(printed, kind))) {
    const twin = findLink(text, { start: true });
    if (twin?.printed === text) offer(twin, 1 - MAY_BE_ANOTHER);
  }
  return [...offered.values()].sort((a, b) => b.confidence - a.confidence).slice(0, MOST_ALTERNATIVES);
}

/** The link as it would be with the word behind it, where that may be its rest. */
function withoutSpace(text, { end }, findLink) {
  if (!hasSlashedWord(text.slice(end), findLink)) return null;
  const space = text.indexOf(' ', end);
  return findLink(text.slice(0, space) + text.slice(space + 1), { start: true });
}

/** A bare link as it would be with the year before it, which may be its own: 2012.example.org. */
function withYear(text, { kind, printed, start }, findLink) {
  if (!PREFIXLESS.includes(kind)) return null;
  const [before] = /\S*$/.exec(text.slice(0, start));
  const small = asciiLower(before + printed);
  const from = Array.from(before).findIndex((_, i) => matchAt(RULES.patterns.year, small, i)?.[0].length === before.length - i);
  const longer = from < 0 ? '' : before.slice(from) + printed;
  const whole = longer && findLink((kind === 'mail' ? 'mailto:' : 'https://') + longer, { start: true });
  return whole ? { printed: longer, href: whole.href } : null;
}
