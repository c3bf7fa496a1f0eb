/**
 * The last look at an address, where it becomes tappable. The rules of what a link is are kept
 * in links/ and have been applied in the worker; this holds even if they had a hole.
 */

const SAFE = ['http:', 'https:', 'mailto:'];

/** @param {unknown} href */
export const isSafeHref = (href) =>
  typeof href === 'string' && URL.canParse(href) && SAFE.includes(new URL(href).protocol);
