/**
 * The picture of a link's print, as the page shows it beside the text.
 */

/** @typedef {import('./picture.js').Picture} Picture */

/** Paper shown on either side of the print: less than a space, or the next word would peep in; in strip heights. */
const MARGIN = 0.1;

const WHITE = 255;

/**
 * The columns x0 to x1 of a strip, with a little paper on either side.
 *
 * @param {Picture} strip
 * @param {number} x0 px
 * @param {number} x1 px
 * @returns {Picture}
 */
export function crop({ data, width, height }, x0, x1) {
  const left = Math.max(0, Math.floor(x0 - MARGIN * height));
  const right = Math.min(width, Math.ceil(x1 + MARGIN * height));
  const cropped = new Uint8Array((right - left) * height);
  for (let y = 0; y < height; y += 1) {
    cropped.set(data.subarray(y * width + left, y * width + right), y * (right - left));
  }
  return { data: cropped, width: right - left, height };
}

/**
 * Pictures below each other, white paper to the right of the shorter ones.
 *
 * @param {Picture[]} pictures at least one
 * @returns {Picture}
 */
export function stack(pictures) {
  if (pictures.length === 1) return pictures[0];
  const width = Math.max(...pictures.map((picture) => picture.width));
  const height = pictures.reduce((sum, picture) => sum + picture.height, 0);
  const data = new Uint8Array(width * height).fill(WHITE);
  let row = 0;
  for (const picture of pictures) {
    for (let y = 0; y < picture.height; y += 1, row += 1) {
      data.set(picture.data.subarray(y * picture.width, (y + 1) * picture.width), row * width);
    }
  }
  return { data, width, height };
}
