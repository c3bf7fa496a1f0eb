/**
 * Gives workers the page's policy.
 *
 * A worker lives under the headers of its own script, not under the meta tag of
 * the page that starts it, and a static host sets no headers. The service
 * worker can: from the second visit on, workers too reach nothing but the site.
 */

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

export async function confine(request, answer) {
  const response = await answer;
  if (request.destination !== 'worker') return response;
  const headers = new Headers(response.headers);
  headers.set('Content-Security-Policy', POLICY);
  return new Response(response.body, { status: response.status, headers });
}
