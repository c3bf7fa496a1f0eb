/**
 * How sure a whole link is, from how sure its characters are.
 *
 * The twin of training/reader/confidence.py; both are held to tests/vectors/confidence.json.
 */

import { textOf } from './characters.js';

/** Beyond this nothing can be told apart: the fit has no strips there. */
const MOST = 12;

/**
 * The share of links that are right among those whose characters multiply to this.
 *
 * @param {number} product 0..1, of the characters' confidences
 * @param {[number, number][]} curve from calibration: [log-odds of the product, share], both rising
 * @returns {number} 0..1
 */
export function calibrated(product, curve) {
  const x = Math.min(MOST, Math.max(-MOST, Math.log(product) - Math.log1p(-product)));
  const after = curve.findIndex(([odds]) => odds >= x);
  if (after === 0) return curve[0][1];
  if (after < 0) return curve.at(-1)[1];
  const [[x0, y0], [x1, y1]] = [curve[after - 1], curve[after]];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Scheme, user and host: what stands before the path, the query or the fragment. */
const AUTHORITY = /^(?:[a-z][a-z0-9+.-]*:\/*)?(?:[^/?#]*@)?[^/?#]*/i;

/**
 * Where in a link's text it does not matter whether a letter is a capital: its scheme and host, all of a DOI.
 *
 * RFC 3986, section 3.2.2; DOI Handbook, section 2.4. User names and paths may tell them apart.
 *
 * @param {string} text
 * @param {string} kind
 * @returns {[number, number]} first, and the one after the last
 */
export function caseless(text, kind) {
  if (kind === 'doi') return [0, text.length];
  const [authority] = AUTHORITY.exec(text);
  return [authority.lastIndexOf('@') + 1, authority.length];
}

/** A link's text in the one spelling of all that lead where it leads: small letters where capitals do not matter. */
export function inOneCase(text, kind) {
  const [first, end] = caseless(text, kind);
  return text.slice(0, first) + text.slice(first, end).toLowerCase() + text.slice(end);
}

/**
 * The characters of a link, as sure as they are up to differences that do not matter.
 *
 * @param {{char: string, confidence: number, alternatives?: {char: string, confidence: number}[]}[]} characters
 * @param {string} kind
 */
export function upToCase(characters, kind) {
  const [first, end] = caseless(textOf(characters), kind);
  return characters.map((character, i) => {
    if (i < first || i >= end) return character;
    const { char, confidence, alternatives = [] } = character;
    const same = (other) => other.char.toLowerCase() === char.toLowerCase();
    const sure = alternatives.reduce((sum, other) => (same(other) ? sum + other.confidence : sum), confidence);
    return { ...character, confidence: Math.min(1, sure), alternatives: alternatives.filter((other) => !same(other)) };
  });
}

/**
 * Two readers that agree are righter than one: the odds of being right are multiplied.
 *
 * @param {number} confidence 0..1
 * @param {number} factor from calibration, at least 1
 */
export const agreed = (confidence, factor) => (confidence * factor) / (confidence * factor + 1 - confidence);
