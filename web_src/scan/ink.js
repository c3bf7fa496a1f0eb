/**
 * Where a strip shows print.
 */

/** Darker than this is ink: a strip's tones are stretched to the full range. */
export const INK = 128;

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
