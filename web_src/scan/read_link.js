/**
 * One link, from the place where it begins: cut its line, read it, see where it begins and ends; following.js reads on.
 */

import { PREFIXLESS } from '../links/link.js';
import { describeLink } from './describe_link.js';
import { AFTER_COLUMN, asSeen, readFollowing } from './following.js';
import { TOUCHING, isCutAtEnd, startOfPrint } from './line_end.js';
import { unreadLink } from './unread.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */
/** @typedef {import('./picture.js').Picture} Picture */

/**
 * @typedef {object} ReadLine one line of print, read
 * @property {Candidate} candidate where it begins
 * @property {{beyond: number, extend?: number}} cut how its strip was cut, see cutStrip
 * @property {import('./strip.js').Strip} strip
 * @property {import('./tesseract.js').Reading} reading
 * @property {boolean} [unread]    it may show a link with characters that the reader has no class for, see unread.js
 * @property {number} [start]      the link's first character, where one was found: the column left of it may be on the strip
 * @property {boolean} [openEnd] it looks as if the link went on, but no line was found below
 * @property {object} [begunAbove] the link that it would be (links/parse.js), where it may begin on the line above
 * @property {boolean} [mayBegin] it may begin on the line above, whatever it would be
 * @property {object} [goesOn]     the link that it would be, where another that was found may be its rest, see settle_begun.js
 * @property {object} [place]      among the lines of its column, see next_line.js
 */

/** How far a strip goes beyond the link's end as it was seen, in heights of the letter h; and where the link turns out to go on. */
const BEYOND = 3.5;
const FAR_BEYOND = 60;

/** A link that leaves less than this after it went on where the detector saw it end; in strip heights. */
const ROOM = 1;

/** How much further left a link that was seen too late is looked for, in heights of the letter h. */
const STEP_BACK = 2.5;

/** And how often, at most: a mail address may have a long name. */
const MOST_STEPS = 8;

/** Two readings of one line that end in so many same characters are of one link: the rest may be read otherwise now. */
const SAME_END = 6;

/** What a link may look like whose first letters are missing. */
const LINK_LIKE = /\/\/|\w\.\w/;

/** What a strip shows of a year, and of the full stop behind it, that begins within the year. */
const YEARS_END = /^[0-9]{1,3}\.$/;

/** The end of a mail address, a bracket or two before it: its name may stand at the end of the line above. */
const AT_SIGN = /^\W{0,2}@[0-9a-z-]+\.[0-9a-z]/i;

/**
 * So doubtful, what was seen is mostly a pattern or a scrawl: of 65 that were less sure, one was a link. Where nothing
 * says that it is one at all but how it reads, more is asked, and most where it reads like two words of a text.
 */
const LEAST_SURE = { prefixed: 0.02, prefixless: 0.1, prose: 0.9 };

/** And of what both readers looked at: of 37 links of development sets that were less sure, three were right. */
const LEAST_SURE_AGAIN = { prefixed: 0.07, prefixless: 0.25, prose: 0.9 };

/**
 * What is all of a link's target has no address but within one network; and prose names schemes: of `type http:// and then`
 * the reader does not see the first space, for hosts stand there. It is shown only where more of the link may follow.
 */
const HOST_ALONE = /^https?:\/\/(?!localhost\/?$)[^./?#:[\]]+\/?$/i;
const MORE_FOLLOWS = ['cut', 'broken', 'joined'];

/** Above a line whose baseline is no lower than this in the picture, in heights of the letter h, there may be another. */
const FIRST_LINE = 2;

/** Print left of a link, in heights of the letter h: more than an opening quote or bracket. */
const LEAST_BEFORE = 0.9;

/** Links are broken behind these, and seldom elsewhere. */
const BROKEN_BEHIND = /[-./@_:=&?~+]$/;

/** What follows a link that is over: the sentence's marks, and a space. */
const ENDED = /^\S{0,3}\s/;

/**
 * @param {Picture} picture at full size
 * @param {Candidate} candidate in its pixels
 * @param {import('./tesseract.js').Reader} reader
 * @param {import('./pipeline.js').Parts} parts
 * @returns {Promise<{link: import('./pipeline.js').Link, lines: ReadLine[]} | {unread: boolean, lines: ReadLine[]} | null>}
 *   no link where the strip begins with none after all, or one that never opens, as ftp:; `unread` where another reader may see one
 */
export async function readLink(picture, candidate, reader, parts) {
  const seen = await readFirstLine(picture, candidate, reader, parts);
  const first = seen && AT_SIGN.test(seen.reading.text) ? await readNameAbove(picture, seen, reader, parts) : seen;
  if (!first) return null;
  const lines = await readFollowing(picture, [first], reader, parts);
  const link = describeLink(lines, reader, parts);
  if (!link || !isLikely(link)) return { unread: Boolean(lines[0].unread), lines };
  if (!PREFIXLESS.includes(link.kind)) return { link, lines };
  const above = findAbove(picture, lines[0], parts);
  const tail = await readTail(picture, lines[0], above, reader, parts);
  const begunAbove = tail && linkWithTail(tail, link, parts);
  if (begunAbove && !begunAbove.href) return { unread: false, lines }; // the rest of one that never opens
  const isHidden = tail ? isCutAtEnd(tail) || isCutAtTop(tail) || (!above.whole && isLongWord(tail))
    : !above && isHiddenAbove(picture, link, lines[0], parts);
  const mayBegin = Boolean(begunAbove) || isHidden;
  if (!mayBegin) return { link, lines };
  const marked = [{ ...lines[0], begunAbove, mayBegin }, ...lines.slice(1)];
  return { link: describeLink(marked, reader, parts), lines: marked };
}

/** Whether a link as read is more than a scrawl that looks like one. */
export const isLikely = (link) => link.confidence >= LEAST_SURE[formOf(link)];

/** Whether one that was looked at again is. */
export const isStillLikely = (link) => link.confidence >= LEAST_SURE_AGAIN[formOf(link)] && !isNameAlone(link);

/** Whether a name without a dot is all there is of a link, as far as it was read. */
export const isNameAlone = ({ href, doubts, alternatives }) =>
  HOST_ALONE.test(href) && !alternatives.length && !MORE_FOLLOWS.some((doubt) => doubts.includes(doubt));

const formOf = ({ kind, doubts }) => (doubts.includes('prose') && 'prose') || (PREFIXLESS.includes(kind) ? 'prefixless' : 'prefixed');

/**
 * The line a link begins on. Where the print touches the strip's start, or what is read only looks
 * like the rest of a link, the detector saw it begin too late: it is read again from further left.
 * So is a link without a prefix: nothing in it says that it is not the end of another.
 *
 * @returns {Promise<ReadLine | null>}
 */
async function readFirstLine(picture, candidate, reader, parts) {
  const line = await readFrom(picture, candidate, reader, parts);
  const found = linkOn(line, parts);
  const late = found ? isCut(line, found) : line && LINK_LIKE.test(line.reading.text);
  if (!late && !PREFIXLESS.includes(found?.kind)) return line;
  const from = stepBack(candidate);
  const earlier = await readFrom(picture, from, reader, parts);
  const whole = linkOn(earlier, parts);
  if (!whole || !(late || whole.printed.endsWith(found.printed) || beginsInYear(found, whole))) return line;
  // A strip may begin between two letters: what was longer from further left may be longer still.
  const grown = Boolean(found) && whole.printed.length > found.printed.length;
  return readEarlier(picture, from, earlier, reader, parts, grown);
}

/** Whether a link is another one and the end of a year before it, which its strip began in: the space behind it was not seen. */
const beginsInYear = ({ printed }, whole) => printed.endsWith(whole.printed) && YEARS_END.test(printed.slice(0, -whole.printed.length));

/** The same line, from as much further left as its link begins. */
async function readEarlier(picture, candidate, line, reader, parts, grown) {
  let [from, best, link] = [candidate, line, linkOn(line, parts)];
  for (let step = 1; step < MOST_STEPS && from.x > 0 && (grown || isCut(best, link)); step += 1) {
    from = stepBack(from);
    const earlier = await readFrom(picture, from, reader, parts);
    const whole = linkOn(earlier, parts);
    if (!whole || !(beginsInYear(link, whole) || isLonger(whole, link))) break;
    grown = whole.printed.length > link.printed.length;
    [best, link] = [earlier, whole];
  }
  return best;
}

/** Whether one link may be another and what stands before it. */
const isLonger = (whole, { printed }) => whole.printed.length >= printed.length && whole.printed.endsWith(printed.slice(-SAME_END));

/** The link that a line as read begins with. */
const linkOn = (line, { findLink }) => line && findLink(line.reading.text, { start: true });

/** Whether a link's first letter touches the start of its strip: it may begin before. */
const isCut = ({ reading, strip }, { start }) => reading.characters[start].x0 < TOUCHING * strip.height;

/**
 * What a link without a prefix that begins its line would be, did it begin at the end of the line above; null where
 * that is out of question. Which of both it is can't be told: `paper.` above `example.org` may be a sentence's end.
 */
function linkWithTail(tail, link, parts) {
  const word = lastWord(tail);
  const open = BROKEN_BEHIND.test(word) || parts.findLink(word, { start: true })?.doubts.includes('suffix');
  const whole = open ? parts.findLink(word + link.printed, { start: true }) : null;
  return whole && whole.start < word.length && whole.end > word.length ? whole : null;
}

/** The last word of a line; small print hardly tells a comma behind it from a full stop. */
function lastWord({ reading: { text, characters } }) {
  const word = text.trimEnd().split(' ').at(-1);
  const last = characters.findLast(({ char }) => char.trim());
  return last?.char === ',' && last.alternatives?.some(({ char }) => char === '.') ? `${word.slice(0, -1)}.` : word;
}

/**
 * Whether there is print above a link that begins its line, of which no line was found, or the picture ends where one might
 * be: its end may be the link's beginning.
 */
function isHiddenAbove(picture, { printed }, line, { isBlankAbove }) {
  const { candidate, strip, start = 0, reading: { text, characters } } = line;
  if (!isBlankAbove || text.slice(0, start).trim() || printed.startsWith('mailto:')) return false;
  return candidate.y < FIRST_LINE * candidate.height || !isBlankAbove(picture, candidate, strip.toPicture(characters.at(-1).x1)[0], startOfPrint(line));
}

/** The line above from the name on that a mail address broken before its @ begins with; null where there is none. */
async function readNameAbove(picture, line, reader, parts) {
  const tail = await readTail(picture, line, findAbove(picture, line, parts), reader, parts);
  if (!tail) return null;
  const { reading: { text, characters }, strip } = tail;
  const name = characters[text.trimEnd().lastIndexOf(' ') + 1];
  const [x, y] = strip.toPicture(name.x0);
  const baseline = tail.candidate.baseline.filter(([px]) => px > x);
  return readFrom(picture, { ...tail.candidate, x, y, prefixEnd: x, baseline: [[x, y], ...baseline] }, reader, parts);
}

/** Whether what was read of a line's end is a part of one word, that a link may be broken behind: its beginning would tell. */
const isLongWord = ({ reading: { text } }) => !text.trim().includes(' ') && BROKEN_BEHIND.test(text.trimEnd());

/** Whether the picture's upper edge cuts a line: what is read of it says nothing. */
const isCutAtTop = ({ candidate: { y, height } }) => y < height;

/** Where the line above the one that a link begins on ends; nothing where there is none. */
const findAbove = (picture, line, { lineAbove }) =>
  lineAbove?.(picture, line.candidate, line.strip.toPicture(line.reading.characters[line.start ?? 0].x1)[0], startOfPrint(line));

/** The end of the line above one that nothing stands before, read; null where there is none. @returns {Promise<ReadLine | null>} */
async function readTail(picture, { candidate }, above, reader, { cutStrip, align = asSeen }) {
  if (!above || above.before > LEAST_BEFORE * candidate.height) return null;
  const from = align(picture, above.candidate);
  const cut = { beyond: AFTER_COLUMN };
  const tail = cutStrip(picture, from, { height: reader.height, ...cut });
  const read = tail && await reader.read(tail);
  return read?.text.trim() ? { candidate: from, cut, strip: tail, reading: read } : null;
}

/** The same link, taken to begin STEP_BACK heights further left on its line. */
function stepBack(candidate) {
  const x = candidate.x - STEP_BACK * candidate.height;
  const y = candidate.y - candidate.slope * STEP_BACK * candidate.height;
  return { ...candidate, x, y, baseline: [[x, y], ...candidate.baseline] };
}

/** One line from a start, with a strip long enough to show the link's end. @returns {Promise<ReadLine | null>} */
async function readFrom(picture, seen, reader, { cutStrip, findLink, align = asSeen }) {
  const candidate = align(picture, seen);
  for (const beyond of [BEYOND, FAR_BEYOND]) {
    const strip = cutStrip(picture, candidate, { height: reader.height, beyond });
    if (!strip) return null; // the candidate lies outside the picture
    const reading = await reader.read(strip);
    const found = findLink(reading.text, { start: true });
    const whole = unreadLink(reading.text, findLink) ?? found;
    const line = { candidate, cut: { beyond }, strip, reading, start: found?.start, unread: whole !== found };
    const last = reading.characters[whole ? whole.end - 1 : reading.characters.length - 1];
    if (!last) return null;
    if (!found && !LINK_LIKE.test(reading.text)) return line; // more of it would be no link either
    const left = (strip.width - last.x1) / strip.height;
    // Where little room is left after it, the detector saw it end too early.
    if (left >= ROOM || (whole && ENDED.test(reading.text.slice(whole.end))) || strip.cutByEdge || beyond >= FAR_BEYOND) return line;
  }
  return null;
}
