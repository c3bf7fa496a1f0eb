/**
 * Makes the page cross-origin isolated, so that WebAssembly may use threads: the headers for that,
 * which a static host does not set, are added to what the service worker answers.
 *
 * From the second visit on, and without a reload: the first one is served by the host, is not
 * isolated, and works on one thread. Nothing is lost by it, since the site loads nothing from
 * elsewhere and opens links without a way back to itself.
 */

/** A page's own workers need the second header too, or the page may not start them. */
const HEADERS = {
  document: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  worker: { 'Cross-Origin-Embedder-Policy': 'require-corp' },
};

/**
 * @param {Request} request
 * @returns {Record<string, string>} headers for the answer to it
 */
export const isolation = ({ mode, destination }) =>
  (mode === 'navigate' ? HEADERS.document : HEADERS[destination]) ?? {};
