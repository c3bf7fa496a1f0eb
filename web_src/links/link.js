/**
 * A link, and what is said of one that was found. The twin of training/links/link.py.
 *
 * @typedef {object} Change    a difference between `read` and `printed`
 * @property {number} at       where, in `read`
 * @property {string} from
 * @property {string} to
 * @property {string} why
 *
 * @typedef {object} Link
 * @property {'https'|'http'|'www'|'ftp'|'domain'|'mail'|'doi'} kind
 * @property {string} printed
 * @property {string} read
 * @property {string | null} href
 * @property {number} start     of `read`, in the text
 * @property {number} end
 * @property {boolean} certain  no doubt about where it starts, where it ends and that it is a link
 * @property {string[]} doubts  names of `doubts` in rules.json
 * @property {Change[]} changes
 * @property {string | null} broken  how it ends, if that may be a break: a hint for join.js
 */
import { RULES, asciiLower, matchAt } from './rules.js';

const { patterns: PATTERNS } = RULES;

/** Kinds of link that nothing says the beginning of. */
export const PREFIXLESS = ['domain', 'mail'];

/**
 * Whether a tap may open it: http, https or mailto, in printable ASCII.
 *
 * @param {unknown} href
 */
export function isSafeHref(href) {
  return typeof href === 'string' && matchAt(PATTERNS.safe, asciiLower(href), 0) !== null && URL.canParse(href);
}

/** A link of what was found, with the doubts that its end raises. */
export function linkOf(text, kind, index, end, href, doubts) {
  if (href !== null && !isSafeHref(href)) return null;
  const printed = text.slice(index, end);
  const all = [...doubts];
  if (matchAt(PATTERNS.ellipsis, text, end) || printed.includes('...')) all.push('ellipsis');
  const [broken, doubtful] = breakHint(text, end);
  if (doubtful) all.push('broken');
  const unique = [...new Set(all)];
  return {
    kind, printed, read: printed, href, start: index, end, certain: !unique.length, doubts: unique, changes: [], broken,
  };
}

/** How the link ends where the reading ends with it, and whether a whole link would not end so. */
function breakHint(text, end) {
  const tail = skip(text, end, PATTERNS.trailing);
  const dash = text[end - 1] === '-';
  if (skip(text, tail, PATTERNS.space) < text.length) return [null, dash];
  for (const row of RULES.broken) {
    if (matchAt(row.end, text, tail - 1)) return [row.hint, Boolean(row.doubt) && tail === end];
  }
  return [null, dash];
}

/** Path, query and fragment as a link needs them: as printed, with letters beyond ASCII in percent signs. */
export function encoded(rest) {
  return rest.replace(/[^\0-\x7f]+|[{}]/g, encodeURIComponent);
}

/** The first place from `at` on where a pattern of one character does not match. */
export function skip(text, at, source) {
  while (at < text.length && matchAt(source, text, at)) at += 1;
  return at;
}
