/**
 * Characters that print hardly tells apart: O and 0, I, l and 1, and what may be a tilde.
 */

import { textOf } from './characters.js';
import { caseless } from './confidence.js';

/** Letters and digits that some faces print alike. */
const TWINS = { O: '0', 0: 'O', I: 'l1', l: 'I1', 1: 'lI' };

const ROUND = '0O';

/** Behind these marks a hyphen is rare in links, and a tilde is not: small print hardly tells them apart. */
const TILDES = /(?<=[/#:=?])-/g;
const TILDE = '~';

/** A token of capitals and digits is no word: nothing beside them tells twins apart. */
const TOKEN = /(?=[0-9A-Za-z]*[0-9])(?=[0-9A-Za-z]*[A-Z])[0-9A-Za-z]+/g;

/** Ids have hyphens and underscores, too; a capital behind a small letter that begins no word tells them from names. */
const ID = /(?=[\w-]*[0-9])(?=[\w-]*[a-z][A-Z](?![a-z]))[\w-]+/g;

/** The digits of a UUID are hexadecimal; a letter that is none is a digit that looks like it. */
const UUID = /(?<![0-9A-Za-z])[0-9A-Za-z]{8}(?:-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}(?![0-9A-Za-z])/g;
const DIGITS = { O: '0', o: '0', I: '1', l: '1', i: '1', Z: '2', z: '2', S: '5', s: '5', g: '9', q: '9' };
const NO_HEX_DIGIT = /[^0-9A-Fa-f-]/g;

/** A letter alone in brackets or behind an equals sign is mostly a number. */
const ALONE = /(?<=[[(=])[oOlI](?=[\])&;]|$)/g;

/** Surer than this no twin can be. */
const TWIN = 0.7;

/** @returns {number[]} where they stand at random, and where it matters which: places in the text */
function twinsIn(text, kind) {
  const [first, end] = caseless(text, kind);
  const placesIn = (pattern, twins) => [...text.matchAll(pattern)].flatMap(({ 0: token, index }) =>
    [...token].map((_, i) => index + i)).filter((i) => twins[text[i]]);
  const tildes = [...text.matchAll(TILDES)].map(({ index }) => index);
  const all = [...placesIn(TOKEN, TWINS), ...placesIn(ID, TWINS), ...placesIn(UUID, DIGITS), ...placesIn(ALONE, DIGITS), ...tildes];
  return [...new Set(all)].filter((i) => i < first || i >= end).sort((a, b) => a - b);
}

const twinsOf = (char) => [...TWINS[char] ?? DIGITS[char] ?? TILDE];

/**
 * The characters of a link, twins among them in doubt, for no reader can tell them apart. The very same array where there are none.
 *
 * @param {{char: string, confidence: number, alternatives?: {char: string, confidence: number}[]}[]} characters
 * @param {string} kind
 */
export function doubtTwins(characters, kind) {
  const unsure = new Set(twinsIn(textOf(characters), kind));
  if (!unsure.size) return characters;
  return characters.map((character, i) => {
    if (!unsure.has(i)) return character;
    const { char, confidence, alternatives = [] } = character;
    const others = twinsOf(char).filter((twin) => !alternatives.some((other) => other.char === twin));
    const share = Math.max(0, 1 - confidence, 1 - TWIN) / (others.length || 1);
    return {
      ...character,
      confidence: Math.min(confidence, TWIN),
      alternatives: [...alternatives, ...others.map((twin) => ({ char: twin, confidence: share }))],
    };
  });
}

/**
 * What a link's text may as well be: with the digits that a UUID has, all O and 0 in doubt taken for the same, where there are
 * several, or one character for its twin.
 *
 * @param {string} text
 * @param {string} kind
 * @returns {string[]} as long as the text
 */
export function twinTexts(text, kind) {
  const places = twinsIn(text, kind);
  const round = places.filter((i) => ROUND.includes(text[i]));
  const put = (where, twin) => Array.from(text, (char, i) => (where.includes(i) ? twin : char)).join('');
  const alike = round.length > 1 ? [...ROUND].map((twin) => put(round, twin)) : [];
  const single = places.flatMap((i) => twinsOf(text[i]).map((twin) => put([i], twin)));
  return [...new Set([withDigits(text), ...alike, ...single])].filter((other) => other !== text);
}

/** A text whose UUIDs hold hexadecimal digits only, where letters are in their place. */
const withDigits = (text) => text.replace(UUID, (id) => id.replace(NO_HEX_DIGIT, (letter) => DIGITS[letter] ?? letter));
