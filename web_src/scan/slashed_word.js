/**
 * Words with a slash in them, which may be the rest of a link whose space the reader but thought to see.
 */

import { RULES, asciiLower, foundIn } from '../links/rules.js';

/** It may begin with brackets, but not stand in them; behind a comma, which sentences have, too, more of it must look like a link. */
const NEXT_WORD = /^(?: |, (?=[^\s/]*[.,][^\s/]*\/))((?:\([^\s()]*\))?[0-9A-Za-z]\S*\/\S*)/;

/** Some of them people write so. */
const { unless: WRITTEN_SO } = RULES.join.starts.find(({ unless }) => unless);

/**
 * Whether a text begins with a space, or a comma and one, and such a word, which is no link of its own.
 *
 * @param {string} text
 * @param {import('./pipeline.js').Parts['findLink']} findLink
 */
export function hasSlashedWord(text, findLink) {
  const word = NEXT_WORD.exec(text)?.[1] ?? '';
  return Boolean(word) && !foundIn(WRITTEN_SO, asciiLower(word)) && !findLink(word, { start: true });
}
