/**
 * The last look at an address, where it becomes tappable. The rules of what a link is are kept
 * in links/ and have been applied in the worker; this holds even if they had a hole.
 */

const SAFE = ['http:', 'https:', 'mailto:'];

/** @param {unknown} href */
export function isSafeHref(href) {
  if (typeof href !== 'string') return false;
  try {
    return SAFE.includes(new URL(href).protocol);
  } catch {
    return false; // no address at all
  }
}
