/**
 * Another look at a doubtful link by the same reader: its lines are cut a little larger and a little smaller, too,
 * all cuts are read together, and what is more likely printed counts for more.
 */

import { alsoOffer, describeLink } from './describe_link.js';
import { readFollowing } from './read_link.js';
import { LONGEST } from './strip.js';

/** How much larger the print is taken to be than it was measured: letters come out as much smaller, or larger. */
const SIZES = [0.92, 1.08];

/** How often a link has a suffix that nobody registered, or what was seen as one is none, for each that has one. */
const UNLIKELY = 0.05;

/**
 * @param {import('./pipeline.js').Link} link
 * @param {import('./read_link.js').ReadLine[]} lines that it was read from
 * @param {import('./picture.js').Picture} picture
 * @param {import('./tesseract.js').Reader} reader one that has `readTogether`
 * @param {import('./pipeline.js').Parts} parts
 * @param {ReturnType<typeof import('./language.js').createLanguage> | null} [language]
 * @returns {Promise<{link: import('./pipeline.js').Link, lines: import('./read_link.js').ReadLine[]} | null>} the likelier
 *   of both readings, with the other on offer; nothing where it reads the same
 */
export async function reread(link, lines, picture, reader, parts, language) {
  const used = lines.slice(0, link.quads.length);
  const prior = lines.length === 1 ? (text) => priorOf(parts.findLink(text, { start: true })) : undefined;
  const again = [];
  for (const line of used) again.push(await readInSizes(line, picture, reader, parts, prior, language?.likelier));
  if (again.every(({ reading }, i) => reading.text === used[i].reading.text)) return null;
  const others = lines.slice(used.length);
  // A hyphen that was not read before may lead on to the next line.
  const all = others.length ? [...again, ...others] : await readFollowing(picture, again, reader, parts);
  const other = describeLink(all, reader, parts);
  if (!other || other.printed === link.printed) return null;
  // Of one line, three sizes together are more often right than one, even where they are less sure; of several, any
  // may lose the hyphen that it is joined by.
  if (used.length === 1 || likelihood(other) > likelihood(link)) return { link: alsoOffer(other, link), lines: all };
  const offered = alsoOffer(link, other);
  return offered === link ? null : { link: offered, lines };
}

/** How sure a link is, and how likely one like it is printed at all. */
const likelihood = (link) => link.confidence * priorOf(link);

/** @returns {Promise<import('./read_link.js').ReadLine>} */
async function readInSizes(line, picture, reader, parts, ...judges) {
  const strips = SIZES.map((size) => cutAt(size, line, picture, reader, parts)).filter(Boolean);
  const reading = await reader.readTogether([line.strip, ...strips], ...judges);
  if (!reading.characters.length) return line;
  const start = line.place ? undefined : parts.findLink(reading.text, { start: true })?.start;
  return { ...line, reading, start: start ?? line.start };
}

const priorOf = (link) => (!link || link.doubts.includes('suffix') ? UNLIKELY : 1);

/** The same stretch of the line; lengths are told in heights of its letters. */
function cutAt(size, { candidate, cut }, picture, { height }, { cutStrip }) {
  const { beyond, extend = LONGEST } = cut;
  return cutStrip(picture, { ...candidate, height: size * candidate.height }, {
    height, beyond: beyond / size, extend: extend / size,
  });
}
