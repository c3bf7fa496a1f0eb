/**
 * When a link has been read often enough.
 *
 * A link is **sure** when
 *   1. at least AGREE frames were read, the newest of them included, with exactly the voted text,
 *   2. the surest of these readings, of those by both readers if there are any, reaches the reader's threshold and
 *      carries no doubt, and
 *   3. these readings are at least MAJORITY of all that are kept.
 * It is **settled**, and no longer read in every frame, when it is sure, when 1 and 3 hold and
 * only a doubt that no further frame can lift remains, or when it was read PATIENCE times.
 */

export const AGREE = 2;
export const MAJORITY = 2 / 3;
export const PATIENCE = 4;

/** Doubts that another frame, nearer or sharper or with more of the link in it, may lift. */
const MAY_PASS = ['letters', 'cut', 'glued', 'broken'];

/**
 * @typedef {object} Reading
 * @property {string} printed
 * @property {number} confidence  0..1
 * @property {string[]} doubts
 * @property {boolean} [byBoth]   read by the quick and the larger reader together
 */

/**
 * @param {Reading[]} readings newest last
 * @param {string} voted       the text they say together
 * @param {number} times       how often the link was read in all
 * @param {number} sure        the reader's threshold, 0..1
 * @returns {{sure: boolean, settled: boolean}}
 */
export function judge(readings, voted, times, sure) {
  const agreeing = readings.filter(({ printed }) => printed === voted);
  const agreed = agreeing.length >= AGREE && agreeing.length >= MAJORITY * readings.length
    && readings.at(-1).printed === voted;
  const best = bestSeen(agreeing).reduce((top, reading) => (top && top.confidence >= reading.confidence ? top : reading), null);
  const isSure = agreed && best.confidence >= sure && best.doubts.length === 0;
  const hopeless = agreed && best.doubts.length > 0 && !best.doubts.some((doubt) => MAY_PASS.includes(doubt));
  return { sure: isSure, settled: isSure || hopeless || times >= PATIENCE };
}

/**
 * Who looked harder knows better how sure it is, also where that is less sure.
 *
 * @template {{byBoth?: boolean}} R
 * @param {R[]} readings of one text
 * @returns {R[]} those by both readers, if there are any
 */
export function bestSeen(readings) {
  const both = readings.filter(({ byBoth }) => byBoth);
  return both.length ? both : readings;
}
