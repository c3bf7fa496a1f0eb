/**
 * A camera frame, as the page sent it: brightness already, or a bitmap still.
 */

import { pictureFromBitmap, stretched } from './picture.js';
import { shrink } from './resize.js';
import { quickScale } from './scales.js';

/** @typedef {import('./picture.js').Picture} Picture */

/**
 * @param {{bitmap?: ImageBitmap, picture?: Picture & {limited?: boolean}}} sent  one of both; neither is changed
 * @returns {{width: number, height: number, small: (longestSide: number) => Picture, full: () => Picture}} px;
 *   `small`: no longer than that, in all tones from black to white; `full`: at its size, in the tones that were sent:
 *   what is cut from it is stretched by its own darkest and lightest anyway
 */
export function openFrame({ bitmap, picture }) {
  if (!picture) {
    const { width, height } = bitmap;
    return { width, height, small: (longest) => pictureFromBitmap(bitmap, longest), full: () => pictureFromBitmap(bitmap, Infinity) };
  }
  const { width, height, limited } = picture;
  return {
    width,
    height,
    small(longest) {
      const small = shrink(picture, quickScale(picture, longest));
      return limited ? stretched(small) : small;
    },
    full: () => picture,
  };
}
