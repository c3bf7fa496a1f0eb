/**
 * Another look at a link, by a larger reader as well: where that sees something else, no link stays sure. The lines of
 * a doubtful one are cut a little larger and a little smaller, too, all cuts are read together, and what is more
 * likely printed counts for more.
 */

import { describeLink } from './describe_link.js';
import { readFollowing } from './following.js';
import { withDots } from './lost_dots.js';
import { alsoOffer } from './other_readings.js';
import { isStillLikely } from './read_link.js';
import { LONGEST } from './strip.js';
import { isPartOf } from './unread.js';

/** How much larger the print is taken to be than it was measured: letters come out as much smaller, or larger. */
const SIZES = [0.92, 1.08];

/** A reading that lacks so many of another's last characters took a gap for its end; fewer may be specks. */
const BROKEN_OFF = 3;

/**
 * Of one line, a reading of all cuts together is the better one even where it is less sure, down to this factor; one that
 * breaks off only where it is so much surer.
 */
const LESS_SURE = 1 / 4;
const BROKEN_OFF_SURER = 2;

/** The sentence, where its comma was taken for the link's: no space was seen behind it. */
const SENTENCE = /^[,;][A-Za-z]+$/;

/** A host, and what may follow it. */
const WHOLE_HOST = /^(?:[a-z]+:\/\/)?[^/?#]+[/?#]/i;

/** How often a link has a suffix that nobody registered, or what was seen as one is none, for each that has one. */
const UNLIKELY = 0.05;

/**
 * @param {import('./pipeline.js').Link} link
 * @param {import('./read_link.js').ReadLine[]} lines that it was read from
 * @param {import('./picture.js').Picture} picture
 * @param {import('./tesseract.js').Reader} reader one that has `readTogether`
 * @param {import('./pipeline.js').Parts} parts
 * @param {{language?: ReturnType<typeof import('./language.js').createLanguage> | null,
 *   careful?: import('./reader.js').Helpers['careful']}} [helpers]
 * @returns {Promise<{link: import('./pipeline.js').Link, lines: import('./read_link.js').ReadLine[]} | null>} the likelier
 *   of both readings, with the other on offer; nothing where it reads the same
 */
export async function reread(link, lines, picture, reader, parts, { language, careful } = {}) {
  const doubted = isDoubted(link);
  if (!doubted && !careful) return null;
  const used = lines.slice(0, link.quads.length);
  const byHost = {
    prior: (text) => priorOf(parts.findLink(text, { start: true })),
    like: (text) => withDots(text, parts.findLink),
  };
  const [{ reading: { text } }] = lines;
  const hasHost = lines.length === 1 || WHOLE_HOST.test(parts.findLink(text, { start: true })?.printed ?? '');
  const again = [];
  for (const [i, line] of used.entries()) {
    const helpers = doubted ? { ...(i === 0 && hasHost && byHost), likelier: language?.likelier, careful } : { careful };
    again.push(await readInSizes(doubted ? SIZES : [], line, picture, reader, parts, helpers));
  }
  const same = again.every(({ reading }, i) => reading.text === used[i].reading.text);
  if (same && !careful) return null;
  const others = lines.slice(used.length);
  // A hyphen that was not read before may lead on to the next line.
  const all = same || others.length ? [...again, ...others] : await readFollowing(picture, again, reader, parts);
  const other = describeLink(all, reader, parts);
  if (!other) return null;
  // Whoever has looked again knows better how sure it is.
  if (other.printed === link.printed) return careful && (doubted || isDoubted(other)) ? { link: other, lines: all } : null;
  if (isPartOf(link, other)) return { link: other, lines: all };
  // Of several lines, any may lose the hyphen that it is joined by.
  const shown = isStillLikely(other) || !isStillLikely(link); // else nothing would be
  const better = shown && (used.length === 1 ? isBetter(other, link) : isLikelier(other, link));
  if (!doubted || better) return { link: alsoOffer(other, link), lines: all };
  const offered = alsoOffer(link, other);
  return offered === link ? null : { link: offered, lines };
}

/** Only letters can be read again; whether a link goes on, or is one at all, no reader knows better. */
export const isDoubted = ({ doubts }) => doubts.includes('letters');

/** Whether what all cuts of one line say together is better than what was read first. */
function isBetter(again, first) {
  if (runsOn(again, first)) return false;
  if (runsOn(first, again)) return true;
  const brokenOff = first.printed.length - again.printed.length >= BROKEN_OFF && first.printed.startsWith(again.printed);
  return likelihood(again) >= (brokenOff ? BROKEN_OFF_SURER : LESS_SURE) * likelihood(first);
}

/** Whether a reading is another one and the sentence behind it. */
const runsOn = (one, other) => one.printed.startsWith(other.printed) && SENTENCE.test(one.printed.slice(other.printed.length));

/** Whether a reading is the likelier of two: the fewer characters, the surer, so where one breaks off early it is the other. */
function isLikelier(one, other) {
  const more = one.printed.length - other.printed.length;
  if (Math.abs(more) >= BROKEN_OFF && (one.printed.startsWith(other.printed) || other.printed.startsWith(one.printed))) return more > 0;
  return likelihood(one) > likelihood(other);
}

/** How sure a link is, and how likely one like it is printed at all. */
const likelihood = (link) => link.confidence * priorOf(link);

/** @returns {Promise<import('./read_link.js').ReadLine>} */
async function readInSizes(sizes, line, picture, reader, parts, helpers) {
  const strips = sizes.map((size) => cutAt(size, line, picture, reader, parts)).filter(Boolean);
  const reading = await reader.readTogether([line.strip, ...strips], helpers);
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
