/**
 * A grey strip as a PGM file: fifteen bytes of header, then the pixels as they are.
 * The cheapest picture that Tesseract's reader of files takes; nothing is compressed.
 */

/**
 * @param {import('./picture.js').Picture} picture
 * @returns {Uint8Array}
 */
export function pgm({ data, width, height }) {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(header.length + data.length);
  file.set(header);
  file.set(data, header.length);
  return file;
}
