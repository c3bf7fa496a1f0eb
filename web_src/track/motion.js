/**
 * How the picture moved between two frames: shifted, turned and scaled, as a page does under a
 * hand-held camera for the blink between two frames.
 */

/** @typedef {import('../scan/geometry.js').Point} Point */

/**
 * @typedef {object} Similarity maps (x, y) to (a x − b y + dx, b x + a y + dy)
 * @property {number} a   scale × cos(turn)
 * @property {number} b   scale × sin(turn)
 * @property {number} dx  px
 * @property {number} dy  px
 */

/** @type {Similarity} */
export const STILL = { a: 1, b: 0, dx: 0, dy: 0 };

/** @param {Similarity} motion @param {Point} point @returns {Point} */
export const moved = ({ a, b, dx, dy }, [x, y]) => [a * x - b * y + dx, b * x + a * y + dy];

/** @param {Similarity} motion */
export const scaleOf = ({ a, b }) => Math.hypot(a, b);

/** @param {Similarity} motion @returns {number} radians, clockwise on the screen */
export const turnOf = ({ a, b }) => Math.atan2(b, a);

/** One motion after another. @param {Similarity} second @param {Similarity} first @returns {Similarity} */
export const after = (second, first) => {
  const [dx, dy] = moved(second, [first.dx, first.dy]);
  return { a: second.a * first.a - second.b * first.b, b: second.b * first.a + second.a * first.b, dx, dy };
};

/** @returns {Similarity} */
export const shift = (dx, dy) => ({ a: 1, b: 0, dx, dy });

/** Points closer together than this say nothing about scale and turn, px. */
const LEAST_SPREAD = 40;

/**
 * The similarity nearest to pairs of points, in the sense of least squares; a mere shift where
 * the points lie together.
 *
 * @param {[Point, Point][]} pairs before and after
 * @returns {Similarity} STILL for no pairs
 */
export function fitMotion(pairs) {
  if (pairs.length === 0) return STILL;
  const mean = (side, axis) => pairs.reduce((sum, pair) => sum + pair[side][axis], 0) / pairs.length;
  const [fx, fy, tx, ty] = [mean(0, 0), mean(0, 1), mean(1, 0), mean(1, 1)];
  let [along, across, spread] = [0, 0, 0];
  for (const [[x, y], [u, v]] of pairs) {
    along += (x - fx) * (u - tx) + (y - fy) * (v - ty);
    across += (x - fx) * (v - ty) - (y - fy) * (u - tx);
    spread += (x - fx) ** 2 + (y - fy) ** 2;
  }
  if (spread < LEAST_SPREAD ** 2) return shift(tx - fx, ty - fy);
  const [a, b] = [along / spread, across / spread];
  return { a, b, dx: tx - a * fx + b * fy, dy: ty - b * fx - a * fy };
}
