/**
 * The history in IndexedDB: each address once, with the time it was last found, its print and a note.
 */

import { openDB } from 'idb';

import { DATABASE } from './names.js';

/**
 * @typedef {object} Kept
 * @property {number} [id]     given by the store
 * @property {number} date     of the last time it was found, ms since 1970
 * @property {string} printed
 * @property {string} href     unique
 * @property {string} note     '' where there is none
 * @property {Uint8Array | null} print  a PNG of the straightened print
 */

const LINKS = 'links';

let opening;

/** Opened once; after a failure the next to ask tries again. @throws where the browser keeps nothing */
function database() {
  opening ??= openDB(DATABASE, 1, {
    upgrade(db) {
      const links = db.createObjectStore(LINKS, { keyPath: 'id', autoIncrement: true });
      links.createIndex('href', 'href', { unique: true });
      links.createIndex('date', 'date');
    },
    blocking: (_, __, { target }) => { // everything is to be deleted: do not stand in the way
      target.close();
      opening = undefined;
    },
    terminated: () => { opening = undefined; },
  }).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

let asked = false;

/** Asks the browser, once a visit, not to throw this out where room gets scarce: by now there is something to lose. */
function protect() {
  if (asked) return;
  asked = true;
  navigator.storage?.persist?.().catch(() => {});
}

/** Newest first. @returns {Promise<Kept[]>} */
export async function allLinks() {
  return (await (await database()).getAllFromIndex(LINKS, 'date')).reverse();
}

/**
 * Adds links, or brings those known up to date: the newest time and print count, a note is never lost.
 *
 * @param {Kept[]} links
 * @returns {Promise<number>} how many are new
 */
export async function keepLinks(links) {
  const transaction = (await database()).transaction(LINKS, 'readwrite');
  const done = transaction.done.then(() => true);
  const byHref = transaction.store.index('href');
  let added = 0;
  for (const link of links) {
    const known = await byHref.get(link.href);
    if (!known) added += 1;
    await transaction.store.put(known ? merged(known, link) : link);
  }
  await done;
  if (links.length) protect();
  return added;
}

function merged(known, link) {
  const [older, newer] = link.date >= known.date ? [known, link] : [link, known];
  return { ...newer, id: known.id, note: newer.note || older.note, print: newer.print ?? older.print };
}

/** @param {Kept} link with its id: a note was written, or a deletion is undone */
export async function putLinks(links) {
  const transaction = (await database()).transaction(LINKS, 'readwrite');
  await Promise.all([...links.map((link) => transaction.store.put(link)), transaction.done]);
}

/** @param {number[]} ids */
export async function deleteLinks(ids) {
  const transaction = (await database()).transaction(LINKS, 'readwrite');
  await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
}

/**
 * What went wrong, for the message files: `history.<code>`.
 *
 * @param {Error} error
 * @returns {'full' | 'unavailable'}
 */
export const problemOf = (error) => (error?.name === 'QuotaExceededError' ? 'full' : 'unavailable');
