/**
 * A sentence's full stop and the name behind it, as in `this morning. t.co/a`, of which the reader may see no space: but the
 * full stop stands close to its own word, and far from the next.
 */

/** The room of a space at least, in heights of the strip; and so many times as much as is before the full stop. */
const SPACE = 0.17;
const TIMES = 2.5;

/** Where a host ends, or a mail address's name: no sentence ends between that and its host. */
const HOST_END = /[/?#:@]/;

/**
 * Whether one of a bare link's full stops may end a sentence before it.
 *
 * @param {import('./tesseract.js').ReadCharacter[]} characters of the link on its first line
 * @param {number} height of the strip, px
 */
export function mayEndSentence(characters, height) {
  const end = characters.findIndex(({ char }) => HOST_END.test(char));
  const host = end < 0 ? characters : characters.slice(0, end);
  return host.some(({ char, x0, x1 }, i) => {
    if (char !== '.' || i === 0 || i + 1 === host.length) return false;
    const [before, behind] = [x0 - host[i - 1].x1, host[i + 1].x0 - x1];
    return behind >= SPACE * height && behind >= TIMES * before;
  });
}
