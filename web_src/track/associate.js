/**
 * Which candidate of a new frame is which of the marks known from the frames before.
 *
 * Every pair that could be the same print proposes a motion of the whole picture; the motion
 * under which most marks find a candidate wins, the smaller one of equals. So a page that jumps
 * by a line takes its marks along instead of giving them to the line above.
 */

import { fitMotion, moved, shift, STILL } from './motion.js';
import { moveMark } from './mark.js';

/** @typedef {import('./mark.js').Mark} Mark */

/** Beyond these two prints cannot be the same: ratio of heights, difference of angles in radians. */
const MOST_RATIO = 1.5;
const MOST_TURN = 0.3;

/**
 * How far a candidate may be from where its mark was expected, in heights; while only a shift is
 * known, scale and turn add to it with the distance from the pair that proposed the shift.
 */
const NEAR = 1.2;
const NEAR_BY_DISTANCE = 0.08;

/** A shift by this many px is worth one match less: smaller motions are likelier. */
const SHIFT_PER_MATCH = 800;

/**
 * @param {Mark[]} known where the marks are expected
 * @param {Mark[]} seen
 * @returns {{pairs: [number, number][], motion: import('./motion.js').Similarity}}
 *   indices into known and seen; the motion from what was expected to what is seen
 */
export function associate(known, seen) {
  let best = { score: 0, pairs: [] };
  for (const from of known) {
    for (const to of seen) {
      if (!alike(from, to)) continue;
      const [dx, dy] = [to.at[0] - from.at[0], to.at[1] - from.at[1]];
      const reach = (mark) => NEAR_BY_DISTANCE * Math.hypot(mark.at[0] - from.at[0], mark.at[1] - from.at[1]);
      const pairs = match(known, seen, shift(dx, dy), reach);
      const score = pairs.length - Math.hypot(dx, dy) / SHIFT_PER_MATCH;
      if (score > best.score) best = { score, pairs };
    }
  }
  if (!best.pairs.length) return { pairs: [], motion: STILL };
  const motion = motionOf(best.pairs, known, seen);
  const pairs = match(known, seen, motion, () => 0);
  return pairs.length < best.pairs.length
    ? { pairs: best.pairs, motion: motionOf(best.pairs, known, seen) }
    : { pairs, motion: motionOf(pairs, known, seen) };
}

const alike = (a, b) => Math.max(a.height / b.height, b.height / a.height) < MOST_RATIO
  && Math.abs(a.angle - b.angle) < MOST_TURN;

const motionOf = (pairs, known, seen) => fitMotion(pairs.map(([i, j]) => [known[i].at, seen[j].at]));

/** The nearest pairs under a motion, each mark and each candidate in one of them at most. */
function match(known, seen, motion, reach) {
  const near = [];
  for (const [i, mark] of known.entries()) {
    const expected = moveMark(mark, motion);
    for (const [j, other] of seen.entries()) {
      if (!alike(expected, other)) continue;
      const distance = Math.hypot(expected.at[0] - other.at[0], expected.at[1] - other.at[1]);
      if (distance <= NEAR * other.height + reach(mark)) near.push({ i, j, distance });
    }
  }
  near.sort((a, b) => a.distance - b.distance);
  const [taken, given] = [new Set(), new Set()];
  return near.filter(({ i, j }) => {
    if (taken.has(i) || given.has(j)) return false;
    taken.add(i);
    given.add(j);
    return true;
  }).map(({ i, j }) => [i, j]);
}
