/**
 * Full stops that small print loses: no host ends in `suzukicom`. Where a host's suffix is one that nobody registered,
 * these are the texts with one full stop more of which that is not true; how likely they are, the reader must say.
 */

import { caseless } from './confidence.js';

/** A host's own name, and a suffix, have so many letters at least. */
const SHORTEST = 2;

/**
 * @param {string} text as read
 * @param {import('./pipeline.js').Parts['findLink']} findLink
 * @returns {string[]}
 */
export function withDots(text, findLink) {
  const found = findLink(text, { start: true });
  if (!found || !isUnknown(found)) return [];
  const [from, to] = caseless(found.read, found.kind);
  const host = found.read.slice(from, to).replace(/:[0-9]*$/, '');
  const end = found.start + from + host.length;
  const places = host.length - host.lastIndexOf('.') - 1 - 2 * SHORTEST;
  return Array.from({ length: Math.max(0, places + 1) }, (_, i) => end - SHORTEST - i)
    .map((at) => `${text.slice(0, at)}.${text.slice(at)}`)
    .filter((other) => {
      const again = findLink(other, { start: true });
      return again?.href && again.start === found.start && !isUnknown(again);
    });
}

const isUnknown = ({ doubts }) => doubts.includes('suffix');
