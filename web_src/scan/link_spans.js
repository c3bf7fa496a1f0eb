/**
 * Where the characters of a link stand that is joined from several lines.
 */

import { restOfLine } from './line_end.js';

/** @typedef {import('./read_link.js').ReadLine} ReadLine */

/**
 * Which characters of each line make a joined link.
 *
 * @param {ReadLine[]} lines
 * @param {string} printed the link
 * @param {string} text    of the first line, as far as its strip shows
 * @param {typeof import('../links/parse.js').findLink} findLink
 * @returns {[number, number][]} first and the one after the last, from the first line to the last
 */
export function spansOfJoined(lines, printed, text, findLink) {
  const { text: firstText } = restOfLine(lines[0]);
  const start = startOf(text, firstText, printed, findLink);
  let left = printed;
  return lines.map((line, i) => {
    const { text: own } = restOfLine(line);
    const from = i === 0 ? start : own.length - own.trimStart().length;
    const trimmed = own.trimEnd();
    if (i === lines.length - 1) {
      const length = tailLength(trimmed.slice(from), left);
      return [from, from + length];
    }
    // A hyphen at the break may have been the printer's: then the link is joined without it.
    const whole = trimmed.slice(from);
    const dropped = whole.endsWith('-') && !left.slice(0, whole.length).endsWith('-') && i + 1 < lines.length;
    left = left.slice(whole.length - Number(dropped));
    return [from, trimmed.length - Number(dropped)];
  });
}

/** Where the link begins in its first line: where it is found, or where what is no link yet does. */
function startOf(text, firstText, printed, findLink) {
  const found = findLink(text, { start: true });
  const line = firstText.trimEnd();
  if (found && found.end >= line.length - 2) return found.start;
  const word = line.lastIndexOf(' ') + 1;
  const shared = [...line.slice(word)].findIndex((_, i) => printed.startsWith(line.slice(word + i).replace(/-$/, '')));
  return word + Math.max(0, shared);
}

/** How many characters of the last line end the link. */
function tailLength(text, left) {
  for (let length = text.length; length > 0; length -= 1) if (left.endsWith(text.slice(0, length))) return length;
  return 0;
}
