/**
 * Draws the picture of the print, so that what was read can be compared with what is there.
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('../scan/picture.js').Picture} picture
 */
export function drawScrap(canvas, { data, width, height }) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < data.length; i += 1) pixels[i] = 0xff000000 | (data[i] * 0x010101);
  context.putImageData(image, 0, 0);
}
