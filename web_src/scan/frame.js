/**
 * A camera frame, as the page sent it: brightness already, or a bitmap still.
 */

import { pictureFromBitmap, stretchRange } from './picture.js';
import { shrink } from './resize.js';
import { quickScale } from './scales.js';

/** @typedef {import('./picture.js').Picture} Picture */

/**
 * @param {{bitmap?: ImageBitmap, picture?: Picture & {limited?: boolean}}} sent  one of both; the picture is
 *   taken over, the bitmap left open
 * @returns {{width: number, height: number, grey: (longestSide: number) => Picture}} px; at its size, or smaller
 */
export function openFrame({ bitmap, picture }) {
  if (!picture) return { width: bitmap.width, height: bitmap.height, grey: (longest) => pictureFromBitmap(bitmap, longest) };
  if (picture.limited) stretchRange(picture.data);
  const { width, height } = picture;
  return { width, height, grey: (longest) => shrink(picture, quickScale(picture, longest)) };
}
