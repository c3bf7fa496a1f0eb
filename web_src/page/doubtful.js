/**
 * Which characters of a reading are doubtful, and what else each of them may be.
 */

/** @typedef {{char: string, confidence: number}} Alternative */
/** @typedef {{char: string, confidence: number, alternatives?: Alternative[]}} Character */

/** A character less sure than this is shown as doubtful, where the link as a whole is. */
const SURE = 0.9;

/** More marks than these would say no more than "compare it all". */
const MOST = 6;

/** As many other readings of a character fit in one row on a phone. */
const MOST_ALTERNATIVES = 4;

/** Other readings less likely than this are noise. */
const LIKELY = 0.02;

/** What print looks alike, for readers that name no alternatives. */
const LOOKALIKES = ['lI1|i', 'O0oQ', 'S5s', 'B8', 'Z2z', 'G6', 'g9q', 'uv', 'ceo', 'hb', 'nr', '-_~', '.,', 'tf', 'a4', 'T7'];

/**
 * @param {Character[]} characters
 * @returns {{at: number, char: string, alternatives: string[]}[]} in the order of the text; `at` counts characters
 */
export function doubtfulCharacters(characters) {
  return characters
    .map(({ char, confidence, alternatives }, at) => ({ at, char, confidence, alternatives: otherReadings(char, alternatives) }))
    .filter(({ confidence, char }) => confidence < SURE && char.trim())
    .sort((a, b) => a.confidence - b.confidence)
    .slice(0, MOST)
    .sort((a, b) => a.at - b.at)
    .map(({ at, char, alternatives }) => ({ at, char, alternatives }));
}

function otherReadings(char, alternatives) {
  const told = alternatives?.filter((other) => other.confidence >= LIKELY).map((other) => other.char);
  const others = told?.length ? told : LOOKALIKES.filter((group) => group.includes(char)).join('').split('');
  return [...new Set(others)].filter((other) => other && other !== char).slice(0, MOST_ALTERNATIVES);
}
