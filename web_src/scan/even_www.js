/**
 * `WWw.` is `www.` or `WWW.`: a small w is a capital's twin but for its size, and no printer mixes them there.
 */

import { textOf } from './characters.js';

/** Where a link may begin with it, and the host behind it; in a path capitals matter. */
const WWW = /(?<=^|[^\w./]|:\/\/)([wW]{3})(?=\.([^\s/?#:]*))/g;

/** A host says that its www is one of capitals from so many on, if it has no small letters. */
const CAPITALS = 3;

/** The tops of capitals are no further apart, in strip heights; a small w's is lower by twice as much. */
const ONE_HEIGHT = 0.07;

/**
 * @template {{char: string}} Character
 * @param {Character[]} characters as read
 * @param {(character: Character) => number} [topOf] how far down one's print begins, in strip heights; without it no small w is a capital
 * @returns {Character[]} with the w of every mixed `www.` small, and all three capitals where those of its host are as high
 */
export function evenWww(characters, topOf) {
  const text = textOf(characters);
  const even = new Map();
  for (const { 1: found, 2: host, index } of text.matchAll(WWW)) {
    const own = characters.slice(index, index + found.length);
    const behind = characters.slice(index + found.length, index + found.length + 1 + host.length);
    const char = found === 'WWW' || (topOf && isAsHigh(own, behind, topOf)) ? 'W' : 'w';
    own.forEach((_, i) => even.set(index + i, char));
  }
  return characters.map((character, i) => (even.has(i) ? { ...character, char: even.get(i) } : character));
}

/** Whether a host's letters are all capitals, and these characters as high as they. */
function isAsHigh(characters, host, topOf) {
  const capitals = host.filter(({ char }) => /[A-Z]/.test(char));
  if (capitals.length < CAPITALS || host.some(({ char }) => /[a-z]/.test(char))) return false;
  const [own, others] = [characters, capitals].map((all) => median(all.map(topOf)));
  return own - others < ONE_HEIGHT;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
