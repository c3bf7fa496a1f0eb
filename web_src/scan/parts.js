/**
 * What a scan is made of, but for the networks.
 */

import { isWhole, joinPieces, mayGoOn } from '../links/join.js';
import { findLink, findLinks } from '../links/parse.js';
import { align } from './align.js';
import { withoutBullets } from './bullets.js';
import { isBlankAbove, lineAbove, wholeLineAbove } from './line_above.js';
import { pitchAbove } from './line_pitch.js';
import { withoutMargins } from './margin.js';
import { beginsOutside, nextLine } from './next_line.js';
import { cutStrip as cut } from './strip.js';

function cutStrip(...asked) {
  const strip = cut(...asked);
  return strip && withoutMargins(withoutBullets(strip));
}

/** @type {Partial<import('./pipeline.js').Parts>} */
export const PARTS = {
  align, beginsOutside, cutStrip, findLink, findLinks, isBlankAbove, isWhole, joinPieces, lineAbove, mayGoOn, nextLine,
  pitchAbove, wholeLineAbove,
};
