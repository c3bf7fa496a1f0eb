/** What these characters of a reading say. @param {{char: string}[]} characters */
export const textOf = (characters) => characters.map(({ char }) => char).join('');

/** A character that is less sure counts as so sure: it alone makes no text unclear. */
const LEAST_SEEN = 0.001;

/** How sure characters are on average, the geometric mean. @param {{confidence: number}[]} characters at least one */
export const clearness = (characters) =>
  Math.exp(characters.reduce((sum, { confidence }) => sum + Math.log(Math.max(LEAST_SEEN, confidence)), 0) / characters.length);
