/**
 * Where a link's box stands over the picture, and how far beyond it a finger may miss.
 * Geometry only; overlay.js draws.
 */

/** @typedef {import('../scan/geometry.js').Quad} Quad */

/**
 * @typedef {object} Box a rectangle turned about its centre
 * @property {number} x       of the centre, parts of the picture's width
 * @property {number} y       of the centre, parts of the picture's height
 * @property {number} width   parts of the picture's width
 * @property {number} height  parts of the picture's height
 * @property {number} angle   radians, clockwise
 */

/**
 * Parts of the picture instead of pixels: the box then follows the picture through every
 * change of size without a line of script.
 *
 * @param {Quad} quad corners in picture pixels: from the link's start along its top, then back
 * @param {{x?: number, y?: number, width: number, height: number}} picture px; with x and y, the part of
 *   the quad's picture that is shown
 * @returns {Box}
 */
export function boxOf([topStart, topEnd, bottomEnd, bottomStart], picture) {
  const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [start, end] = [middle(topStart, bottomStart), middle(topEnd, bottomEnd)];
  const [top, bottom] = [middle(topStart, topEnd), middle(bottomStart, bottomEnd)];
  const [x, y] = middle(start, end);
  return {
    x: (x - (picture.x ?? 0)) / picture.width,
    y: (y - (picture.y ?? 0)) / picture.height,
    width: Math.hypot(end[0] - start[0], end[1] - start[1]) / picture.width,
    height: Math.hypot(bottom[0] - top[0], bottom[1] - top[1]) / picture.height,
    angle: Math.atan2(end[1] - start[1], end[0] - start[0]),
  };
}

/**
 * How far each box is to be extended for fingers: up to `least` in each direction, but never
 * beyond the middle between it and a neighbour, so that no tap opens another link than meant. The lines of one link are
 * no neighbours.
 *
 * @param {{left: number, top: number, right: number, bottom: number, key?: string}[]} boxes on the screen, px; `key`: its link
 * @param {number} least side of the area to tap, px
 * @returns {{across: number, down: number}[]} to be added on each side, px
 */
export function reaches(boxes, least) {
  return boxes.map((box, i) => {
    const reach = {
      across: Math.max(0, (least - (box.right - box.left)) / 2),
      down: Math.max(0, (least - (box.bottom - box.top)) / 2),
    };
    for (const [j, other] of boxes.entries()) {
      if (j !== i && (box.key === undefined || box.key !== other.key)) keepOff(reach, gaps(box, other), least);
    }
    return reach;
  });
}

/** Signed distances between two boxes in each direction; negative where they overlap. */
const gaps = (a, b) => ({
  across: Math.max(b.left - a.right, a.left - b.right),
  down: Math.max(b.top - a.bottom, a.top - b.bottom),
});

/** Gives way in the direction in which the two are further apart: there the line between them is. */
function keepOff(reach, gap, least) {
  if (gap.across >= least || gap.down >= least) return;
  const way = gap.down >= gap.across ? 'down' : 'across';
  reach[way] = Math.min(reach[way], Math.max(0, gap[way] / 2));
}

/** Whether a point is in a box, or so close to it. @param {{left: number, top: number, right: number, bottom: number}} box */
export const isWithin = ({ left, top, right, bottom }, x, y, reach) =>
  x >= left - reach && x <= right + reach && y >= top - reach && y <= bottom + reach;
