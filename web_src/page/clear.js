/**
 * Forgets everything that this copy of the site has stored on the device; other copies on the same
 * host keep theirs.
 */

import { DATABASE } from '../history/names.js';

const scope = new URL('./', document.baseURI);

export async function clearEverything() {
  const registration = await navigator.serviceWorker?.getRegistration(scope.href).catch(() => undefined);
  if (registration?.scope === scope.href) await registration.unregister();
  await Promise.allSettled([clearCaches(), clearDatabase()]);
  clearChoices();
}

/** Workbox ends the names of its caches with the scope. */
async function clearCaches() {
  const names = (await globalThis.caches?.keys()) ?? [];
  const own = names.filter((name) => name.startsWith('links-detector') && name.endsWith(scope.href));
  await Promise.all(own.map((name) => caches.delete(name)));
}

function clearDatabase() {
  return new Promise((resolve) => {
    const request = globalThis.indexedDB?.deleteDatabase(DATABASE);
    if (!request) return resolve();
    // Blocked by another tab: it goes as soon as that tab has let go of it (history/store.js does at once).
    Object.assign(request, { onsuccess: resolve, onerror: resolve, onblocked: resolve });
    return undefined;
  });
}

function clearChoices() {
  try {
    const own = Object.keys(localStorage).filter((key) => key.startsWith('links-detector') && key.endsWith(scope.pathname));
    for (const key of own) localStorage.removeItem(key);
  } catch {
    // No storage: nothing was kept.
  }
}
