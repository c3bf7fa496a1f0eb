/**
 * Reads a history back from the JSON that formats.js writes. The file may come from anywhere, so
 * every value is checked; an entry that is wrong is left out and counted, a file that is wrong is told.
 */

import { isSafeHref } from '../page/safe_href.js';
import { fromBase64 } from './base64.js';

/** Larger than any history that we write: a hundred thousand links without their prints. */
const MOST_BYTES = 50_000_000;
const MOST_LINKS = 100_000;
const LONGEST = { printed: 2_000, href: 4_000, note: 2_000, print: 400_000 };

export class ImportError extends Error {
  /** @param {'too-large' | 'no-json' | 'no-history' | 'newer' | 'nothing'} code  words: `import.<code>` */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * @param {string} text
 * @returns {{links: import('./store.js').Kept[], skipped: number}}
 * @throws {ImportError}
 */
export function readHistory(text) {
  if (text.length > MOST_BYTES) throw new ImportError('too-large');
  const file = parsed(text);
  if (file?.app !== 'links-detector' || !Array.isArray(file.links)) throw new ImportError('no-history');
  if (file.version !== 1) throw new ImportError('newer');
  if (file.links.length > MOST_LINKS) throw new ImportError('too-large');
  const links = file.links.map(readLink).filter(Boolean);
  if (links.length === 0) throw new ImportError('nothing');
  return { links, skipped: file.links.length - links.length };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ImportError('no-json');
  }
}

/** @returns {import('./store.js').Kept | null} null where the entry is none */
function readLink(entry) {
  const { date, printed, href, note = '', print } = entry ?? {};
  const time = typeof date === 'string' ? Date.parse(date) : NaN;
  const texts = { printed, href, note };
  for (const name of Object.keys(texts)) {
    if (typeof texts[name] !== 'string' || texts[name].length > LONGEST[name]) return null;
  }
  if (!Number.isFinite(time) || time < 0 || !printed || !isSafeHref(href)) return null;
  return { date: Math.min(time, Date.now()), printed, href, note, print: readPrint(print) };
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A picture that is none is left out; the link is kept. */
function readPrint(print) {
  if (typeof print !== 'string' || print.length > LONGEST.print) return null;
  try {
    const bytes = fromBase64(print);
    return PNG.every((byte, i) => bytes[i] === byte) ? bytes : null;
  } catch {
    return null;
  }
}
