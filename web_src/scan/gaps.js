/**
 * Gaps between characters as they stand on a strip.
 */

/**
 * Between words of a line there is less room than this, between columns more; in heights of the strip. A justified
 * line's widest spaces may have it, too: then the column is found to go on (`room` in rules.json).
 */
export const COLUMN_GAP = 0.6;

/**
 * A space in every gap that is as wide as one between columns: what the reader saw there, or did not, as the raised
 * number of a footnote, parts what stands on both sides.
 *
 * @template {{char: string, x0: number, x1: number}} Character
 * @param {Character[]} characters as read, from left to right
 * @param {number} height of the strip
 * @returns {Character[]}
 */
export function partAtGaps(characters, height) {
  return characters.flatMap((character, i) => {
    const before = characters[i - 1];
    const whole = !before || !before.char.trim() || !character.char.trim() || character.x0 - before.x1 <= COLUMN_GAP * height;
    return whole ? [character] : [{ char: ' ', confidence: 1, x0: before.x1, x1: character.x0, alternatives: [] }, character];
  });
}
