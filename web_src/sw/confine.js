/**
 * Gives pages and workers headers that a static host does not set.
 *
 * A worker lives under the headers of its own script, not under the meta tag of
 * the page that starts it. The service worker sets them: from the second visit
 * on, workers too reach nothing but the site.
 */

import { isolation } from './isolate.js';

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/**
 * @param {Request} request
 * @param {Promise<Response>} answer
 * @returns {Promise<Response>}
 */
export async function confine(request, answer) {
  const response = await answer;
  const more = Object.entries({
    ...isolation(request),
    ...(request.destination === 'worker' ? { 'Content-Security-Policy': POLICY } : {}),
  });
  if (!more.length || response.type === 'error') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of more) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}
