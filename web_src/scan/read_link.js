/**
 * One link, from the place where it begins: cut its line, read it, see where it ends and whether
 * it goes on in the next line.
 */

import { beginsWithBullet } from './beside.js';
import { describeLink } from './describe_link.js';
import { TOUCHING, pieceOf, restOfLine } from './line_end.js';
import { seenLength } from './strip.js';
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
 * @property {object} [goesOn]     the link that it would be, where another that was found may be its rest, see settle_begun.js
 * @property {object} [place]      among the lines of its column, see next_line.js
 */

/** How far a strip goes beyond the link's end as it was seen, in heights of the letter h; and where the link turns out to go on. */
const BEYOND = 3.5;
const FAR_BEYOND = 60;

/** The part of a following line that is read, in the same: a link's end is seldom further on; and at most. */
const SOME_OF_LINE = 20;
const WHOLE_LINE = 90;

/** Print that ends so long before its strip does has ended, in strip heights. */
const OVER = 2;

/** A space that ends a word: behind marks that stand within links the reader sees one where there is none. */
const APART = /[^\s;&=?/_%#]\s/;

/** Paper shown beyond the column's right edge, in the same. */
const AFTER_COLUMN = 0.5;

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

/** The end of a mail address, a bracket or two before it: its name may stand at the end of the line above. */
const AT_SIGN = /^\W{0,2}@[0-9a-z-]+\.[0-9a-z]/i;

/** Kinds of link that nothing says the beginning of. */
export const PREFIXLESS = ['domain', 'mail'];

/**
 * So doubtful, what was seen is mostly a pattern or a scrawl: of 65 that were less sure, one was a link. Where nothing
 * says that it is one at all but how it reads, more is asked.
 */
const LEAST_SURE = { prefixed: 0.02, prefixless: 0.1 };

/** Print left of a link, in heights of the letter h: more than an opening quote or bracket. */
const LEAST_BEFORE = 0.9;

/** What a link may end in, and more often goes on behind: where its line ends and no other was found, one may have been missed. */
const ENDS_OPEN = /[-/_=&?~+]$/;

/** And what it hardly ever ends in: so it is doubtful even where the line below looks like none of its own. */
const NEVER_LAST = /[-_=&+~%]$/;

/** Behind a full stop it seldom goes on; but where the line below begins outside of the picture, nobody can tell. */
const MAY_GO_ON = /[-./_=&?~+]$/;

/** Links are broken behind these, and seldom elsewhere. */
const BROKEN_BEHIND = /[-./@_:=&?~+]$/;

/** What follows a link that is over: the sentence's marks, and a space. */
const ENDED = /^\S{0,3}\s/;

/** The part of a following line that is put on its print, in the same. */
const FIRST_LOOK = 5;

/**
 * Lines of one link are as far apart as those before them; with this much more between another paragraph begins. Of 40
 * links over three lines and more none had more than 1.18.
 */
const SAME_PITCH = 1.22;

/** A line that begins so close to the picture's left edge may begin outside of it, in heights of the letter h. */
const AT_EDGE = 0.12;

/** A line that leaves room for so many characters was ended, not broken: hardly a word is longer. */
const LONGEST_WORD = 24;

/**
 * Characters less sure than this on average are none: a picture, or print of another size, perhaps two lines of it at
 * once. Of 130 lines that links went on in none was below 0.5; small print seen as one line was at 0.02 to 0.33.
 */
const LEAST_CLEAR = 0.4;
const LEAST_SEEN = 0.001;

/** And of fewer the average says little. */
const SHORT = 3;

/** More lines than this hardly a printed link takes, in a narrow column or a headline. */
const MOST_LINES = 6;

/**
 * @param {Picture} picture at full size
 * @param {Candidate} candidate in its pixels
 * @param {import('./tesseract.js').Reader} reader
 * @param {import('./pipeline.js').Parts} parts
 * @returns {Promise<{link: import('./pipeline.js').Link, lines: ReadLine[]} | {unread: boolean} | null>}
 *   no link where the strip holds none after all, or one that never opens, as ftp:; `unread` where another reader may see one
 */
export async function readLink(picture, candidate, reader, parts) {
  const seen = await readFirstLine(picture, candidate, reader, parts);
  const first = seen && AT_SIGN.test(seen.reading.text) ? await readNameAbove(picture, seen, reader, parts) : seen;
  if (!first) return null;
  const lines = await readFollowing(picture, [first], reader, parts);
  const link = describeLink(lines, reader, parts);
  if (!link || !isLikely(link)) return { unread: Boolean(lines[0].unread) };
  if (!PREFIXLESS.includes(link.kind)) return { link, lines };
  const begunAbove = await readAbove(picture, link, lines[0], reader, parts);
  if (!begunAbove) return { link, lines };
  const marked = [{ ...lines[0], begunAbove }, ...lines.slice(1)];
  return { link: describeLink(marked, reader, parts), lines: marked };
}

/** Whether a link as read is more than a scrawl that looks like one. */
export function isLikely({ kind, confidence }) {
  return confidence >= (PREFIXLESS.includes(kind) ? LEAST_SURE.prefixless : LEAST_SURE.prefixed);
}

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
  if (!whole || !(late || whole.printed.endsWith(found.printed))) return line;
  return readEarlier(picture, from, earlier, reader, parts);
}

/** The same line, from as much further left as its link begins. */
async function readEarlier(picture, candidate, line, reader, parts) {
  let [from, best, link] = [candidate, line, linkOn(line, parts)];
  for (let step = 1; step < MOST_STEPS && from.x > 0 && isCut(best, link); step += 1) {
    from = stepBack(from);
    const earlier = await readFrom(picture, from, reader, parts);
    const whole = linkOn(earlier, parts);
    if (!whole || whole.printed.length < link.printed.length || !whole.printed.endsWith(link.printed.slice(-SAME_END))) break;
    [best, link] = [earlier, whole];
  }
  return best;
}

/** The link that a line as read begins with. */
const linkOn = (line, { findLink }) => line && findLink(line.reading.text, { start: true });

/** Whether a link's first letter touches the start of its strip: it may begin before. */
const isCut = ({ reading, strip }, { start }) => reading.characters[start].x0 < TOUCHING * strip.height;

/**
 * What a link without a prefix that begins its line would be, did it begin at the end of the line above; null where
 * that is out of question. Which of both it is can't be told: `paper.` above `example.org` may be a sentence's end.
 */
async function readAbove(picture, link, line, reader, parts) {
  const tail = await readTail(picture, line, reader, parts);
  const word = tail ? tail.reading.text.trimEnd().split(' ').at(-1) : '';
  const whole = BROKEN_BEHIND.test(word) ? parts.findLink(word + link.printed, { start: true }) : null;
  return whole?.href && whole.start < word.length && whole.end > word.length ? whole : null;
}

/** The line above from the name on that a mail address broken before its @ begins with; null where there is none. */
async function readNameAbove(picture, line, reader, parts) {
  const tail = await readTail(picture, line, reader, parts);
  if (!tail) return null;
  const { reading: { text, characters }, strip } = tail;
  const name = characters[text.trimEnd().lastIndexOf(' ') + 1];
  const [x, y] = strip.toPicture(name.x0);
  const baseline = tail.candidate.baseline.filter(([px]) => px > x);
  return readFrom(picture, { ...tail.candidate, x, y, prefixEnd: x, baseline: [[x, y], ...baseline] }, reader, parts);
}

/** The end of the line above one that nothing stands before, read; null where there is none. @returns {Promise<ReadLine | null>} */
async function readTail(picture, { candidate, strip, start = 0, reading }, reader, { cutStrip, lineAbove, align = asSeen }) {
  const above = lineAbove?.(picture, candidate, strip.toPicture(reading.characters[start].x1)[0]);
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

/** Where nothing puts candidates on their print. */
const asSeen = (_, candidate) => candidate;

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

/** These lines, and those that the link may go on in, as long as it reaches the end of each. */
export async function readFollowing(picture, lines, reader, parts) {
  const { nextLine, beginsOutside, joinPieces, mayGoOn, isWhole } = parts;
  if (!nextLine) return lines;
  while (lines.length < MOST_LINES) {
    const last = lines.at(-1);
    const { text, characters, ended } = restOfLine(last);
    const soFar = textSoFar(lines, text);
    if (!ended || !mayGoOn(soFar)) break;
    const [endX] = last.strip.toPicture(characters.at(-1).x1);
    const place = nextLine(picture, last.candidate, endX, { pitch: last.place?.down });
    if (!place) return endedWith(lines, text, beginsOutside?.(picture, last.candidate, endX) ? MAY_GO_ON : ENDS_OPEN);
    if (last.place && place.down > SAME_PITCH * last.place.down) return endedWith(lines, text);
    if (place.candidate.x < AT_EDGE * place.candidate.height) return endedWith(lines, text, MAY_GO_ON);
    if (roomBehind(last, characters, place) > LONGEST_WORD && isWhole(soFar)) break;
    const line = await readNextLine(picture, place, reader, parts);
    if (!line || beginsWithBullet(line) || !isClear(line)) return endedWith(lines, text);
    const joined = joinPieces([...lines, line].map(pieceOf));
    const uses = (other) => other.lines > lines.length;
    if (!joined || !(uses(joined) || joined.alternatives.some(uses))) return endedWith(lines, text, NEVER_LAST);
    lines = [...lines, line];
  }
  return lines;
}

/** These lines, where none is found below that ends so. */
function endedWith(lines, text, open = ENDS_OPEN) {
  return open.test(text.trimEnd()) ? [...lines.slice(0, -1), { ...lines.at(-1), openEnd: true }] : lines;
}

/** Whether a following line's first word was read as print of its size is. */
function isClear({ reading: { characters } }) {
  const first = characters.findIndex(({ char }) => char.trim());
  const end = characters.findIndex(({ char }, i) => i > first && !char.trim());
  const word = characters.slice(first, end < 0 ? characters.length : end);
  const logs = word.reduce((sum, { confidence }) => sum + Math.log(Math.max(LEAST_SEEN, confidence)), 0);
  return word.length < SHORT || logs / word.length >= Math.log(LEAST_CLEAR);
}

/** How many more characters had room in the column. */
function roomBehind({ strip }, characters, { right }) {
  const [from, to] = [characters[0].x0, characters.at(-1).x1];
  const [end] = strip.toPicture(to);
  return ((right - end) * characters.length) / (end - strip.toPicture(from)[0]);
}

/** @returns {Promise<ReadLine | null>} */
async function readNextLine(picture, place, reader, { cutStrip, align = asSeen }) {
  const { x, height, baseline } = place.candidate;
  const [right] = baseline.at(-1);
  // Only its beginning is looked at: what the link goes on with is there, and the rest of the line may bend.
  const candidate = align(picture, { ...place.candidate, baseline: baseline.filter(([px]) => px <= x + FIRST_LOOK * height) });
  const toRight = (right - (candidate.x + seenLength(candidate))) / height + AFTER_COLUMN;
  for (const extend of [SOME_OF_LINE, WHOLE_LINE]) {
    const cut = { beyond: toRight, extend };
    const strip = cutStrip(picture, candidate, { height: reader.height, ...cut });
    if (!strip) return null;
    const reading = await reader.read(strip);
    if (!reading.characters.length) return null;
    const whole = right - x <= extend * height;
    const over = strip.width - reading.characters.at(-1).x1 >= OVER * strip.height; // paper alone is read as what it is not
    if (APART.test(reading.text.trim()) || over || whole || extend === WHOLE_LINE) return { candidate, cut, strip, reading, place };
  }
  return null;
}

/** What is read of the link so far: the lines before, and this text of the last one. */
const textSoFar = (lines, text) => lines.slice(0, -1).map((line) => restOfLine(line).text.trim()).join('') + text;
