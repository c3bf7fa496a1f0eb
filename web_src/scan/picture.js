/**
 * From a file, or a camera frame, to the grey picture that everything else works on.
 *
 * Runs in the worker; where a worker has no OffscreenCanvas the page runs the very
 * same code and sends the grey pixels over.
 */

import { Problem } from './problem.js';
import { HEADER_BYTES, sniff } from './sniff.js';

/**
 * @typedef {object} Picture grey, row after row
 * @property {Uint8Array | Uint8ClampedArray} data one byte a pixel, 0 black to 255 white
 * @property {number} width  pixels
 * @property {number} height pixels
 * @property {Picture} [smaller] the same at a smaller size, where that has been made
 */

/** Decoding needs four bytes a pixel at once: 256 MB here, about what a phone's tab may take. */
export const MOST_MEGAPIXELS = 64;

/** Below this no letter has a shape: the smallest prefix we look for is some 8 px high. */
export const LEAST_SIDE = 16;

/** A full page at 4096 px has 12-point letters 18 px high; more pixels only cost time and memory. */
export const LONGEST_SIDE = 4096;

/**
 * Decodes a picture file the way a person sees it: upright as its EXIF says.
 *
 * @param {Blob} file
 * @returns {Promise<Picture>} at most LONGEST_SIDE on its long side
 * @throws {Problem} with a code for each way a file can be wrong
 */
export async function pictureFromFile(file) {
  const kind = await checkFile(file);
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (error) {
    const known = ['jpeg', 'png', 'gif', 'webp', 'bmp'].includes(kind.type);
    throw new Problem(known ? 'damaged-picture' : 'unsupported-picture', { type: kind.type }, error);
  }
  try {
    checkSize(bitmap.width, bitmap.height);
    return pictureFromBitmap(bitmap);
  } finally {
    bitmap.close();
  }
}

/**
 * What can be told without decoding.
 *
 * @param {Blob} file
 * @returns {Promise<import('./sniff.js').FileKind>}
 * @throws {Problem}
 */
export async function checkFile(file) {
  const kind = sniff(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (kind.type === 'empty') throw new Problem('empty-file');
  if (!kind.picture) throw new Problem('not-a-picture', { type: kind.type });
  if (kind.width && kind.height) checkSize(kind.width, kind.height);
  return kind;
}

function checkSize(width, height) {
  const megapixels = (width * height) / 1e6;
  if (megapixels > MOST_MEGAPIXELS) {
    throw new Problem('too-large', { megapixels: Math.round(megapixels), most: MOST_MEGAPIXELS });
  }
  if (Math.min(width, height) < LEAST_SIDE) {
    throw new Problem('too-small', { width, height, least: LEAST_SIDE });
  }
}

/**
 * @param {ImageBitmap} bitmap left open
 * @param {number} [longestSide] px; larger ones are made smaller by the browser, smoothly
 * @returns {Picture}
 */
export function pictureFromBitmap(bitmap, longestSide = LONGEST_SIDE) {
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.round(bitmap.width * scale);
  const height = Math.round(bitmap.height * scale);
  const context = blankCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff'; // transparent parts are paper
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return { data: grey(context.getImageData(0, 0, width, height).data), width, height };
}

function blankCanvas(width, height) {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}

/**
 * Brightness as the eye weighs it (Rec. 601, in 65536ths).
 *
 * @param {Uint8ClampedArray} rgba
 * @returns {Uint8Array}
 */
export function grey(rgba) {
  const data = new Uint8Array(rgba.length / 4);
  for (let i = 0, j = 0; i < data.length; i += 1, j += 4) {
    data[i] = (19595 * rgba[j] + 38470 * rgba[j + 1] + 7471 * rgba[j + 2] + 32768) >> 16;
  }
  return data;
}

/** The darkest and the lightest that videos have, where they leave room beyond both. */
const [BLACK, WHITE] = [16, 235];

const STRETCHED = Uint8Array.from({ length: 256 }, (_, value) =>
  Math.min(255, Math.max(0, Math.round((255 * (value - BLACK)) / (WHITE - BLACK)))));

/**
 * A video's brightness, as pictures have it: from 0 to 255.
 *
 * @param {Picture} picture left as it is
 * @returns {Picture}
 */
export function stretched({ data, width, height }) {
  const all = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 1) all[i] = STRETCHED[data[i]];
  return { data: all, width, height };
}
