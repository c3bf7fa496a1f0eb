/**
 * Photos that come from outside of the page: handed over by another app's share menu, which the
 * service worker keeps until the page takes them (sw/share_target.js), or opened with this app.
 */

import { SHARED, nameOf } from '../sw/shared_cache.js';

/** @returns {Promise<File[]>} what was shared and not taken yet; taken by this */
async function takeShared() {
  const name = SHARED(new URL('./', document.baseURI).href);
  if (!await globalThis.caches?.has(name)) return [];
  const cache = await caches.open(name);
  const files = await Promise.all((await cache.keys()).map(async (request) => {
    const response = await cache.match(request);
    const blob = await response.blob();
    return new File([blob], nameOf(response), { type: blob.type });
  }));
  await caches.delete(name); // only now: had the page been closed meanwhile, they would still be there
  return files;
}

/**
 * @param {object} options
 * @param {(files: File[]) => void} options.onPhotos
 * @param {(address: string) => void} options.onAddress  the app was started anew with this address (a shortcut)
 */
export async function takeFilesFromOutside({ onPhotos, onAddress }) {
  globalThis.launchQueue?.setConsumer(async ({ files, targetURL }) => {
    if (files?.length) onPhotos(await Promise.all(files.map((handle) => handle.getFile())));
    else if (targetURL) onAddress(targetURL);
  });
  const shared = await takeShared().catch(() => []); // no caches here: nothing can have been shared
  if (shared.length) onPhotos(shared);
}
