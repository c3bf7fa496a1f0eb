/**
 * The hyphens at the ends of lines, once all links of a page are read: how one is broken tells of the others.
 */

import { PRIOR, evidence } from '../links/hyphen.js';
import { describeLink } from './describe_link.js';
import { restOfLine } from './line_end.js';

/**
 * @template {{link: import('./pipeline.js').Link, lines: import('./read_link.js').ReadLine[]}} Read
 * @param {Read[]} read  the links of a page
 * @param {import('./tesseract.js').Reader} reader
 * @param {import('./pipeline.js').Parts} parts
 * @returns {(Read & {parts: import('./pipeline.js').Parts})[]} those that are joined otherwise now, and the parts that join them so
 */
export function settleHyphens(read, reader, parts) {
  const said = read.map(({ link, lines }) => evidence(lines.slice(0, link.quads.length).map((line) => restOfLine(line).text)));
  const all = said.reduce((sum, one) => sum + one, PRIOR);
  return read.flatMap((one, i) => {
    if (said[i] === 0) return [];
    const hyphenated = all - said[i];
    const settled = { ...parts, joinPieces: (pieces) => parts.joinPieces(pieces, { hyphenated }) };
    const link = describeLink(one.lines, reader, settled);
    return link && link.printed !== one.link.printed ? [{ ...one, link, parts: settled }] : [];
  });
}
