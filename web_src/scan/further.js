/**
 * Links on the lines of others, which were read though the detector saw none there: `a@example.org, b@example.org`.
 */

/**
 * Where links begin on a line as it was read: only what can be nothing else.
 *
 * @param {import('./read_link.js').ReadLine} line
 * @param {(text: string) => import('../links/parse.js').Link[]} findLinks
 * @returns {import('./candidates.js').Candidate[]} from the left
 */
export function startsOn({ candidate, strip, reading: { text, characters } }, findLinks) {
  return findLinks(text).filter(({ certain }) => certain).map(({ kind, start, end }) => {
    const [x, y] = strip.toPicture(characters[start].x0);
    const [prefixEnd, below] = strip.toPicture(characters[end - 1].x1);
    return {
      ...candidate, x, y, prefixEnd, kind: ['https', 'http', 'www'].includes(kind) ? 'prefix' : 'bare',
      baseline: [[x, y], [prefixEnd, below]],
    };
  });
}
