/**
 * `WWw.` is `www.`: a small w is a capital's twin but for its size, and no printer mixes them there.
 */

/** Where a link may begin with it; in a path capitals matter. */
const WWW = /(?<=^|[^\w./]|:\/\/)[wW]{3}(?=\.)/g;

/**
 * @template {{char: string}} Character
 * @param {Character[]} characters as read
 * @returns {Character[]} with the w of every mixed `www.` small
 */
export function evenWww(characters) {
  const mixed = new Set([...characters.map(({ char }) => char).join('').matchAll(WWW)]
    .filter(([found]) => found !== 'WWW').flatMap(({ index }) => [index, index + 1, index + 2]));
  return characters.map((character, i) => (mixed.has(i) ? { ...character, char: 'w' } : character));
}
