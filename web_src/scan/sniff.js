/**
 * What a file is and how many pixels it holds, told from its first bytes.
 *
 * Done before decoding, because a decoder asked for a 100-megapixel picture takes
 * the phone's memory first and fails afterwards, and because the name and the type
 * that a browser reports both come from the file's ending, which may lie.
 */

/**
 * @typedef {object} FileKind
 * @property {string} type    a picture's type ('jpeg', 'png', …), or 'pdf', 'svg', 'text',
 *                            'empty', 'unknown'
 * @property {boolean} picture whether some browser decodes it
 * @property {number} [width]  pixels as stored, where the header tells
 * @property {number} [height] pixels as stored, where the header tells
 */

/** As many bytes as it takes to get past the colour profile and preview of a camera's JPEG. */
export const HEADER_BYTES = 1 << 20;

/**
 * @param {Uint8Array} bytes the file's beginning: HEADER_BYTES, or all of it
 * @returns {FileKind}
 */
export function sniff(bytes) {
  if (bytes.length === 0) return { type: 'empty', picture: false };
  const format = FORMATS.find(({ matches }) => matches(bytes));
  if (format) {
    const [width, height] = storedSize(format, bytes);
    return { type: format.type, picture: true, width, height };
  }
  if (says(bytes, '%PDF')) return { type: 'pdf', picture: false };
  if (!looksLikeText(bytes)) return { type: 'unknown', picture: false };
  return { type: /<svg[\s>]/i.test(latin(bytes, 0, 4096)) ? 'svg' : 'text', picture: false };
}

/** @param {Uint8Array} bytes @param {string} text latin-1 @param {number} [at] */
function says(bytes, text, at = 0) {
  return latin(bytes, at, at + text.length) === text;
}

const latin = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

/** Text has no control characters but white space; half a kilobyte is enough to tell. */
function looksLikeText(bytes) {
  return bytes.subarray(0, 512).every((b) => b >= 0x20 || b === 0x09 || b === 0x0a || b === 0x0d);
}

/** A header that ends too early has no size; that the file is damaged is for the decoder to find. */
function storedSize(format, bytes) {
  try {
    return format.size(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)) ?? [];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** @type {{type: string, matches: (b: Uint8Array) => boolean, size: (v: DataView) => number[] | undefined}[]} */
const FORMATS = [
  {
    type: 'jpeg',
    matches: (b) => says(b, '\xff\xd8'),
    size: jpegSize,
  },
  {
    type: 'png',
    matches: (b) => says(b, '\x89PNG\r\n\x1a\n'),
    size: (v) => [v.getUint32(16), v.getUint32(20)],
  },
  {
    type: 'gif',
    matches: (b) => says(b, 'GIF8'),
    size: (v) => [v.getUint16(6, true), v.getUint16(8, true)],
  },
  {
    type: 'webp',
    matches: (b) => says(b, 'RIFF') && says(b, 'WEBP', 8),
    size: webpSize,
  },
  {
    type: 'avif',
    matches: (b) => /^ftypavi[fs]/.test(latin(b, 4, 12)),
    size: heifSize,
  },
  {
    type: 'heic',
    matches: (b) => /^ftyp(hei[cxms]|hev[cxms]|mif1|msf1)/.test(latin(b, 4, 12)),
    size: heifSize,
  },
  {
    type: 'tiff', // Safari shows it, others say so themselves
    matches: (b) => says(b, 'II*\0') || says(b, 'MM\0*'),
    size: () => undefined,
  },
  {
    type: 'bmp',
    matches: (b) => says(b, 'BM') && says(b, '\0\0\0\0', 6), // two letters alone may begin a text
    size: (v) => [Math.abs(v.getInt32(18, true)), Math.abs(v.getInt32(22, true))], // < 0: rows from the top
  },
];

/** Walks the segments to the frame header: SOF0 to SOF15, less the three codes that mean other things. */
function jpegSize(view) {
  const isFrameHeader = (code) => code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined; // not a marker: damaged
    const code = view.getUint8(at + 1);
    if (isFrameHeader(code)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    if (code === 0xff) at += 1; // a fill byte
    else if (code === 0x01 || (code >= 0xd0 && code <= 0xd8)) at += 2; // markers without a length
    else at += 2 + view.getUint16(at + 2);
  }
}

/** WebP keeps its size in three ways: extended, lossless, lossy. */
function webpSize(view) {
  const uint24 = (at) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  const chunk = String.fromCharCode(view.getUint8(14), view.getUint8(15));
  if (chunk === '8X') return [uint24(24) + 1, uint24(27) + 1];
  if (chunk === '8L') {
    const packed = view.getUint32(21, true); // 14 bits of width - 1, then 14 of height - 1
    return [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1];
  }
  return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]; // upper bits: scaling
}

/** The largest of the sizes listed: tiles and previews stand beside the whole. */
function heifSize(view) {
  const ISPE = 0x69737065; // 'ispe', image spatial extents
  const end = Math.min(view.byteLength, 1 << 16) - 16; // the boxes come before the pixels
  let largest;
  for (let at = 12; at < end; at += 1) {
    if (view.getUint32(at) !== ISPE) continue;
    const size = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (!largest || size[0] * size[1] > largest[0] * largest[1]) largest = size;
  }
  return largest;
}
