/**
 * Registers the service worker and says truthfully how far offline use is.
 *
 *   registerServiceWorker({
 *     onProgress({done, total}),   // bytes stored, while installing
 *     onReady(),                   // everything is stored and a worker serves it
 *     onUpdate(apply),             // a new version waits; apply() takes it and reloads
 *     onUnsupported(),             // this browser has no service workers, or not here
 *     onError(error),              // not stored (no network, no space, a damaged file)
 *     onRetry(),                   // there is a network again, so what was not stored is tried again
 *   })
 *
 * All are optional, and may be called more than once. The app works in every
 * one of these cases; only without a network it needs onReady to have come.
 */

import './trusted_types.js';

const SCRIPT = new URL('service_worker.js', document.baseURI).href;

/** A network that has just come up may carry nothing for so long, ms. */
const JUST_UP = 1000;

export async function registerServiceWorker(callbacks = {}) {
  let failed = false;
  let online = false; // came back since the last try
  const tell = (name, ...details) => {
    callbacks[name]?.(...details);
    if (name !== 'onError') return;
    failed = true;
    if (online) tryAgain();
  };
  const workers = navigator.serviceWorker; // absent on http and in private windows of some browsers
  if (!workers) return tell('onUnsupported');

  function tryAgain() {
    failed = false;
    online = false;
    tell('onRetry');
    store(workers, tell);
  }
  addEventListener('online', () => setTimeout(() => {
    online = true;
    if (failed) tryAgain();
  }, JUST_UP));

  workers.addEventListener('message', ({ data }) => {
    if (data?.type === 'offline-progress') tell('onProgress', { done: data.done, total: data.total });
  });
  offerNewVersions(workers, tell);
  return store(workers, tell);
}

async function store(workers, tell) {
  try {
    const registration = await workers.register(SCRIPT, { updateViaCache: 'none' });
    registration.addEventListener('updatefound', () => follow(registration, tell));
    if (registration.waiting) offer(registration.waiting, tell);
    follow(registration, tell);
    if (registration.active) await announce(registration.active, tell, true);
  } catch (error) {
    tell('onError', error);
  }
}

const followed = new WeakSet();

/** Follows a worker that is being installed to its end: in service, waiting, or failed. */
function follow(registration, tell) {
  const worker = registration.installing;
  if (!worker || followed.has(worker)) return;
  followed.add(worker);
  const first = !registration.active;
  worker.addEventListener('statechange', () => {
    if (worker.state === 'installed' && !first) offer(worker, tell);
    if (worker.state === 'activated') announce(worker, tell, first);
    if (worker.state === 'redundant' && first) {
      tell('onError', new Error('The app could not be stored on this device.'));
    }
  });
}

/**
 * Ready is what the worker says after looking into its store, not what we expect.
 *
 * @param {boolean} current  this page is of the worker's own version
 */
async function announce(worker, tell, current) {
  const complete = await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.complete);
    worker.postMessage({ type: 'is-complete', current }, [port2]);
  });
  if (complete) tell('onReady');
  else tell('onError', new Error('A part of the app is missing on this device, and could not be fetched.'));
}

function offer(waiting, tell) {
  tell('onUpdate', () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage({ type: 'skip-waiting' });
  });
}

/** When another tab has taken a new version, this one's files are gone: offer a reload here too. */
function offerNewVersions(workers, tell) {
  let controlled = Boolean(workers.controller);
  workers.addEventListener('controllerchange', () => {
    if (controlled) tell('onUpdate', () => location.reload());
    controlled = true;
  });
}
