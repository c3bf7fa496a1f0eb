/**
 * Sees to it that what is on the list gets into the history: when a scan has come to its end, when
 * the list makes room for the next, and when the page is left.
 */

import { loadRecord } from './later.js';
import { message } from './messages.js';
import { setting } from './settings.js';

/**
 * @param {object} options
 * @param {HTMLElement} options.root      says in data-state when a scan is over
 * @param {() => object[]} options.links  those on the list, as they are shown
 * @param {(text: string) => void} options.tell
 */
export function keepHistory({ root, links, tell }) {
  let told = false;

  async function keep(found) {
    if (!setting('keepHistory') || found.length === 0) return;
    const problem = await loadRecord().then(({ record }) => record(found), () => null); // not arrived: later, then
    if (problem !== 'full' || told) return; // a browser that keeps nothing says so in the history room
    told = true;
    tell(message('history.full'));
  }

  let last = Promise.resolve();
  /** Who waits for this one waits for those before it, too. */
  function keepInTurn(found = links()) {
    last = last.then(() => keep(found));
    return last;
  }

  new MutationObserver(() => { if (root.dataset.state === 'done') keepInTurn(); })
    .observe(root, { attributeFilter: ['data-state'] });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keepInTurn(); });
  return keepInTurn;
}
