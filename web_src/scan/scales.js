/**
 * At which sizes a picture is shown to the detector.
 *
 * The detector knows letters from 8 to 60 px high, and those from 12 px on best; in a photo
 * they may have 8 to 240. So it sees the picture larger than it is, where that is not too
 * much, and then at half that size and half again.
 */

/** Larger than this costs more time than the letters below 8 px that it would save. */
const LONGEST_INPUT = 2560;

/**
 * On 200 held-out pictures seen at 1.5 and 0.75 of their size instead of 1 and 0.5, of links with
 * letters of 8 to 13 px 80 of 92 prefixes were found instead of 70, and 15 of 23 bare ones instead of 11.
 */
const LARGEST_SCALE = 1.5;

/** Below this not even a headline's prefix fits on the sheet. */
const SHORTEST_INPUT = 160;

/** At this scale letters of 240 px have come down to 60; nothing larger is looked for. */
const SMALLEST_SCALE = 1 / 4;

/**
 * @param {{width: number, height: number}} picture px
 * @param {number} [longest] the long side of the largest input, px
 * @returns {number[]} scales, largest first, at least one
 */
export function photoScales(picture, longest = LONGEST_INPUT) {
  const scales = [Math.min(LARGEST_SCALE, longest / Math.max(picture.width, picture.height))];
  const shortSide = Math.min(picture.width, picture.height);
  while (scales.at(-1) > SMALLEST_SCALE && (shortSide * scales.at(-1)) / 2 >= SHORTEST_INPUT) {
    scales.push(scales.at(-1) / 2);
  }
  return scales;
}

/**
 * The one scale for a quick look: a camera frame, or trying which way up a page is.
 *
 * @param {{width: number, height: number}} picture px
 * @param {number} longest the long side of the input, px
 * @returns {number}
 */
export const quickScale = ({ width, height }, longest) => Math.min(1, longest / Math.max(width, height));
