/**
 * Says how far offline use is and whether there is a network now, and offers a new version when one waits.
 */

import { message, percentage } from './messages.js';
import { registerServiceWorker } from './offline.js';

/**
 * @param {object} parts
 * @param {HTMLElement} parts.state         where the state is told
 * @param {HTMLElement} parts.away          role status; says so while there is no network
 * @param {HTMLElement} parts.update        shown when a new version waits
 * @param {HTMLButtonElement} parts.apply
 * @param {HTMLButtonElement} parts.later
 * @param {typeof registerServiceWorker} [parts.register]
 */
export function showOfflineStatus({ state, away, update, apply, later, register = registerServiceWorker }) {
  const tell = (name, text) => {
    state.dataset.offline = name;
    state.textContent = text;
    followNetwork();
  };
  function followNetwork() {
    const text = navigator.onLine ? '' : awayText(state.dataset.offline);
    if (away.textContent !== text) away.textContent = text; // each change is read out
  }
  addEventListener('online', followNetwork);
  addEventListener('offline', followNetwork);
  later.addEventListener('click', () => { update.hidden = true; });
  return register({
    onProgress({ done, total }) {
      // Of a new version, while this one is stored; or of files still under way when another one was not to be had.
      if (['ready', 'failed'].includes(state.dataset.offline)) return;
      tell('saving', message('offline.saving', { part: percentage(done / total) }));
    },
    onReady: () => tell('ready', message('offline.ready')),
    onUnsupported: () => tell('unsupported', message('offline.unsupported')),
    onError: () => tell('failed', message('offline.failed')),
    onRetry: () => tell('saving', message('offline.saving', { part: percentage(0) })),
    onUpdate(take) {
      apply.onclick = take;
      update.hidden = false;
    },
  });
}

/** @param {string | undefined} name of the state; without one it is not known yet what is here */
function awayText(name) {
  if (!name) return '';
  return name === 'ready' ? message('offline.now') : message('offline.now-in-part');
}
