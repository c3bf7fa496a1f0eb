/**
 * From a picture to its links: find where they begin, cut, read, and see where they end.
 *
 * Nothing here knows TensorFlow, Tesseract or the page: the parts are handed in, so each
 * can be replaced, and the flow tested without them.
 */

import { readingOrder } from './candidates.js';
import { findLinkStarts } from './detection.js';
import { contains, onSamePrint } from './geometry.js';
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
 * @property {Quad} quad          around the print, in pixels of the picture
 * @property {Picture} image      the straightened print itself
 * @property {{char: string, confidence: number}[]} characters as read
 */

/**
 * @typedef {object} Parts
 * @property {import('./detection.js').Find} find
 * @property {(picture: Picture, candidate: Candidate, options: {height: number, beyond: number}) => object | null} cutStrip
 * @property {(onWait: () => void) => Promise<import('./tesseract.js').Reader>} reader
 *   resolves when it can read; calls onWait where that will take a while
 * @property {(text: string, options: {start: boolean}) => object | null} findLink
 */

/**
 * @typedef {object} Reporting
 * @property {(stage: 'detect' | 'reader' | 'read', done: number, of: number) => void} progress
 * @property {() => Promise<void>} pause  lets messages in; throws when the scan was abandoned
 */

/**
 * How far a strip goes beyond the link's end as the detector saw it, in heights of the letter h;
 * and how far where the link turns out to go on.
 */
const BEYOND = 5;
const FAR_BEYOND = 60;

/** A link that leaves less than this after it went on where the detector saw it end; in strip heights. */
const ROOM = 1.5;

/**
 * Print that begins this close to a strip's start, or stops this close to its end, probably goes on
 * outside of it; in strip heights. A strip starts well before its link, and may end within a letter.
 */
const TOUCHING = 0.05;
const RUNNING_OUT = 0.5;

/**
 * @param {Picture} picture
 * @param {Parts} parts
 * @param {Reporting} reporting
 * @returns {AsyncGenerator<Link>} in the order of the page
 */
export async function* scanPhoto(picture, parts, { progress, pause }) {
  const step = async (done, of) => {
    progress('detect', done, of);
    await pause();
  };
  const { candidates, quarters, turned } = await findLinkStarts(picture, parts.find, step);
  const back = (point) => turnBack(point, quarters, picture);
  for await (const link of readLinks(turned, candidates, parts, { progress, pause })) {
    yield { ...link, quad: link.quad.map(back) };
  }
}

/**
 * The links that begin at these places; live.js reads those of a camera frame.
 *
 * @param {Picture} picture at full size
 * @param {Candidate[]} candidates in its pixels
 * @param {Parts} parts
 * @param {Reporting} reporting
 * @returns {AsyncGenerator<Link>} in the order of the page
 */
export async function* readLinks(picture, candidates, parts, { progress, pause }) {
  if (candidates.length === 0) return;
  const read = [];
  const reader = await parts.reader(() => progress('reader', 0, 1));
  for (const [i, candidate] of readingOrder(candidates).entries()) {
    await pause();
    progress('read', i, candidates.length);
    if (read.some(({ quad }) => contains(quad, middleOfStart(candidate)))) continue; // its `www.`, or seen twice
    const link = await readOne(picture, candidate, reader, parts);
    if (!link || read.some((other) => samePrint(other, link))) continue;
    read.push(link);
    yield link;
  }
  progress('read', candidates.length, candidates.length);
}

/** Two candidates may grow into one link, the one that begins earlier having been read first. */
const samePrint = (a, b) => a.printed === b.printed && onSamePrint(a.quad, b.quad);

/** The middle of a candidate's prefix, at half the height of its letters. */
function middleOfStart({ x, y, height, slope, prefixEnd }) {
  const along = (prefixEnd - x) / 2;
  return [x + along, y + slope * along - height / 2];
}

/** @returns {Promise<Link | null>} nothing where the strip holds no link after all */
async function readOne(picture, candidate, reader, { cutStrip, findLink }) {
  for (const beyond of [BEYOND, FAR_BEYOND]) {
    const strip = cutStrip(picture, candidate, { height: reader.height, beyond });
    if (!strip) return null; // the candidate lies outside the picture
    const { text, characters } = await reader.read(strip);
    const found = findLink(text, { start: true });
    if (!found?.href) return null; // none, or one that never opens, as ftp:
    const own = characters.slice(found.start, found.end);
    const left = (strip.width - own.at(-1).x1) / strip.height;
    if (left < ROOM && !strip.cutByEdge && beyond !== FAR_BEYOND) continue; // the detector saw it end too early
    const doubts = [
      ...(own[0].x0 < TOUCHING * strip.height ? ['glued'] : []),
      ...(left < RUNNING_OUT && !/\s/.test(text.slice(found.end)) ? ['cut'] : []),
    ];
    return describe(found, own, strip, doubts, reader.sure);
  }
  return null;
}

/**
 * @param {object} found what findLink says about the strip's text
 * @param {import('./tesseract.js').ReadCharacter[]} own its characters
 * @param {object} strip
 * @param {string[]} doubts about where it begins and ends
 * @param {number} sure the reader's confidence from which a link needs no mark of doubt
 * @returns {Link}
 */
function describe(found, own, strip, doubts, sure) {
  const [x0, x1] = [own[0].x0, own.at(-1).x1];
  const confidence = linkConfidence(own);
  return {
    printed: found.printed,
    href: found.href,
    kind: found.kind,
    confidence,
    doubts: [...new Set([...(confidence < sure ? ['letters'] : []), ...doubts, ...found.doubts])],
    readAs: found.changes.length ? found.read : null,
    quad: strip.quad(x0, x1),
    image: crop(strip, x0, x1),
    characters: own.map(({ char, confidence }) => ({ char, confidence })),
  };
}

/** A link is as sure as its least sure character: one wrong letter opens a wrong site. */
const linkConfidence = (characters) => Math.min(...characters.map(({ confidence }) => confidence));

/** Paper shown on either side of the print: less than a space, or the next word would peep in; in strip heights. */
const MARGIN = 0.1;

/** The columns x0 to x1 of a strip, with a little paper on either side. */
export function crop({ data, width, height }, x0, x1) {
  const left = Math.max(0, Math.floor(x0 - MARGIN * height));
  const right = Math.min(width, Math.ceil(x1 + MARGIN * height));
  const cropped = new Uint8Array((right - left) * height);
  for (let y = 0; y < height; y += 1) {
    cropped.set(data.subarray(y * width + left, y * width + right), y * (right - left));
  }
  return { data: cropped, width: right - left, height };
}
