/**
 * Follows the print of a link's line: where its baseline runs, where it ends, and how high its
 * letters are.
 *
 * The detector sees a small picture, and may lose a link before its end: a strip cut along what it
 * saw leaves the line. So the line is followed in the full picture, window by window, by what every
 * line of print has: an edge from ink to paper at its baseline, and one from paper to ink at the
 * top of its small letters.
 *
 * The twin of training/reader/align.py; both are held to tests/vectors/align.json.
 */

import { leastSquares } from './least_squares.js';
import { seenLength } from './strip.js';
import { FINE, LETTERS, ROWS, TOP, inkOf, tonesOf, windowOf } from './window.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */

const range = (count, from, step) => Array.from({ length: count }, (_, i) => (i + from) * step);

/** Widths of the first window at most, of the others, and from one to the next; heights of the letter h. */
const FIRST = 5;
const WINDOW = 3;
const STEP = 1.5;

/** Of the baseline from where it is expected, in the same; down is positive. */
const OFFSETS = range(15, -7, 0.05);

/** In the first window, from the slope that the detector saw. */
const TILTS = range(9, -4, 0.02);

/** Heights of small letters tried there. */
const SMALL = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1];
const USUAL_SMALL = 0.7;

/** Rows on either side of an edge, and how much the small letters' edge counts beside the baseline's. */
const EDGE = 2;
const TOP_COUNTS = 0.7;

/** What a tenth of a height, a step of tilt and a tenth of the small letters' height away from the expected cost. */
const OFF_COSTS = 0.006;
const TILT_COSTS = 0.004;
const SMALL_COSTS = 0.02;

/** Edges weaker than this are no print. */
const LEAST = 0.06;

/** How much of a window's offset the line is moved, and turned by, at once. */
const GAIN = 0.42;
const TURN = 0.167;

/** Ink from which a column holds a letter; columns of paper that end the link once the detector no longer sees it. */
const INKED = 0.35;
const GAP = 5;

/** Beyond where it saw the link end, heights. */
const FURTHEST = 60;

/** Lines longer than this may bend; a window that is STRAY off the line counts a quarter; heights. */
const CURVED = 12;
const STRAY = 0.08;

/** The steepest edge lies this much below the baseline: round letters reach lower; heights. */
const LOW = 0.045;

/** ln of the letters' height from that of the small ones, and how far it may differ from what the detector saw. */
const FROM_SMALL = 0.27;
const SMALL_POWER = 0.9;
const SMALL_RANGE = range(11, 9, 0.05);
const MOST_CHANGE = 1.35;

/**
 * @param {import('./picture.js').Picture} picture at full resolution
 * @param {Candidate} candidate in its pixels
 * @returns {Candidate} its baseline and height as the print has them, the baseline to the first gap
 *   beyond where the detector saw the link end; the candidate itself where there is no print to follow
 */
export function align(picture, candidate) {
  const { points, profile, end } = follow(picture, candidate);
  if (points.length < 3) return candidate;
  const { x, height } = candidate;
  const [above, b, c] = even(points, x, height);
  const a = above - LOW * height * Math.hypot(1, b);
  const count = Math.max(5, points.length);
  const length = Math.max(end - x, STEP * height);
  const baseline = range(count, 0, length / (count - 1)).map((t) => [x + t, a + b * t + c * t * t]);
  return { ...candidate, y: a, slope: b, height: height * letters(profile), baseline };
}

/** @returns {{points: [number, number][], profile: Float64Array, end: number}} of the baseline; mean ink of each row; x */
function follow(picture, candidate) {
  const { height } = candidate;
  const seen = seenLength(candidate) / height;
  const at = { x: candidate.x, y: candidate.y, slope: candidate.slope, height };
  const wide = Math.trunc(Math.min(FIRST, Math.max(WINDOW, seen)) * FINE);
  const first = windowOf(picture, at, wide);
  const tones = tonesOf(first, wide);
  const { offset, tilt, small } = firstLook(inkOf(first, wide, tones), wide);
  at.y += offset * height * Math.hypot(1, at.slope);
  at.slope += tilt * (1 + at.slope ** 2);
  const points = [[at.x, at.y]];
  const profile = new Float64Array(ROWS);
  const mean = () => profile.map((sum) => sum / Math.max(1, points.length - 1));
  const [cols, stepCols] = [WINDOW * FINE, STEP * FINE];
  let paper = 0;
  for (let gone = 0; gone < seen + FURTHEST && at.x < picture.width && at.y > 0 && at.y < picture.height + height; gone += STEP) {
    const px = height / Math.hypot(1, at.slope); // along x, to a height
    const ink = inkOf(windowOf(picture, at, cols), cols, tones);
    for (let col = 1; col <= stepCols; col += 1) {
      paper = isInked(ink, cols, col - 1) ? 0 : paper + 1;
      if (paper >= GAP && gone + col / FINE >= seen) return { points, profile: mean(), end: at.x + ((col - paper) / FINE) * px };
    }
    const rows = rowMeans(ink, cols, 0);
    const best = bestOffset(edges(rows), small);
    let off = 0;
    if (best.score > LEAST) {
      off = best.offset;
      const middle = (WINDOW / 2) * px;
      points.push([at.x + middle, at.y + middle * at.slope + off * height * Math.hypot(1, at.slope)]);
      for (let row = 0; row < ROWS; row += 1) profile[row] += between(rows, row + off * FINE);
    }
    at.y += GAIN * off * height;
    at.slope += TURN * off;
    at.x += STEP * px;
    at.y += STEP * px * at.slope;
  }
  return { points, profile: mean(), end: Math.min(at.x, picture.width) };
}

/** The offset, tilt and height of small letters that the first window fits best. */
function firstLook(ink, cols) {
  let found = { score: -Infinity };
  for (const tilt of TILTS) {
    const steps = edges(rowMeans(ink, cols, tilt));
    for (const small of SMALL) {
      const { score, offset } = bestOffset(steps, small);
      const worth = score - TILT_COSTS * (tilt / 0.02) ** 2 - SMALL_COSTS * ((small - USUAL_SMALL) / 0.1) ** 2;
      if (worth > found.score) found = { score: worth, offset, tilt, small };
    }
  }
  return found;
}

/** Where a baseline with small letters so high on it fits best. */
function bestOffset(steps, small) {
  let found = { score: -Infinity, offset: 0 };
  for (const offset of OFFSETS) {
    const row = TOP + offset * FINE;
    const score = between(steps, row) - TOP_COUNTS * between(steps, row - small * FINE) - OFF_COSTS * (offset / 0.1) ** 2;
    if (score > found.score) found = { score, offset };
  }
  return found;
}

/** Mean ink of each row of a window, as if its line went down by `tilt` a column. */
function rowMeans(ink, cols, tilt) {
  const sums = new Float64Array(ROWS);
  for (let col = 0; col < cols; col += 1) {
    const shift = tilt * (col + 0.5);
    for (let row = 0; row < ROWS; row += 1) {
      const low = Math.min(ROWS - 2, Math.max(0, Math.floor(row + shift)));
      const share = Math.min(1, Math.max(0, row + shift - low));
      const i = low * cols + col;
      sums[row] += ink[i] + (ink[i + cols] - ink[i]) * share;
    }
  }
  return sums.map((sum) => sum / cols);
}

/** Between rows: ink above minus ink below, means over EDGE rows. */
function edges(rows) {
  const sums = new Float64Array(rows.length + 1);
  for (let row = 0; row < rows.length; row += 1) sums[row + 1] = sums[row] + rows[row];
  return sums.map((sum, row) => (2 * sum - sums[Math.max(0, row - EDGE)] - sums[Math.min(rows.length, row + EDGE)]) / EDGE);
}

/** Between the values, and the outer ones beyond. */
function between(values, place) {
  const low = Math.min(values.length - 2, Math.max(0, Math.floor(place)));
  const share = Math.min(1, Math.max(0, place - low));
  return values[low] * (1 - share) + values[low + 1] * share;
}

function isInked(ink, cols, col) {
  for (let row = LETTERS[0]; row < LETTERS[1]; row += 1) if (ink[row * cols + col] > INKED) return true;
  return false;
}

/** A parabola, or a straight line where it is short, strays counting little: y at x, and its two derivatives' parts. */
function even(points, x, height) {
  const [[, y]] = points;
  const last = points.at(-1)[0] - x;
  const order = last > CURVED * height && points.length >= 5 ? 3 : 2;
  let weights;
  let found;
  for (let round = 0; round < 3; round += 1) {
    found = leastSquares(points.map(([px, py]) => [(px - x) / last, py - y]), order, weights);
    weights = points.map(([px, py]) => {
      const t = (px - x) / last;
      const off = (py - y - found.reduce((sum, value, i) => sum + value * t ** i, 0)) / height;
      return 1 / (1 + (off / STRAY) ** 2) ** 2;
    });
  }
  const [a, b, c = 0] = found;
  return [y + a, b / last, c / last ** 2];
}

/** What the candidate's height is to be multiplied with, by the height of the small letters. */
function letters(profile) {
  const steps = edges(profile);
  const tops = SMALL_RANGE.map((small) => -between(steps, TOP - small * FINE));
  const best = tops.reduce((most, value, i) => (value > tops[most] ? i : most), 0);
  if (tops[best] <= LEAST) return 1;
  let small = SMALL_RANGE[best];
  if (best > 0 && best + 1 < tops.length) {
    const [a, b, c] = tops.slice(best - 1, best + 2);
    small += (0.05 * 0.5 * (a - c)) / Math.min(a - 2 * b + c, -1e-9);
  }
  return Math.min(MOST_CHANGE, Math.max(1 / MOST_CHANGE, Math.exp(FROM_SMALL) * small ** SMALL_POWER));
}
