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

/** What may be wrong with where a link leads. */
export const loadSafety = later(() => import('../safety/safety.js'));

/** The rooms beside the scanner, and what writes the history. */
export const loadHistory = later(() => import('../history/view.js'));
export const loadRecord = later(() => import('../history/record.js'));
export const loadSettings = later(() => import('./settings_view.js'));
