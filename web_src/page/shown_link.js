/**
 * A link's text in a place of the page, its registrable domain standing out: `evil.example` in `bank.com.evil.example`.
 */

import { lookUp } from './later.js';
import { linkText } from './printed.js';

/**
 * Shows the text at once; which part of the host is the domain comes a moment later, since nobody waits for it.
 *
 * @param {HTMLElement} place
 * @param {string} printed
 * @param {string | null} href
 * @returns {Promise<import('../safety/safety.js').Warning[]>} what to know about where it leads
 */
export async function showLink(place, printed, href) {
  place.replaceChildren(...linkText(printed, href));
  if (!href) return [];
  const { domain, warnings } = await lookUp(href);
  place.replaceChildren(...linkText(printed, href, { domain }));
  return warnings;
}
