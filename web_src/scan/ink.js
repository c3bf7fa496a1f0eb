/**
 * Where a strip shows print.
 */

/** Darker than this is ink: a strip's tones are stretched to the full range. */
export const INK = 128;

/** Rows that letters stand on, and neither underlines nor what hangs down from the line above, as parts of the height. */
export const LETTERS = [0.2, 0.72];

/**
 * @param {import('./picture.js').Picture} strip dark on light
 * @param {[number, number]} rows  the first and the one after the last that count, as parts of the height
 * @returns {Uint8Array} 1 for each column with ink in these rows
 */
export function inkedColumns({ data, width, height }, [upper, lower]) {
  const inked = new Uint8Array(width);
  for (let y = Math.floor(upper * height); y < lower * height; y += 1) {
    for (let x = 0; x < width; x += 1) if (data[y * width + x] < INK) inked[x] = 1;
  }
  return inked;
}

/** Fewer dark pixels in a row are specks. */
const LEAST_INK = 2;

/**
 * @param {import('./picture.js').Picture} strip dark on light
 * @param {{x0: number, x1: number}} place of a character, strip px
 * @returns {number} the first row in which its print shows; the height where none does
 */
export function topOf({ data, width, height }, { x0, x1 }) {
  const [from, to] = [Math.max(0, Math.floor(x0)), Math.min(width, Math.ceil(x1))];
  for (let y = 0; y < height; y += 1) {
    let dark = 0;
    for (let x = from; x < to; x += 1) if (data[y * width + x] < INK) dark += 1;
    if (dark >= LEAST_INK) return y;
  }
  return height;
}
