/**
 * Cuts the strip of picture along a link's line: upright, straight, dark on light, at the
 * reader's height.
 *
 * The twin of training/reader/strip.py; both are held to tests/vectors/strip.json.
 */

import { interpolate, pathAlong } from './path.js';
import { MOST_ALONG, sampleColumn } from './samples.js';
import { darkOnLight } from './tones.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */
/** @typedef {import('./picture.js').Picture} Picture */

/** What a strip shows, in heights of the letter h: room for accents, and for descenders. */
export const ABOVE = 1.32;
export const BELOW = 0.5;

/** Paper before the link's first letter, in heights of the letter h. */
export const BEFORE = 0.6;

/** A strip shows this much beyond where the detector saw the link end, and is no longer than that; in the same. */
export const BEYOND = 5;
export const LONGEST = 90;

/**
 * @typedef {object} Strip
 * @property {Uint8Array} data   grey, row after row, dark on light
 * @property {number} width      strip px
 * @property {number} height     strip px
 * @property {number} scale      picture px per strip px
 * @property {(x: number) => [number, number]} toPicture  strip x → picture point on the baseline
 * @property {(x0: number, x1: number) => import('./geometry.js').Quad} quad  around the print, picture px
 * @property {boolean} cutByEdge the strip ends where the picture ends
 * @property {boolean} [bullet]   a bullet was taken off its beginning, see bullets.js
 * @property {number} [lookedTo]  picture x up to where it went before paper was taken off its end, see margin.js
 */

/** How far the detector saw the link run, px; its prefix at least. @param {Candidate} candidate */
export const seenLength = ({ x, prefixEnd, baseline }) => Math.max(baseline.at(-1)?.[0] ?? prefixEnd, prefixEnd) - x;

/**
 * @param {Picture} picture at full resolution
 * @param {Candidate} candidate in the picture's pixels
 * @param {object} options
 * @param {number} options.height  of the strip, px
 * @param {number} [options.extend] longest strip, in heights of the letter h
 * @param {number} [options.beyond] how far past the link's seen end, in heights of the letter h
 * @returns {Strip | null} nothing where the candidate lies outside the picture
 */
export function cutStrip(picture, candidate, { height, extend = LONGEST, beyond = BEYOND }) {
  const scale = ((ABOVE + BELOW) * candidate.height) / height;
  const length = Math.min(extend * candidate.height, seenLength(candidate) + beyond * candidate.height);
  const path = pathAlong(candidate, picture, { before: BEFORE * candidate.height, length, step: scale });
  if (!path.points.length) return null;
  const data = sample(picture, path.points, { scale, height });
  darkOnLight({ data, width: path.points.length, height });
  const at = (x) => interpolate(path.points, x);
  return {
    data,
    width: path.points.length,
    height,
    scale,
    toPicture: (x) => at(x).slice(0, 2),
    quad: (x0, x1) => {
      const corner = (x, above) => {
        const [px, py, slope] = at(x);
        const n = Math.hypot(1, slope);
        return [px + (slope / n) * above * candidate.height, py - above * candidate.height / n];
      };
      return [corner(x0, 1.05), corner(x1, 1.05), corner(x1, -0.32), corner(x0, -0.32)];
    },
    cutByEdge: path.atEdge,
  };
}

/**
 * Fetches the strip's pixels across the path, each the mean of as many samples as picture
 * pixels fall on it.
 *
 * @param {Picture} picture
 * @param {[number, number, number][]} points x, y and slope of the baseline, for each column
 * @param {{scale: number, height: number}} options
 */
function sample(picture, points, { scale, height: rows }) {
  const fine = Math.max(1, Math.min(MOST_ALONG, Math.round(scale)));
  const baseRow = (ABOVE / (ABOVE + BELOW)) * rows;
  const cells = {
    along: Float64Array.from({ length: fine }, (_, i) => (i + 0.5) / fine - 0.5),
    down: Float64Array.from({ length: rows * fine }, (_, k) => Math.floor(k / fine) + ((k % fine) + 0.5) / fine - baseRow),
  };
  const means = new Float64Array(rows);
  const strip = new Uint8Array(points.length * rows);
  for (let col = 0; col < points.length; col += 1) {
    const [x, y, slope] = points[col];
    const n = Math.hypot(1, slope);
    sampleColumn(picture, x, y, scale / n, (scale * slope) / n, cells, means);
    for (let row = 0, i = col; row < rows; row += 1, i += points.length) strip[i] = means[row] + 0.5;
  }
  return strip;
}
