/**
 * A list's bullets, taken off a strip before it is read: readers of links never learned any, and take one for a letter, `w` or
 * `=`, and its room for none.
 */

import { isFilled, inkBetween } from './beside.js';
import { LETTERS, inkedColumns } from './ink.js';

/** @typedef {import('./strip.js').Strip} Strip */

/** Around a bullet is so much room at least, in heights of the strip: more than beside a letter of evenly wide ones. */
const ROOM = 0.3;

/** So much beside its ink is its soft edge; in the same. */
const EDGE = 0.15;

const WHITE = 255;

/**
 * @param {Strip} strip  its own data are changed
 * @returns {Strip} with paper in the place of bullets
 */
export function withoutBullets(strip) {
  const { data, width, height } = strip;
  const [room, edge] = [ROOM * height, Math.round(EDGE * height)];
  const runs = runsOf(inkedColumns(strip, LETTERS), width);
  const isApart = ([left, right], i) => left > 0 && (i === 0 || left - runs[i - 1][1] >= room)
    && (runs[i + 1]?.[0] ?? width) - right >= room;
  const bullets = runs.filter((run, i) => isApart(run, i) && isFilled(inkBetween(strip, ...run), height));
  for (const [left, right] of bullets) {
    const [from, to] = [Math.max(0, left - edge), Math.min(width, right + edge)];
    for (let y = 0; y < height; y += 1) data.fill(WHITE, y * width + from, y * width + to);
  }
  return bullets.length && bullets[0] === runs[0] ? { ...strip, bullet: true } : strip;
}

/** Where columns with ink begin and end. @returns {[number, number][]} */
function runsOf(inked, width) {
  const runs = [];
  for (let x = 0; x < width; x += 1) {
    if (!inked[x]) continue;
    if (x > 0 && inked[x - 1]) runs.at(-1)[1] = x + 1;
    else runs.push([x, x + 1]);
  }
  return runs;
}
