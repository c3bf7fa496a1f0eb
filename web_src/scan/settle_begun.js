/**
 * Links that may be one: where a link may begin on the line above, at whose end another was found, that one may go on.
 */

import { describeLink } from './describe_link.js';

/**
 * @template {{link: import('./pipeline.js').Link, lines: import('./read_link.js').ReadLine[],
 *   parts: import('./pipeline.js').Parts}} Read
 * @param {Read[]} read  the links of a page
 * @param {import('./tesseract.js').Reader} reader
 * @returns {Read[]} those that may go on in another of them, told so
 */
export function settleBegun(read, reader) {
  return read.flatMap(({ lines: [{ begunAbove }] }) => {
    const one = begunAbove && read.find(({ link: { printed } }) => isStartOf(printed, begunAbove.printed));
    if (!one) return [];
    const last = one.link.quads.length - 1;
    const lines = one.lines.map((line, i) => (i === last ? { ...line, goesOn: begunAbove } : line));
    const link = describeLink(lines, reader, one.parts);
    return link ? [{ ...one, link, lines }] : [];
  });
}

const isStartOf = (printed, whole) => whole.length > printed.length && whole.startsWith(printed);
