/**
 * Installing: the browser's own way where it offers one, else words that say how; told once, after
 * the app has been of use, and never again once dismissed.
 */

import { message } from './messages.js';
import { choose, setting } from './settings.js';

/**
 * @param {object} options
 * @param {HTMLElement} options.root     says in data-state when a scan is over, and when the start shows
 * @param {HTMLElement} options.hint     shown on the start
 * @param {HTMLElement} options.words
 * @param {HTMLButtonElement} options.dismiss
 * @param {Iterable<HTMLButtonElement>} options.buttons  shown while the browser offers to install
 * @param {() => number} options.found   how many links the scan gave
 * @param {Window} [options.window]
 */
export function offerInstall({ root, hint, words, dismiss, buttons, found, window = globalThis.window }) {
  let offer; // the browser's, while it stands
  let useful = false;

  const installed = () => window.matchMedia('(display-mode: standalone)').matches || window.navigator.standalone === true;

  function show() {
    for (const button of buttons) button.hidden = !offer;
    const how = offer ? 'install.here' : byHand(window.navigator);
    const wanted = useful && how && !installed() && setting('installHint') === 'wanted' && root.dataset.state === 'ready';
    hint.hidden = !wanted;
    if (wanted) words.textContent = message(how);
  }

  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // the browser's own banner would come at any time
    offer = event;
    show();
  });
  window.addEventListener('appinstalled', () => {
    offer = undefined;
    show();
  });
  dismiss.addEventListener('click', () => {
    choose('installHint', 'dismissed');
    show();
  });
  for (const button of buttons) {
    button.addEventListener('click', async () => {
      await offer?.prompt();
      offer = undefined; // a browser asks once for each offer
      show();
    });
  }
  new MutationObserver(() => {
    useful ||= root.dataset.state === 'done' && found() > 0;
    show();
  }).observe(root, { attributeFilter: ['data-state'] });
}

/** Safari can on a Mac, from this version on. */
const SAFARI_WITH_DOCK = 17;

/** Browsers that can install but do not offer it. An iPad calls itself a Mac, but a Mac has no touch screen. */
function byHand({ userAgent, maxTouchPoints, standalone }) {
  const mac = /Macintosh/.test(userAgent);
  const ios = /iPhone|iPad|iPod/.test(userAgent) || (mac && maxTouchPoints > 1);
  if (ios) return standalone === undefined ? null : 'install.ios';
  if (/Android/.test(userAgent) && /Firefox/.test(userAgent)) return 'install.firefox';
  const [, version = 0] = (mac && /Version\/(\d+)\S* Safari/.exec(userAgent)) || [];
  return version >= SAFARI_WITH_DOCK ? 'install.mac' : null;
}
