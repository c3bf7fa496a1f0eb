/**
 * Where links begin in a whole picture: the detector at several sizes and, if need be,
 * with the picture turned.
 */

import { mergeCandidates, scaleCandidate } from './candidates.js';
import { enlarge, shrink } from './resize.js';
import { photoScales, quickScale } from './scales.js';
import { turnPicture } from './turn.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */
/** @typedef {import('./picture.js').Picture} Picture */

/**
 * @typedef {(picture: Picture, options?: {thorough?: boolean}) => Promise<Candidate[]>} Find one run of the detector and
 *   its decoding; `thorough`: places that hardly look like a link, too, where there is time to read them all
 */

/** @typedef {{candidates: Candidate[], quarters: number, turned: Picture}} Way a way up: the picture turned by so many quarters, and candidates in its pixels */

/** @typedef {(done: number, of: number) => Promise<void>} Step called after each run; may throw to stop */

/** Score from which a candidate leaves no doubt about which way is up: pages upside down had some of 0.95. */
const SURE = 0.97;

/** Another way up must speak for itself by so much more than the way the picture was held. */
const LEAST_MORE = 0.05;

/** Long side of the input when only the way up is asked for, px. */
const LOOK_AROUND = 1280;

/**
 * @param {Picture} picture
 * @param {number} scale above 0
 * @param {Find} find
 * @param {{thorough?: boolean}} [options] see Find
 * @returns {Promise<Candidate[]>} in pixels of the picture
 */
export async function findAtScale(picture, scale, find, options) {
  const seen = scale > 1 ? enlarge(picture, scale) : shrink(picture, scale);
  const [across, down] = [picture.width / seen.width, picture.height / seen.height];
  return (await find(seen, options)).map((candidate) => scaleCandidate(candidate, across, down));
}

/**
 * @param {Picture} picture
 * @param {Find} find
 * @param {Step} step
 * @returns {Promise<Candidate[]>} merged, in pixels of the picture
 */
async function findAtScales(picture, find, step) {
  const scales = photoScales(picture);
  const found = [];
  for (const [i, scale] of scales.entries()) {
    found.push(...await findAtScale(picture, scale, find, { thorough: true }));
    await step(i + 1, scales.length);
  }
  return mergeCandidates(found);
}

/**
 * @param {Picture} picture as the camera held it
 * @param {Find} find
 * @param {Step} step
 * @returns {AsyncGenerator<Way>} likeliest first; more than one where that is in doubt
 */
export async function* findLinkStarts(picture, find, step) {
  const asHeld = { candidates: await findAtScales(picture, find, step), quarters: 0, turned: picture };
  const quarters = asHeld.candidates.some(({ score }) => score >= SURE) ? 0
    : await surestTurn(picture, evidence(asHeld.candidates), find, step);
  if (quarters === 0) {
    yield asHeld;
    return;
  }
  const other = await turnedBy(quarters, picture, find, step);
  // A quick look does not see small letters: what is seen at full size counts.
  yield* evidence(other.candidates) > evidence(asHeld.candidates) ? [other, asHeld] : [asHeld, other];
  // A page that lies sideways shows itself as one sooner than which of its sides is up.
  if (quarters % 2) yield turnedBy((quarters + 2) % 4, picture, find, step);
}

/** @returns {Promise<Way>} */
async function turnedBy(quarters, picture, find, step) {
  const turned = turnPicture(picture, quarters);
  return { candidates: await findAtScales(turned, find, step), quarters, turned };
}

/**
 * The turn that most speaks for, or none. Where nothing is seen any way up, letters may be too small for a quick look.
 */
async function surestTurn(picture, asHeld, find, step) {
  const small = shrink(picture, quickScale(picture, LOOK_AROUND));
  const held = evidence(await find(small));
  const quick = await lookAround(small, held, find, step);
  if (quick.quarters || Math.max(quick.most, held, asHeld) >= LEAST_MORE) return quick.quarters;
  const [largest] = photoScales(picture);
  return (await lookAround(picture, asHeld, (turned) => findAtScale(turned, largest, find), step)).quarters;
}

/** What speaks most for another way up, and for which, if enough. */
async function lookAround(picture, held, find, step) {
  let best = { quarters: 0, says: held + LEAST_MORE };
  let most = 0;
  for (const [i, quarters] of [1, 3, 2].entries()) { // phones lie sideways more often than upside down
    const says = evidence(await find(turnPicture(picture, quarters)));
    most = Math.max(most, says);
    if (says > best.says) best = { quarters, says };
    await step(i + 1, 3);
  }
  return { quarters: best.quarters, most };
}

/** How much candidates say for a way up. Upside down many things look a little like links: the surest count most. */
const evidence = (candidates) => candidates.reduce((sum, { score }) => sum + score ** 6, 0);
