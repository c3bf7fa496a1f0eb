/**
 * Who reads: our own reader, or Tesseract, the article's; and who is asked where ours is in doubt.
 */

/** @typedef {import('./tesseract.js').Reader} Reader */

/**
 * @param {object} options
 * @param {Reader | null} options.own  null where the site has none
 * @param {() => Promise<Reader>} options.startTesseract
 */
export function createReaders({ own, startTesseract }) {
  let choice = 'own';
  const tesseract = onceOrAgain(startTesseract);
  const ours = () => (choice === 'own' ? own : null);
  return {
    /** @param {'own' | 'tesseract'} name */
    choose(name) {
      choice = name;
      if (!ours()) tesseract().catch(() => {}); // in the background; whoever needs it will hear of a failure
    },

    /**
     * @param {() => void} onWait called where it will take a while
     * @returns {Promise<Reader>}
     */
    reader: async (onWait) => ours() ?? tesseract(onWait),

    /**
     * The one to ask for a second opinion: Tesseract, which is fetched and started at the first doubt.
     *
     * @returns {Promise<Reader | null>} null where it reads anyway, or can't be had
     */
    second: async () => (ours() ? tesseract().catch(() => null) : null),
  };
}

/** Makes a thing once for all who ask; after a failure the next to ask tries again. */
export function onceOrAgain(make) {
  let made;
  let ready = false;
  return (onWait = () => {}) => {
    if (!ready) onWait();
    made ??= make().then((thing) => {
      ready = true;
      return thing;
    }, (error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
