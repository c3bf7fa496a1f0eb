/**
 * Parts that the first scan does not wait for: each comes in a file of its own, when first needed
 * or when there is nothing else to do.
 */

/** Loads once for all who ask; after a failure (no network yet) the next to ask tries again. */
function later(load) {
  let loading;
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** The rules of what a link is: needed where a person changes one. */
export const loadRules = later(() => import('../links/parse.js'));

const loadSafety = later(() => import('../safety/safety.js'));

/**
 * What there is to know about where a link leads.
 *
 * @param {string} href
 * @returns {Promise<{domain?: string, warnings: import('../safety/safety.js').Warning[]}>} nothing where what knows it
 *   cannot be had: without a network, and not stored yet
 */
export const lookUp = (href) => loadSafety().then(({ safetyOf }) => safetyOf(href), () => ({ warnings: [] }));

/** The rooms beside the scanner, and what writes the history. */
export const loadHistory = later(() => import('../history/view.js'));
export const loadRecord = later(() => import('../history/record.js'));
export const loadSettings = later(() => import('./settings_view.js'));
