/**
 * Small questions about four-cornered areas of a picture.
 */

/** @typedef {[number, number]} Point px */
/** @typedef {[Point, Point, Point, Point]} Quad convex, its corners in order */

/** @param {Quad} quad @returns {Point} */
export const centre = (quad) => [
  quad.reduce((sum, [x]) => sum + x, 0) / 4,
  quad.reduce((sum, [, y]) => sum + y, 0) / 4,
];

/**
 * Whether a point lies in a convex quad, whichever way round its corners go.
 *
 * @param {Quad} quad
 * @param {Point} point
 */
export function contains(quad, [x, y]) {
  const sides = quad.map(([ax, ay], i) => {
    const [bx, by] = quad[(i + 1) % 4];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  });
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0);
}

/**
 * Whether two quads are about the same print: the middle of one lies in the other.
 *
 * @param {Quad} a
 * @param {Quad} b
 */
export const onSamePrint = (a, b) => contains(a, centre(b)) || contains(b, centre(a));
