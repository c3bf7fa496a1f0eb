/**
 * How far things are: a bar with words for the eye, and rarer words for the ear.
 */

/**
 * @param {HTMLElement} place
 * @param {object} parts
 * @param {HTMLProgressElement} parts.bar
 * @param {HTMLElement} parts.words  seen, not read out: it changes too often
 * @param {HTMLElement} parts.live   read out, politely
 */
export function createProgress(place, { bar, words, live }) {
  return {
    /**
     * @param {string} text
     * @param {number} [part] 0..1; left out, the bar only shows that something goes on
     */
    show(text, part) {
      place.hidden = false;
      bar.hidden = false;
      words.textContent = text;
      bar.setAttribute('aria-label', text);
      if (part === undefined) bar.removeAttribute('value');
      else bar.value = part;
    },

    /** Words alone, for what goes on for as long as one likes. @param {string} text */
    note(text) {
      place.hidden = false;
      bar.hidden = true;
      words.textContent = text;
    },

    hide() {
      place.hidden = true;
    },

    /** Says this once to whoever listens. @param {string} text */
    say(text) {
      if (live.textContent !== text) live.textContent = text;
    },
  };
}
