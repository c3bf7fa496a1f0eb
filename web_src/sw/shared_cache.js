/**
 * Where photos shared from other apps wait for the page; the page and the service worker agree on it here.
 */

/** @param {string} scope */
export const SHARED = (scope) => `links-detector-shared-${scope}`;

const NAME = 'x-file-name';

/** A file as the cache keeps it. @param {File} file */
export const asResponse = (file) => new Response(file, {
  headers: { 'content-type': file.type || 'application/octet-stream', [NAME]: encodeURIComponent(file.name) },
});

/** @param {Response} response */
export const nameOf = (response) => decodeURIComponent(response.headers.get(NAME) ?? 'photo');
