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
import { wasmLevel } from './wasm_level.js';

/* global PRECACHE_ENTRIES -- build.py puts the list of the site's files here */
const level = wasmLevel();
const entries = PRECACHE_ENTRIES.filter(({ levels }) => !levels || levels.includes(level));
const home = self.registration.scope;

// Workbox adds the scope to the name, so that two copies of the site on one
// host keep apart; it deletes only within this cache.
setCacheNameDetails({ prefix: 'links-detector' });
const precache = new PrecacheController({
  plugins: [{ handlerDidComplete: async () => reportProgress() }],
});
precache.addToCacheList(entries.map(({ url, revision, integrity }) => ({ url, revision, integrity })));

const absolute = (url) => new URL(url, home).href;
const storedName = ({ url }) => precache.getCacheKeyForURL(absolute(url));

// -- installing and taking over ---------------------------------------------

self.addEventListener('install', (event) => {
  event.waitUntil(precache.install(event));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(precache.activate(event).then(() => self.clients.claim()));
});

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
    event.waitUntil(restore().then(answer, () => answer(false)));
  }
});

// -- requests ------------------------------------------------------------------

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(home)) return;
  url.search = '';
  url.hash = '';
  const wanted = url.href === home ? absolute('index.html') : url.href;
  if (precache.getCacheKeyForURL(wanted)) {
    event.respondWith(confine(request, serve(wanted, event)));
  } else if (request.mode === 'navigate') {
    // An address that never was a page: the app, at its own address, for its URLs are relative.
    event.respondWith(Response.redirect(home));
  }
});

function serve(url, event) {
  return precache.createHandlerBoundToURL(url)({ event, request: event.request, url: new URL(url) });
}
