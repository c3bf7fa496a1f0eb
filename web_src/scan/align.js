/**
 * Follows the print of a link's line: where its baseline runs, and where it ends.
 *
 * The detector sees a small picture, and may lose a link before its end: a strip cut along what it
 * saw may leave the line. So the line is followed in the full picture, window by window, by what
 * every line of print has: an edge from ink to paper at its baseline, and one from paper to ink at
 * the top of its small letters.
 *
 * The twin of training/reader/align.py, which says how the numbers were chosen; both are held to
 * tests/vectors/align.json. All lengths are in heights of the letter h unless something else is said.
 */

import { leastSquares } from './least_squares.js';
import { baselineOf } from './path.js';
import { seenLength } from './strip.js';
import { FINE, LETTERS, ROWS, TOP, inkOf, tonesOf, windowOf } from './window.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */

const range = (count, from, step) => Array.from({ length: count }, (_, i) => (i + from) * step);

/** Widths of the first window at most, of the others, and from one to the next. */
const FIRST = 5;
const WINDOW = 3;
const STEP = 1.5;

/** Of the baseline from where it is expected; down is positive. */
const FINEST = 0.05;
const OFFSETS = range(11, -5, FINEST);

/** Heights of small letters; 1 for capitals. */
const SMALL = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1];
const USUAL_SMALL = 0.7;

/** Rows on either side of an edge, and how much the small letters' edge counts beside the baseline's. */
const EDGE = 2;
const TOP_COUNTS = 0.7;

/** What a tenth away from the expected costs. */
const OFF_COSTS = 0.04;
const SMALL_COSTS = 0.02;

/** Edges weaker than this are no print. */
const LEAST = 0.08;

/** How much of a window's offset the line is moved, and turned by, at once. */
const GAIN = 0.4;
const TURN = 0.08;

/** Ink from which a column holds a letter; columns of paper that end the link once the detector no longer sees it. */
const INKED = 0.35;
const GAP = 5;

/** Beyond where it saw the link end. */
const FURTHEST = 60;

/** Lines longer than this may bend another way than the detector saw. */
const CURVED = 12;

/** Standard deviations: of a window's offset, and of what the detector saw: its y, its slope, its curve. */
const MEASURED = 0.06;
const SEEN = [0.08, 0.03, 0.02];

/** A window that is this far off the line counts a quarter. */
const STRAY = 0.08;

/** The steepest edge lies this much below the baseline: round letters reach lower. */
const LOW = 0.01;

/**
 * @param {import('./picture.js').Picture} picture at full resolution
 * @param {Candidate} candidate in its pixels
 * @returns {Candidate} its baseline as the print has it, to the first gap beyond where the detector saw
 *   the link end; the candidate itself where there is no print to follow
 */
export function align(picture, candidate) {
  const { found, end } = follow(picture, candidate);
  if (!found.length) return candidate;
  const { x, height } = candidate;
  const path = baselineOf(candidate);
  const below = even(found);
  const length = Math.max(end - x, STEP * height);
  // Beyond the last window a parabola would run away.
  const furthest = found.at(-1)[0] + WINDOW / 2;
  const count = Math.max(5, found.length);
  const baseline = range(count, 0, length / (count - 1)).map((t) => {
    const moved = below.reduce((sum, part, i) => sum + part * Math.min(t / height, furthest) ** i, 0);
    return [x + t, path(x + t)[0] + (moved - LOW) * height];
  });
  return { ...candidate, y: baseline[0][1], slope: path(x)[1] + below[1], baseline };
}

/** @returns {{found: [number, number][], end: number}} how far along, and how far below where the detector saw its baseline, print lies; x of its end, px */
function follow(picture, candidate) {
  const { height } = candidate;
  const path = baselineOf(candidate);
  const seen = seenLength(candidate) / height;
  let { x } = candidate;
  let [below, turned, paper] = [0, 0, 0];
  const place = () => {
    const [y, slope] = path(x);
    return { x, y: y + below * height, slope: slope + turned, height };
  };
  const wide = Math.trunc(Math.min(FIRST, Math.max(WINDOW, seen)) * FINE);
  const first = windowOf(picture, place(), wide);
  const tones = tonesOf(first);
  const small = smallLetters(edgesOf(inkOf(first, wide, tones), wide));
  const cols = WINDOW * FINE;
  const found = [];
  for (let gone = 0; gone < seen + FURTHEST && x < picture.width; gone += STEP) {
    const here = place();
    const px = height / Math.hypot(1, here.slope); // of x, to a height along the line
    const ink = inkOf(windowOf(picture, here, cols), cols, tones);
    for (let col = 1; col <= STEP * FINE; col += 1) {
      paper = isInked(ink, cols, col - 1) ? 0 : paper + 1;
      if (paper >= GAP && gone + col / FINE >= seen) return { found, end: x + ((col - paper) / FINE) * px };
    }
    const off = bestOffset(edgesOf(ink, cols), small);
    if (off !== null) found.push([(x + (WINDOW / 2) * px - candidate.x) / height, below + (turned * WINDOW) / 2 + off]);
    below += GAIN * (off ?? 0) + turned * STEP;
    turned += TURN * (off ?? 0);
    x += STEP * px;
  }
  return { found, end: Math.min(x, picture.width) };
}

/** How high a line's small letters are. */
function smallLetters(edges) {
  const worth = SMALL.map((small) => Math.max(...scores(edges, small)) - SMALL_COSTS * ((small - USUAL_SMALL) / 0.1) ** 2);
  return SMALL[worth.indexOf(Math.max(...worth))];
}

/** The offset of the best score, between its neighbours; null where there is no print. */
function bestOffset(edges, small) {
  const worth = scores(edges, small);
  const best = worth.indexOf(Math.max(...worth));
  if (worth[best] <= LEAST) return null;
  if (best === 0 || best + 1 === worth.length) return OFFSETS[best];
  const [a, b, c] = worth.slice(best - 1, best + 2);
  return OFFSETS[best] + (FINEST * 0.5 * (a - c)) / Math.min(a - 2 * b + c, -1e-9);
}

/** How much each of OFFSETS looks like a baseline with small letters so high on it. */
const scores = (edges, small) => OFFSETS.map((offset) => {
  const row = TOP + offset * FINE;
  return between(edges, row) - TOP_COUNTS * between(edges, row - small * FINE) - OFF_COSTS * (offset / 0.1) ** 2;
});

/** Between rows of a window: ink above minus ink below, means over EDGE rows. */
function edgesOf(ink, cols) {
  const sums = new Float64Array(ROWS + 1); // of the rows' mean ink
  for (let row = 0, i = 0; row < ROWS; row += 1) {
    let sum = 0;
    for (const end = i + cols; i < end; i += 1) sum += ink[i];
    sums[row + 1] = sums[row] + sum / cols;
  }
  return sums.map((sum, row) => (2 * sum - sums[Math.max(0, row - EDGE)] - sums[Math.min(ROWS, row + EDGE)]) / EDGE);
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

/** The likeliest straight line, or parabola where it is long, through what was found: its coefficients. */
function even(found) {
  const [last] = found.at(-1);
  const length = Math.max(1, last);
  const points = found.map(([along, below]) => [along / length, below]);
  const order = last > CURVED && found.length >= 5 ? 3 : 2;
  const prior = SEEN.slice(0, order).map((sd, i) => (MEASURED / (sd * (i ? length : 1))) ** 2);
  let weights;
  let parts;
  for (let round = 0; round < 3; round += 1) {
    parts = leastSquares(points, order, { weights, prior });
    weights = points.map(([t, below]) => {
      const off = below - parts.reduce((sum, part, i) => sum + part * t ** i, 0);
      return 1 / (1 + (off / STRAY) ** 2) ** 2;
    });
  }
  return parts.map((part, i) => part / length ** i);
}
