/**
 * The history as a file: CSV, JSON, Markdown, and the bookmark file that all browsers import.
 */

import { toBase64 } from './base64.js';

/** @typedef {import('./store.js').Kept} Kept */

/** Format → its media type and how it is written. @type {Record<string, {type: string, write: (links: Kept[]) => string}>} */
export const FORMATS = {
  csv: { type: 'text/csv', write: toCsv },
  json: { type: 'application/json', write: toJson },
  md: { type: 'text/markdown', write: toMarkdown },
  html: { type: 'text/html', write: toBookmarks },
};

const iso = (date) => new Date(date).toISOString();
const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

// -- CSV (RFC 4180) --------------------------------------------------------------------

/** A byte order mark, or Excel would take UTF-8 for something else. */
function toCsv(links) {
  const rows = links.map(({ date, printed, href, note }) => [iso(date), printed, href, note]);
  return `\ufeff${[['date', 'printed', 'address', 'note'], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A spreadsheet computes cells that begin like these (OWASP, "CSV Injection"); an apostrophe makes them text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

const cell = (text) => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

// -- JSON ------------------------------------------------------------------------------

function toJson(links) {
  return `${JSON.stringify({
    app: 'links-detector',
    version: 1,
    links: links.map(({ date, printed, href, note, print }) => ({
      date: iso(date), printed, href, note, ...(print ? { print: toBase64(print) } : {}),
    })),
  }, null, 1)}\n`;
}

// -- Markdown --------------------------------------------------------------------------

function toMarkdown(links) {
  return links.map(({ date, printed, href, note }) =>
    `- ${iso(date).slice(0, 10)} [${markdown(printed)}](<${href.replace(/[<>\s\\]/g, encodeURIComponent)}>)${note ? ` — ${markdown(note)}` : ''}\n`).join('');
}

const markdown = (text) => oneLine(text).replace(/[\\`*_{}[\]<>()#+!|~&-]/g, '\\$&');

// -- bookmarks (Netscape's format, which every browser imports) -------------------------

function toBookmarks(links) {
  const items = links.map(({ date, printed, href, note }) => `    <DT><A HREF="${html(href)}" ADD_DATE="${Math.floor(date / 1000)}">${
    html(printed)}</A>\n${note ? `    <DD>${html(oneLine(note))}\n` : ''}`);
  return `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3>Links Detector</H3>
    <DL><p>
${items.join('')}    </DL><p>
</DL><p>
`;
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const html = (text) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
