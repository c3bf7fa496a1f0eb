/**
 * A second opinion on a doubtful link: the same print, read by another reader.
 */

import { agreed } from './confidence.js';
import { describeLink } from './describe_link.js';
import { alsoOffer } from './other_readings.js';

/** @typedef {import('./pipeline.js').Link} Link */
/** @typedef {import('./tesseract.js').Reader} Reader */

/**
 * Where both read the same, the link is surer; where not, it stays as doubtful as it was, and the
 * other reading is offered.
 *
 * @param {Link} link
 * @param {import('./read_link.js').ReadLine[]} lines that it was read from
 * @param {import('./picture.js').Picture} picture
 * @param {Reader} first   who read it
 * @param {Reader} second  who is asked
 * @param {import('./pipeline.js').Parts} parts
 * @returns {Promise<Link | null>} the link as it is now; null where nothing new is known
 */
export async function secondOpinion(link, lines, picture, first, second, parts) {
  const other = await readAgain(link, lines, picture, second, parts);
  if (!other) return null;
  if (other.href === link.href) {
    const confidence = agreed(link.confidence, first.agreement ?? 1);
    const doubts = confidence < first.sure ? link.doubts : link.doubts.filter((doubt) => doubt !== 'letters');
    return { ...link, confidence, doubts };
  }
  const offered = alsoOffer(link, other);
  return offered === link ? null : offered;
}

async function readAgain(link, lines, picture, second, parts) {
  const again = [];
  for (const line of lines.slice(0, link.quads.length)) {
    const strip = parts.cutStrip(picture, line.candidate, { height: second.height, ...line.cut });
    if (!strip) return null;
    again.push({ ...line, strip, reading: await second.read(strip) });
  }
  return again.every(({ reading }) => reading.characters.length) ? describeLink(again, second, parts) : null;
}
