/**
 * A picture's pixels along a line that lies anyhow: what strips and bands are made of, column by
 * column. A frame takes a hundred thousand samples, so nothing is called or made for one of them.
 */

/** @typedef {import('./picture.js').Picture} Picture */

/** Samples side by side in a cell, at most. */
export const MOST_ALONG = 6;

/**
 * @typedef {object} Cells of one column, each sampled as often and in the same way
 * @property {Float64Array} along  where its samples are, in columns, from the column's middle; MOST_ALONG at most
 * @property {Float64Array} down   the same in rows, from the baseline; one cell's after the other's
 */

/**
 * The mean of each cell of a column. Beyond the picture's edge, its edge goes on.
 *
 * @param {Picture} picture
 * @param {number} x   the baseline there, px (pixel edges at whole numbers)
 * @param {number} y
 * @param {number} tx  one column on along the line, px; one row down is (-ty, tx)
 * @param {number} ty
 * @param {Cells} cells
 * @param {Float64Array} means one for each cell, filled here
 */
export function sampleColumn(picture, x, y, tx, ty, cells, means) {
  const { data, width } = picture;
  const { along, down } = cells;
  const count = along.length;
  const each = down.length / means.length;
  const all = each * count;
  const inside = liesInside(picture, x, y, tx, ty, cells);
  for (let i = 0; i < count; i += 1) {
    alongX[i] = x + along[i] * tx;
    alongY[i] = y + along[i] * ty;
  }
  for (let cell = 0, k = 0; cell < means.length; cell += 1) {
    let sum = 0;
    for (const end = k + each; k < end; k += 1) {
      const dx = down[k] * ty;
      const dy = down[k] * tx;
      if (!inside) {
        for (let i = 0; i < count; i += 1) sum += bilinear(picture, alongX[i] - dx, alongY[i] + dy);
        continue;
      }
      for (let i = 0; i < count; i += 1) {
        const fx = alongX[i] - dx - 0.5;
        const fy = alongY[i] + dy - 0.5;
        const left = fx | 0;
        const upper = fy | 0;
        const u = fx - left;
        const at = upper * width + left;
        const a = data[at];
        const c = data[at + width];
        const top = a + u * (data[at + 1] - a);
        sum += top + (fy - upper) * (c + u * (data[at + width + 1] - c) - top);
      }
    }
    means[cell] = sum / all;
  }
}

/** Where a column's samples lie on the baseline, px. */
const alongX = new Float64Array(MOST_ALONG);
const alongY = new Float64Array(MOST_ALONG);

/** Whether all of a column's samples have four pixels around them: those in its corners do. */
function liesInside({ width, height }, x, y, tx, ty, { along, down }) {
  for (const a of [along[0], along[along.length - 1]]) {
    for (const d of [down[0], down[down.length - 1]]) {
      const fx = x + a * tx - d * ty - 0.5;
      const fy = y + a * ty + d * tx - 0.5;
      if (!(fx >= 0 && fy >= 0 && fx < width - 1 && fy < height - 1)) return false;
    }
  }
  return true;
}

/**
 * The picture at a point (pixel edges at whole numbers); beyond its edge, its edge.
 *
 * @param {Picture} picture
 * @param {number} x px
 * @param {number} y px
 */
function bilinear({ data, width, height }, x, y) {
  const fx = Math.min(width - 1, Math.max(0, x - 0.5));
  const fy = Math.min(height - 1, Math.max(0, y - 0.5));
  const left = Math.floor(fx);
  const upper = Math.floor(fy);
  const u = fx - left;
  const v = fy - upper;
  const at = upper * width + left;
  const right = left + 1 < width ? 1 : 0;
  const below = at + (upper + 1 < height ? width : 0);
  const top = data[at] * (1 - u) + data[at + right] * u;
  const bottom = data[below] * (1 - u) + data[below + right] * u;
  return top * (1 - v) + bottom * v;
}
