/**
 * A link's text in a place of the page, its registrable domain standing out: `evil.example` in `bank.com.evil.example`.
 */

import { loadSafety } from './later.js';
import { linkText } from './printed.js';

/**
 * Shows the text at once; which part of the host is the domain comes a moment later, since nobody waits for it.
 *
 * @param {HTMLElement} place
 * @param {string} printed
 * @param {string | null} href
 */
export async function showLink(place, printed, href) {
  place.replaceChildren(...linkText(printed, href));
  if (!href) return;
  const safety = await loadSafety().catch(() => null); // without a network, and not stored yet
  if (safety) place.replaceChildren(...linkText(printed, href, { domain: safety.safetyOf(href).domain }));
}
