/**
 * Links and candidates of the same print: one that is seen from two starts, or at two sizes, is shown once.
 */

import { PREFIXLESS } from '../links/link.js';
import { contains, onSamePrint } from './geometry.js';

/** Whether a candidate begins within a link's print. */
export const holds = ({ quads }, candidate) => quads.some((quad) => contains(quad, middleOfStart(candidate)));

/** The middle of a candidate's prefix, at half the height of its letters. */
export function middleOfStart({ x, y, height, slope, prefixEnd }) {
  const along = (prefixEnd - x) / 2;
  return [x + along, y + slope * along - height / 2];
}

/** Whether two candidates grew into one link, seen from two starts or at two sizes. */
export const samePrint = (a, b) => a.quads.some((quad) => b.quads.some((other) => onSamePrint(quad, other)));

/** Of two links of one print, whether the one read later is to be shown. */
export const takesPlace = (link, other) => isRest(other, link) || (!isRest(link, other) && link.confidence > other.confidence);

/**
 * Whether a link that nothing says the beginning of is but the end of another, which has the same last letters or begins
 * with a prefix on a line before: however sure it is, that one is printed there.
 */
const isRest = (link, whole) => PREFIXLESS.includes(link.kind) && whole.printed.length > link.printed.length
  && (whole.printed.endsWith(link.printed) || (!PREFIXLESS.includes(whole.kind) && !whole.doubts.includes('joined')
    && whole.quads.length > link.quads.length));
