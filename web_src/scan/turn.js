/**
 * Quarter turns: a page photographed sideways or upside down is read by turning the
 * picture, and what was found is turned back.
 */

/** @typedef {import('./picture.js').Picture} Picture */

/**
 * @param {Picture} picture
 * @param {number} quarters clockwise, 0 to 3
 * @returns {Picture} the picture itself for 0
 */
export function turnPicture(picture, quarters) {
  const { data, width, height } = picture;
  if (quarters === 0) return picture;
  const sideways = quarters % 2 === 1;
  const turned = {
    data: new Uint8Array(data.length),
    width: sideways ? height : width,
    height: sideways ? width : height,
  };
  // Where the first pixel goes, and how far its neighbours to the right and below lie from it.
  const [origin, right, down] = {
    1: [height - 1, height, -1],
    2: [data.length - 1, -1, -width],
    3: [(width - 1) * height, -height, 1],
  }[quarters];
  for (let y = 0, from = 0; y < height; y += 1) {
    for (let x = 0, to = origin + y * down; x < width; x += 1, from += 1, to += right) {
      turned.data[to] = data[from];
    }
  }
  return turned;
}

/**
 * The point of the picture that lies at (x, y) of the turned picture.
 *
 * @param {[number, number]} point in the turned picture, px
 * @param {number} quarters as given to turnPicture
 * @param {{width: number, height: number}} picture the one that was turned, px
 * @returns {[number, number]}
 */
export function turnBack([x, y], quarters, { width, height }) {
  switch (quarters) {
    case 1: return [y, height - x];
    case 2: return [width - x, height - y];
    case 3: return [width - y, x];
    default: return [x, y];
  }
}
