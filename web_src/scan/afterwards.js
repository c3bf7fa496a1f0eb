/**
 * What is done about a photo once all that the detector saw was read: links that it did not see, another look at those that
 * were found, and other readers' opinions.
 */

import { PREFIXLESS } from '../links/link.js';
import { startsOn } from './further.js';
import { inOrder } from './in_order.js';
import { otherLines } from './other_lines.js';
import { isNameAlone, isStillLikely, readLink } from './read_link.js';
import { reread } from './reread.js';
import { holds, samePrint } from './same_print.js';
import { secondOpinion } from './second.js';
import { together } from './together.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */
/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('./pipeline.js').Parts} Parts */

/**
 * @typedef {object} Found
 * @property {import('./pipeline.js').Link} link
 * @property {import('./read_link.js').ReadLine[]} lines that it was read from
 * @property {import('./tesseract.js').Reader} reader
 * @property {Parts} parts
 * @property {number} number of the photo's links, as found
 */

/** @typedef {Pick<Found, 'lines' | 'reader' | 'parts'>} Passed what no link was read on */

/** A second reader, or what else helps in doubt, that is not there by then is not waited for, ms: it may have to be downloaded first. */
const PATIENCE = 3000;

/** Links no surer than this, which guesses are, are shown only once they were looked at again: most are none. */
export const HELD_BACK = 0.3;

/** And those of which nothing says that they are some but how they read. */
const PREFIXLESS_HELD_BACK = 0.5;

/** @param {import('./pipeline.js').Link} link */
export const isHeldBack = (link) =>
  link.confidence <= (PREFIXLESS.includes(link.kind) ? PREFIXLESS_HELD_BACK : HELD_BACK) || isNameAlone(link);

/**
 * Links that the detector did not see, on the lines of those that it saw, and where it only thought to see one.
 *
 * @param {Picture} picture
 * @param {Map<number, Found>} found
 * @param {Passed[]} passed
 * @param {Parts} parts
 * @param {() => Promise<void>} pause
 * @returns {AsyncGenerator<Found>}
 */
export async function* readFurther(picture, found, passed, parts, pause) {
  if (!parts.findLinks) return;
  for (const { lines, ...by } of [...found.values(), ...passed]) {
    for (const line of lines) yield* linksOn(picture, line, found, by, pause);
  }
}

/**
 * Links that it did not see either, on all other lines around: nothing but how they read says that they are some, so they
 * are looked at again, and shown if they are not to be held back even then.
 *
 * @param {Picture} picture
 * @param {Map<number, Found>} found
 * @param {Passed[]} passed
 * @param {Parts} parts
 * @param {() => Promise<void>} pause
 * @returns {AsyncGenerator<Found>}
 */
export async function* readAround(picture, found, passed, parts, pause) {
  const [by] = [...found.values(), ...passed];
  if (!by?.reader.readTogether || !parts.findLinks || !parts.wholeLineAbove) return;
  const all = new Map(found);
  const lines = [...found.values(), ...passed].flatMap((one) => one.lines);
  for await (const line of otherLines(picture, lines, by.reader, by.parts, pause)) {
    for await (const one of linksOn(picture, line, all, by, pause)) all.set(one.number, one);
  }
  const fresh = () => [...all.values()].slice(found.size);
  for await (const one of lookAgain(picture, fresh(), pause)) all.set(one.number, one);
  yield* fresh().filter(({ link }) => !isHeldBack(link));
}

/** Links on a line that was read which are not among those found. @returns {AsyncGenerator<Found>} */
async function* linksOn(picture, line, found, { reader, parts }, pause) {
  for (const candidate of startsOn(line, parts.findLinks)) {
    if (isRead(candidate, found)) continue;
    await pause();
    const { link, lines } = (await readLink(picture, candidate, reader, parts)) ?? {};
    if (link?.confidence > HELD_BACK && !isKnown(link, found)) yield { link, lines, reader, parts, number: nextNumber(found) };
  }
}

/**
 * Links that read otherwise at a second look, or turn out more or less sure, once all are shown.
 *
 * @param {Picture} picture
 * @param {Found[]} found
 * @param {() => Promise<void>} pause
 * @returns {AsyncGenerator<Found>}
 */
export async function* lookAgain(picture, found, pause) {
  const able = found.filter(({ reader }) => reader.readTogether);
  if (!able.length) return;
  const helpers = await helpersOf(able[0].parts);
  const { atOnce } = able[0].reader;
  const again = async ({ link, lines, reader, parts }) => {
    await pause();
    return reread(link, lines, picture, reader, parts, helpers);
  };
  for await (const [one, other] of inOrder(able, again, { atOnce })) if (other) yield { ...one, ...other };
}

/**
 * Links that only the larger reader makes out.
 *
 * @param {Picture} picture
 * @param {Candidate[]} missed
 * @param {Map<number, Found>} found
 * @param {Parts} parts
 * @param {() => Promise<void>} pause
 * @returns {AsyncGenerator<Found>}
 */
export async function* readMissed(picture, missed, found, parts, pause) {
  const { reader, helpers } = (missed.length && parts.careful && await readersFor(parts)) || {};
  if (!reader) return;
  const both = together(reader, helpers.careful);
  for (const candidate of missed) {
    if (isRead(candidate, found)) continue;
    await pause();
    const first = await readLink(picture, candidate, both, parts);
    if (!first?.link || isKnown(first.link, found)) continue;
    const again = await reread(first.link, first.lines, picture, reader, parts, helpers);
    const { link, lines } = again ?? first;
    if (isStillLikely(link)) yield { link, lines, reader, parts, number: nextNumber(found) };
  }
}

/**
 * Second opinions on those that are doubtful still: nobody waits long for them.
 *
 * @param {Picture} picture
 * @param {Found[]} doubted
 * @param {Parts} parts
 * @param {() => Promise<void>} pause
 * @returns {AsyncGenerator<Pick<Found, 'link' | 'number'>>}
 */
export async function* askAgain(picture, doubted, parts, pause) {
  if (!doubted.length || !parts.second) return;
  const second = await soon(parts.second());
  if (!second) return;
  for (const { link, lines, reader, number, parts: own } of doubted) {
    await pause();
    const revised = await secondOpinion(link, lines, picture, reader, second, own);
    if (revised) yield { link: revised, number };
  }
}

/** A reader that can read strips together, and what helps it; nothing where the larger one is not there in time. */
async function readersFor(parts) {
  const reader = await parts.reader(() => {});
  if (!reader.readTogether) return null;
  const helpers = await helpersOf(parts);
  return helpers.careful ? { reader, helpers } : null;
}

/** What helps in doubt, as far as it comes in time. */
async function helpersOf(parts) {
  const [language, careful] = await Promise.all([soon(parts.language?.()), soon(parts.careful?.())]);
  return { language, careful };
}

/** What is there by then, or null. */
const soon = (promise) => Promise.race([promise, new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); })]);

/** Whether a candidate begins within what was found. */
const isRead = (candidate, found) => [...found.values()].some(({ link }) => holds(link, candidate));

/** Whether a link is of the same print as one that was found. */
const isKnown = (link, found) => [...found.values()].some((one) => samePrint(one.link, link));

const nextNumber = (found) => Math.max(0, ...found.keys()) + 1;
