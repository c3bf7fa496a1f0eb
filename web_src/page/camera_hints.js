/**
 * Tells what is wrong with the picture, without chattering: only what lasts, for a while, and to
 * the ear rarely.
 */

/** Wrong for this long before it is said, and right for this long before it is unsaid, ms. */
const LASTS = 900;
const GONE = 1500;

/** From one time that it is read out to the next, ms. */
const SPOKEN_EVERY = 10_000;

/**
 * @param {object} on
 * @param {(hint: string | null) => void} on.show  to the eye
 * @param {(hint: string) => void} on.say  to the ear
 */
export function createCameraHints({ show, say }) {
  let current = null; // as the frames have it
  let since = 0;
  let shown = null;
  let spokenAt = -Infinity;

  return {
    /**
     * @param {string | null} hint of one frame
     * @param {number} now ms
     */
    see(hint, now) {
      if (hint !== current) {
        current = hint;
        since = now;
      }
      if (current === shown || now - since < (current ? LASTS : GONE)) return;
      shown = current;
      show(shown);
      if (shown && now - spokenAt >= SPOKEN_EVERY) {
        spokenAt = now;
        say(shown);
      }
    },

    clear() {
      current = null;
      shown = null;
      show(null);
    },
  };
}
