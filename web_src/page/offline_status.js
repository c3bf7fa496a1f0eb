/**
 * Says how far offline use is, and offers a new version when one waits.
 */

import { messages } from './messages.js';
import { registerServiceWorker } from './offline.js';

/**
 * @param {object} parts
 * @param {HTMLElement} parts.state         where the state is told
 * @param {HTMLElement} parts.update        shown when a new version waits
 * @param {HTMLButtonElement} parts.apply
 * @param {HTMLButtonElement} parts.later
 * @param {typeof registerServiceWorker} [parts.register]
 */
export function showOfflineStatus({ state, update, apply, later, register = registerServiceWorker }) {
  const tell = (name, text) => {
    state.dataset.offline = name;
    state.textContent = text;
  };
  later.addEventListener('click', () => { update.hidden = true; });
  return register({
    onProgress: ({ done, total }) => tell('saving', messages.offline.saving(done / total)),
    onReady: () => tell('ready', messages.offline.ready),
    onUnsupported: () => tell('unsupported', messages.offline.unsupported),
    onError: () => tell('failed', messages.offline.failed),
    onUpdate(take) {
      apply.onclick = take;
      update.hidden = false;
    },
  });
}
