/**
 * Keeps the whole site on the device, so that it works with the network cut.
 *
 * Install stores every file this browser needs, each checked against its
 * digest; one that is missing or damaged fails the install, and the version
 * before goes on working. A new version waits until the page says
 * {type: 'skip-waiting'}. Requests for anything else are left alone.
 */

import { setCacheNameDetails } from 'workbox-core';
import { PrecacheController } from 'workbox-precaching';

import { confine } from './confine.js';
import { isShare, takeShare } from './share_target.js';
import { wasmLevel } from './wasm_level.js';

/* global PRECACHE_ENTRIES -- build.py puts the list of the site's files here */
const level = wasmLevel();
const entries = PRECACHE_ENTRIES.filter(({ levels }) => !levels || levels.includes(level));
const home = self.registration.scope;

// Workbox adds the scope to the name, so that two copies of the site on one
// host keep apart; it deletes only within this cache.
setCacheNameDetails({ prefix: 'links-detector' });
const precache = new PrecacheController({
  // Not for what is served later: nothing is being saved then.
  plugins: [{ handlerDidComplete: async ({ event }) => { if (event.type === 'install') await reportProgress(); } }],
});
precache.addToCacheList(entries.map(({ url, revision, integrity }) => ({ url, revision, integrity })));

const absolute = (url) => new URL(url, home).href;
const storedName = ({ url }) => precache.getCacheKeyForURL(absolute(url));

// -- installing and taking over ---------------------------------------------

self.addEventListener('install', (event) => {
  event.waitUntil(precache.install(event));
});

self.addEventListener('activate', (event) => {
  // A page that is here now may show the version before; one that reloads is nowhere to be seen.
  event.waitUntil(self.clients.claim().then(() => forgetOldFiles(event, 0)));
});

/**
 * Files of the version before stay for as long as another tab may show it: it asks for some of them
 * only when they are needed. Their names hold hashes of their contents, so no version gets another's.
 *
 * @param {ExtendableEvent} event
 * @param {number} known  pages known to show this version
 */
async function forgetOldFiles(event, known) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.length <= known) await precache.activate(event);
}

/** Tells every page how much of the site is stored. */
async function reportProgress() {
  const missing = new Set(await missingEntries());
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const done = entries.reduce((sum, entry) => sum + (missing.has(entry) ? 0 : entry.bytes), 0);
  for (const client of await self.clients.matchAll({ includeUncontrolled: true, type: 'window' })) {
    client.postMessage({ type: 'offline-progress', done, total });
  }
}

async function missingEntries() {
  const cache = await caches.open(precache.strategy.cacheName);
  const stored = new Set((await cache.keys()).map(({ url }) => url));
  return entries.filter((entry) => !stored.has(storedName(entry)));
}

/** Stores again what the browser has thrown out; says whether now everything is there. */
async function restore() {
  const cache = await caches.open(precache.strategy.cacheName);
  for (const entry of await missingEntries()) {
    const response = await fetch(absolute(entry.url), { integrity: entry.integrity, cache: 'reload' });
    if (response.ok) await cache.put(storedName(entry), response);
  }
  return (await missingEntries()).length === 0;
}

// -- messages from the page --------------------------------------------------

self.addEventListener('message', (event) => {
  if (event.data?.type === 'skip-waiting') self.skipWaiting();
  if (event.data?.type === 'is-complete') {
    const answer = (complete) => event.ports[0]?.postMessage({ complete });
    event.waitUntil(restore().then(answer, () => answer(false)).then(() => forgetOldFiles(event, event.data.current ? 1 : 0)));
  }
});

// -- requests ------------------------------------------------------------------

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (isShare(request, home)) return event.respondWith(takeShare(request, home));
  if (request.method !== 'GET' || !url.href.startsWith(home)) return undefined;
  url.search = '';
  url.hash = '';
  const wanted = url.href === home ? absolute('index.html') : url.href;
  if (precache.getCacheKeyForURL(wanted)) {
    event.respondWith(confine(request, request.mode === 'navigate' ? servePage(wanted, event) : serve(wanted, event)));
  } else if (request.mode === 'navigate') {
    // An address that never was a page: the app, at its own address, for its URLs are relative.
    event.respondWith(Response.redirect(home));
  } else if (url.href.slice(home.length).includes('/')) {
    event.respondWith(confine(request, oldFile(request)));
  }
  return undefined;
});

/**
 * A page that the browser has thrown out may have changed on the server since. The new one is whole in
 * itself, for all that it loads is named by its contents.
 */
const servePage = (url, event) => serve(url, event).catch(() => fetch(event.request));

/** A file that this version does not know: that of the version before, for a tab which shows it still. */
async function oldFile(request) {
  const cache = await caches.open(precache.strategy.cacheName);
  return (await cache.match(request.url)) ?? fetch(request);
}

function serve(url, event) {
  return precache.createHandlerBoundToURL(url)({ event, request: event.request, url: new URL(url) });
}
