/**
 * The line that a strip is cut along: a candidate's baseline, made even and longer.
 */

import { leastSquares } from './least_squares.js';

/**
 * @param {import('./candidates.js').Candidate} candidate
 * @param {{width: number, height: number}} picture px
 * @param {object} options picture px
 * @param {number} options.before how far before the link's start
 * @param {number} options.length how far after it
 * @param {number} options.step   between points, along the line
 * @returns {{points: [number, number, number][], atEdge: boolean}} x, y and slope of each point,
 *   those outside the picture left out; whether the line was cut short by the right edge
 */
export function pathAlong(candidate, { width, height }, { before, length, step }) {
  const at = baselineOf(candidate);
  const points = [];
  let x = candidate.x - before;
  let atEdge = false;
  while (x < candidate.x + length) {
    const [y, slope] = at(x);
    if (x >= width || y - candidate.height >= height || y <= 0) {
      atEdge = x >= width;
      break;
    }
    if (x >= 0) points.push([x, y, slope]);
    x += step / Math.hypot(1, slope);
  }
  return { points, atEdge };
}

/**
 * A candidate's baseline, made even: y and slope at any x of the picture.
 *
 * @param {import('./candidates.js').Candidate} candidate
 * @returns {(x: number) => [number, number]}
 */
export function baselineOf(candidate) {
  const { a, b, c } = curve(candidate);
  const last = lastX(candidate);
  return (x) => {
    // Beyond what was seen the line goes on straight: a parabola would run away.
    const t = Math.min(Math.max(x, candidate.x), last) - candidate.x;
    const slope = b + 2 * c * t;
    return [a + b * t + c * t * t + slope * (x - candidate.x - t), slope];
  };
}

const lastX = ({ x, prefixEnd, baseline }) => Math.max(prefixEnd, baseline.at(-1)?.[0] ?? x);

/**
 * The parabola y = a + b t + c t², t = x - candidate.x, nearest to a candidate's baseline
 * points; a straight line where they are few.
 */
function curve({ x, y, slope, height, baseline }) {
  const long = baseline.length >= 5 && baseline.at(-1)[0] - x > 12 * height;
  if (baseline.length < 3) return { a: y, b: slope, c: 0 };
  const unit = baseline.at(-1)[0] - x || 1; // keeps the sums near one
  const [p, q, r = 0] = leastSquares(baseline.map(([px, py]) => [(px - x) / unit, py - y]), long ? 3 : 2);
  return { a: y + p, b: q / unit, c: r / unit ** 2 };
}

/** The point of a path at a strip's x (pixel edges at whole numbers), between its columns. */
export function interpolate(points, x) {
  const at = Math.min(points.length - 1, Math.max(0, x - 0.5));
  const i = Math.min(points.length - 2, Math.floor(at));
  if (i < 0) return points[0];
  const part = at - i;
  return points[i].map((value, k) => value * (1 - part) + points[i + 1][k] * part);
}
