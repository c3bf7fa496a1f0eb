/**
 * Links with characters that our quick reader has no class for: a larger one may tell which letters they are.
 */

/** What a reader reads a character as that it has no class for. */
export const OTHER = '\ufffd';

/** A letter that hosts may have, and none of the readers has a class for. */
const ANY_LETTER = '\u01ce';

/**
 * The link that a text begins with, were every character without a class a letter; null where it has none of these. Only
 * its place and kind tell anything.
 *
 * @param {string} text
 * @param {import('./pipeline.js').Parts['findLink']} findLink
 */
export function unreadLink(text, findLink) {
  const found = text.includes(OTHER) ? findLink(text.replaceAll(OTHER, ANY_LETTER), { start: true }) : null;
  return found?.read.includes(ANY_LETTER) ? found : null;
}

/** Whether a link as read at first is but what stood before, between or behind the letters of another that were not read. */
export function isPartOf(link, whole) {
  const at = whole.printed.indexOf(link.printed);
  if (at < 0) return false;
  const beside = whole.printed.slice(Math.max(0, at - 1), at) + whole.printed.slice(at + link.printed.length).slice(0, 1);
  return /[^ -~]/.test(beside);
}
