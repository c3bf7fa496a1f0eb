/**
 * Which backend was the fastest on this device, remembered by the page: workers have no storage
 * of that kind. Another version of the networks or of the app is measured anew.
 */

const KEY = `links-detector-backend:${new URL('./', document.baseURI).pathname}`;

/** @param {string} version */
export function rememberedBackend(version) {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept?.version === version ? kept.name : undefined;
  } catch {
    return undefined; // no storage, or what is there is no JSON
  }
}

/** @param {string} version @param {string} name */
export function rememberBackend(version, name) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ version, name }));
  } catch {
    // Full or forbidden: measured again next time.
  }
}
