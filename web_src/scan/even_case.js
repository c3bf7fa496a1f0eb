/**
 * A letter beyond ASCII is read as a small one, be it a capital or not; among capitals it is one.
 */

const CAPITAL = /[A-Z]/;
const SMALL = /[a-z]/;
const LETTER = /[\u00df-\u017f\u0219\u021b]/;

/**
 * @template {{char: string, alternatives?: {char: string}[]}} Character
 * @param {Character[]} characters as read
 * @returns {Character[]} with capitals where the nearest letters of ASCII on either side, within the word, are capitals
 */
export function evenCase(characters) {
  const near = (from, way) => {
    let i = from + way;
    while (LETTER.test(characters[i]?.char)) i += way;
    return characters[i]?.char ?? '';
  };
  return characters.map((character, i) => {
    if (!LETTER.test(character.char)) return character;
    const beside = [near(i, -1), near(i, 1)];
    return beside.some((char) => CAPITAL.test(char)) && !beside.some((char) => SMALL.test(char)) ? enlarged(character) : character;
  });
}

const enlarged = ({ char, alternatives, ...rest }) => ({
  ...rest,
  char: capital(char),
  ...(alternatives && { alternatives: alternatives.map((other) => ({ ...other, char: LETTER.test(other.char) ? capital(other.char) : other.char })) }),
});

/** Where it has one; of a sharp s it is two letters. */
const capital = (char) => (char.toUpperCase().length === 1 ? char.toUpperCase() : char);
