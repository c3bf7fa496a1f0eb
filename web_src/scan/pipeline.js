/**
 * From a picture to its links: find where they begin, cut, read, and see where they end.
 *
 * Nothing here knows TensorFlow, Tesseract or the page: the parts are handed in, so each
 * can be replaced, and the flow tested without them.
 */

import {
  HELD_BACK, askAgain, isHeldBack, lookAgain, readAround, readFurther, readMissed,
} from './afterwards.js';
import { readingOrder } from './candidates.js';
import { findLinkStarts } from './detection.js';
import { contains } from './geometry.js';
import { inOrder } from './in_order.js';
import { baselineOf } from './path.js';
import { isNameAlone, isStillLikely, readLink } from './read_link.js';
import { isDoubted } from './reread.js';
import {
  holds, middleOfStart, samePrint, takesPlace,
} from './same_print.js';
import { settleBegun } from './settle_begun.js';
import { settleHyphens } from './settle_hyphens.js';
import { seenLength } from './strip.js';
import { turnBack } from './turn.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */
/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('./geometry.js').Quad} Quad */

/**
 * @typedef {object} Link what the page shows
 * @property {string} printed     exactly what stands on the paper
 * @property {string} href        http:, https: or mailto:
 * @property {string} kind
 * @property {number} confidence  0..1
 * @property {string[]} doubts    what speaks against tapping it without a second look: 'letters' are
 *   hard to read, 'cut' by the picture's edge, or a name from rules.json
 * @property {string | null} readAs  what the reader read, where a slip of it was repaired
 * @property {Quad} quad          around the print on its first line, in pixels of the picture
 * @property {Quad[]} quads       the same for each of its lines
 * @property {Picture} image      the straightened print itself, its lines below each other
 * @property {{char: string, confidence: number, alternatives: {char: string, confidence: number}[]}[]} characters
 *   as read; with what else each may be, likeliest first
 * @property {{printed: string, href: string, confidence: number}[]} alternatives other readings of all of
 *   it, likeliest first
 * @property {number} [number]    of the photo's links, from 1
 * @property {boolean} [revised]  sent before; this is what a second opinion, or the rest of the page, made of it
 */

/**
 * @typedef {object} Parts
 * @property {import('./detection.js').Find} find
 * @property {(picture: Picture, candidate: Candidate, options: {height: number, beyond: number}) => object | null} cutStrip
 * @property {(onWait: () => void) => Promise<import('./tesseract.js').Reader>} reader
 *   resolves when it can read; calls onWait where that will take a while
 * @property {() => Promise<import('./tesseract.js').Reader | null>} [second]
 *   whom to ask where the first one is in doubt
 * @property {() => Promise<ReturnType<typeof import('./language.js').createLanguage> | null>} [language]
 *   how likely texts are printed at all, for a second look; null where that can't be had
 * @property {() => Promise<import('./reader.js').Helpers['careful']>} [careful] the larger reader, for a second look, too
 * @property {(text: string, options: {start: boolean}) => object | null} findLink
 * @property {typeof import('../links/parse.js').findLinks} [findLinks] without it only where the detector saw a link one is read
 * @property {typeof import('./align.js').align} [align] without it strips are cut along what the detector saw
 * @property {typeof import('../links/join.js').joinPieces} [joinPieces]
 * @property {typeof import('../links/join.js').mayGoOn} [mayGoOn]
 * @property {typeof import('../links/join.js').isWhole} [isWhole]
 * @property {typeof import('./line_above.js').lineAbove} [lineAbove] without it every link begins where it seems to
 * @property {typeof import('./line_above.js').wholeLineAbove} [wholeLineAbove] without it nothing is read but what the detector saw
 * @property {typeof import('./line_above.js').isBlankAbove} [isBlankAbove] without it nothing is where no line is found above
 * @property {typeof import('./next_line.js').nextLine} [nextLine] without it no link goes over several lines
 * @property {typeof import('./line_pitch.js').pitchAbove} [pitchAbove] without it nobody knows how far apart the lines before are
 * @property {typeof import('./next_line.js').beginsOutside} [beginsOutside] without it all lines begin in the picture
 */

/**
 * @typedef {object} Reporting
 * @property {(stage: 'detect' | 'reader' | 'read', done: number, of: number) => void} progress
 * @property {() => Promise<void>} pause  lets messages in; throws when the scan was abandoned
 */

/** Lines where the detector is as sure as this of a link are read first: most of what is less sure is none. */
const LIKELY = 0.5;

/** Where the detector is as sure as this that a link begins, and the reader made none of it, the larger one is asked as well. */
const SURELY_THERE = { prefix: 0.7, bare: 0.6 };

/**
 * @param {Picture} picture
 * @param {Parts} parts
 * @param {Reporting} reporting
 * @returns {AsyncGenerator<Link>} in the order of the page, lines last where the detector is less sure, then those that hardly look like links
 */
export async function* scanPhoto(picture, parts, { progress, pause }) {
  const step = async (done, of) => {
    progress('detect', done, of);
    await pause();
  };
  // Which way is up the detector alone may get wrong: where nothing it saw is a link, another way is read.
  for await (const way of findLinkStarts(picture, parts.find, step)) {
    let found = false;
    for await (const link of readWay(way, picture, parts, { progress, pause })) {
      found = true;
      yield link;
    }
    if (found) return;
  }
}

/** The links of a picture turned so, in pixels of the picture as it was held. */
async function* readWay({ candidates, quarters, turned }, picture, parts, { progress, pause }) {
  const back = (point) => turnBack(point, quarters, picture);
  const shown = new Map(); // number as found → as shown
  const show = ({ link, number }) => {
    const revised = shown.has(number) && { revised: true };
    if (!revised) shown.set(number, shown.size + 1);
    const [quad, ...quads] = [link.quad, ...link.quads].map((one) => one.map(back));
    return { ...link, image: copyOf(link.image), quad, quads, number: shown.get(number), ...revised };
  };
  const found = new Map();
  const note = (one) => found.set(one.number, one);
  const [missed, passed] = [[], []];
  for await (const one of readAll(turned, candidates, parts, { progress, pause }, { missed, passed })) {
    note(one);
    if (shown.has(one.number) || !isHeldBack(one.link)) yield show(one);
  }
  for await (const one of readFurther(turned, found, passed, parts, pause)) {
    note(one);
    yield show(one);
  }
  for await (const one of lookAgain(turned, [...found.values()], pause)) {
    note(one);
    if (shown.has(one.number)) yield show(one);
  }
  for (const one of found.values()) if (!shown.has(one.number) && isStillLikely(one.link)) yield show(one);
  for await (const one of readMissed(turned, missed, found, parts, pause)) {
    note(one);
    yield show(one);
  }
  for await (const one of readAround(turned, found, passed, parts, pause)) {
    note(one);
    yield show(one);
  }
  const doubted = [...found.values()].filter(({ number, link }) => shown.has(number) && isDoubted(link));
  for await (const one of askAgain(turned, doubted, parts, pause)) yield show(one);
}

/** The page takes over what it is given, and a link may be shown again. */
const copyOf = (image) => ({ ...image, data: image.data.slice() });

/**
 * The links that begin at these places; live.js reads those of a camera frame.
 *
 * @param {Picture} picture at full size
 * @param {Candidate[]} candidates in its pixels
 * @param {Parts} parts
 * @param {Reporting} reporting
 * @returns {AsyncGenerator<Link>} in the order of the page, lines last where the detector is less sure
 */
export async function* readLinks(picture, candidates, parts, reporting) {
  const links = new Map(); // a frame is shown as a whole: of two readings of one print, the surer
  for await (const { link, number } of readAll(picture, candidates, parts, reporting)) links.set(number, link);
  yield* [...links.values()].filter((link) => !isNameAlone(link));
}

/**
 * The links, as they are read; candidates that gave none, though one surely begins there or was read in part, go to `missed`,
 * the lines of all that gave none to `passed`.
 */
async function* readAll(picture, candidates, parts, { progress, pause }, { missed = [], passed = [] } = {}) {
  if (candidates.length === 0) return;
  const read = [];
  const closed = []; // where links stand that never open
  const reader = await parts.reader(() => progress('reader', 0, 1));
  const isHeld = (candidate) => read.some(({ link }) => link.confidence > HELD_BACK && holds(link, candidate)) // its `www.`, or seen twice
    || closed.some((quad) => contains(quad, middleOfStart(candidate)));
  const { atOnce } = reader;
  const begin = async (candidate) => {
    await pause();
    return isHeld(candidate) ? null : readLink(picture, candidate, reader, parts);
  };
  let done = 0;
  progress('read', done, candidates.length);
  for await (const [candidate, seen] of inOrder(readingOrder(candidates, LIKELY), begin, { atOnce, apart })) {
    progress('read', done += 1, candidates.length);
    if (!seen || isHeld(candidate)) continue;
    const { link, lines, unread } = seen;
    if (!link && (unread || candidate.score >= SURELY_THERE[candidate.kind])) missed.push(candidate);
    if (!link) {
      passed.push({ lines, reader, parts });
      closed.push(...unopenedOn(lines[0], parts));
      continue;
    }
    const other = read.find((one) => samePrint(one.link, link));
    if (other && !takesPlace(link, other.link)) continue;
    const one = { link, lines, reader, parts, number: other?.number ?? read.length + 1 };
    if (other) read.splice(read.indexOf(other), 1, one);
    else read.push(one);
    yield { ...one, revised: Boolean(other) };
  }
  for (const one of settleHyphens(read, reader, parts)) yield { ...one, revised: true };
  for (const one of settleBegun(read, reader)) yield { ...one, revised: true };
}

/** Whether a candidate does not begin on what was seen of another one's line: else it may be of the same link. */
function apart(begun, candidate) {
  const end = begun.x + seenLength(begun);
  const near = candidate.x < end + begun.height && candidate.x > begun.x - begun.height;
  return !near || Math.abs(baselineOf(begun)(candidate.x)[0] - candidate.y) > begun.height;
}

/** Around a link that never opens, as ftp:, on its first line; of another line nothing. @returns {Quad[]} */
function unopenedOn({ strip, reading: { text, characters } }, { findLink }) {
  const found = findLink(text, { start: true });
  return found && !found.href ? [strip.quad(characters[found.start].x0, characters[found.end - 1].x1)] : [];
}
