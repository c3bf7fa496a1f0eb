/**
 * Where a link begins, how large its print is and how it lies: what a track remembers of the
 * detector's candidates, smoothed over frames.
 */

import { moved, scaleOf, turnOf } from './motion.js';

/** @typedef {import('../scan/candidates.js').Candidate} Candidate */
/** @typedef {import('../scan/geometry.js').Point} Point */

/**
 * @typedef {object} Mark
 * @property {Point} at       the link's start on its baseline, frame px
 * @property {number} height  of the letter h, frame px
 * @property {number} angle   of the baseline, radians, clockwise
 */

/** A line followed less far than this, in heights, has no better slope than the network's own. */
const LONG_ENOUGH = 8;

/** How much of a new candidate goes into a mark: its place is precise, its size and slope are not. */
const PLACE = 0.7;
const SIZE = 0.25;
const ANGLE = 0.4;

/** @param {Candidate} candidate @returns {Mark} */
export function markOf({ x, y, height, slope, baseline }) {
  const [endX, endY] = baseline.at(-1) ?? [x, y];
  const long = endX - x > LONG_ENOUGH * height;
  return { at: [x, y], height, angle: Math.atan(long ? (endY - y) / (endX - x) : slope) };
}

/** @param {Mark} mark @param {import('./motion.js').Similarity} motion @returns {Mark} */
export const moveMark = ({ at, height, angle }, motion) => ({
  at: moved(motion, at),
  height: height * scaleOf(motion),
  angle: angle + turnOf(motion),
});

/**
 * @param {Mark} expected where the mark should be by the motion of the whole
 * @param {Mark} seen     where the detector sees it
 * @returns {Mark}
 */
export const blend = (expected, seen) => ({
  at: expected.at.map((value, axis) => value + PLACE * (seen.at[axis] - value)),
  height: expected.height * (seen.height / expected.height) ** SIZE,
  angle: expected.angle + ANGLE * (seen.angle - expected.angle),
});

/** A point of the frame in the mark's own terms: along and across its line, in its heights. */
export function toLocal({ at, height, angle }, [x, y]) {
  const [dx, dy] = [(x - at[0]) / height, (y - at[1]) / height];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [dx * cos + dy * sin, dy * cos - dx * sin];
}

/** @returns {Point} the inverse of toLocal */
export function fromLocal({ at, height, angle }, [along, across]) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [at[0] + height * (along * cos - across * sin), at[1] + height * (along * sin + across * cos)];
}
