/**
 * Hosts that look like another one: letters of another script that look Latin, scripts mixed in one
 * name, and digits or pairs of letters that look like a letter of a name everybody knows.
 *
 * The method is the skeleton of Unicode Technical Standard 39, "Unicode Security Mechanisms": two
 * names whose skeletons are equal look alike. Its table has thousands of rows; here are those whose
 * characters occur in hosts and look like a small ASCII letter in common fonts.
 */

import { toUnicode } from 'punycode/punycode.es6.js';

import { KNOWN } from './known.js';

/** ASCII letter → what looks like it: Cyrillic, Greek, Armenian, and Latin with its dot or stroke away. */
const LIKE = {
  a: 'аɑαạ', b: 'Ьƅ', c: 'сϲⅽ', d: 'ԁɗⅾ', e: 'еҽẹ', g: 'ɡցġ', h: 'һհ', i: 'іιıɩị', j: 'јϳ', k: 'κк', l: 'ӏⅼ', m: 'ⅿм',
  n: 'ոռ', o: 'оοօσọ', p: 'рρ', q: 'ԛզ', r: 'г', s: 'ѕꜱ', t: 'т', u: 'υսцụ', v: 'ѵνⅴ', w: 'ԝաѡ', x: 'хⅹ', y: 'уүγ', z: 'ᴢż',
};

/** As a hurried eye, or a reader of print, takes one for the other. */
const SLIPS = [['rn', 'm'], ['vv', 'w'], ['cl', 'd'], ['0', 'o'], ['1', 'l'], ['i', 'l'], ['5', 's']];

const latin = new Map(Object.entries(LIKE).flatMap(([letter, others]) => [...others].map((other) => [other, letter])));

/** In its own letters instead of xn--…; what cannot be decoded stays. */
export function unicodeHost(host) {
  try {
    return toUnicode(host);
  } catch {
    return host;
  }
}

/** Letters of other scripts as the ASCII ones they look like. */
const inLatin = (name) => [...name].map((character) => latin.get(character) ?? character).join('');

const skeleton = (name) => SLIPS.reduce((text, [seen, meant]) => text.replaceAll(seen, meant), inLatin(name));

/** skeleton → the name everybody knows */
const known = new Map(KNOWN.map((domain) => [skeleton(domain), domain]));

/**
 * The domain that this one looks like, without being it.
 *
 * @param {string} domain registrable, in ASCII
 * @returns {string | null}
 */
export function lookalike(domain) {
  if (KNOWN.includes(domain)) return null;
  const shown = unicodeHost(domain);
  const plain = inLatin(shown);
  const famous = known.get(skeleton(shown));
  if (famous) return famous;
  // A whole name of another script's letters that reads as a Latin one: аррӏе.com.
  return plain !== shown && /^[\x21-\x7e]+$/.test(plain) ? plain : null;
}

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Thai', 'Han', 'Hiragana', 'Katakana', 'Hangul']
  .map((name) => new RegExp(`\\p{Script=${name}}`, 'u'));
const [LATIN, , , , , , , ...EAST_ASIAN] = SCRIPTS;

/** Whether one label of a host mixes scripts that no language writes together (Japanese and Korean mix theirs, with Latin). */
export function mixesScripts(host) {
  return host.split('.').some((label) => {
    const there = SCRIPTS.filter((script) => script.test(label));
    return there.length > 1 && !there.every((script) => script === LATIN || EAST_ASIAN.includes(script));
  });
}
