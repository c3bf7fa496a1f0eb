/**
 * Takes photos that another app shares with this one (share_target in the web manifest): keeps them
 * until the page takes them, and opens the page.
 */

import { SHARED, asResponse } from './shared_cache.js';

/** The address that the manifest names, relative to the scope, and the field that holds the photos. */
const ACTION = 'share';
const FIELD = 'photos';

export const isShare = (request, scope) =>
  request.method === 'POST' && new URL(request.url).pathname === new URL(ACTION, scope).pathname;

/** @returns {Promise<Response>} the way to the page, which has the photos or, where they could not be kept, none */
export async function takeShare(request, scope) {
  try {
    const files = (await request.formData()).getAll(FIELD).filter((value) => value instanceof File);
    const cache = await caches.open(SHARED(scope));
    await Promise.all(files.map((file, i) => cache.put(new URL(`${ACTION}/${Date.now()}-${i}`, scope), asResponse(file))));
  } catch (error) {
    console.error(error); // a full disk: the page opens, and the photo can be chosen there
  }
  return Response.redirect(scope, 303);
}
