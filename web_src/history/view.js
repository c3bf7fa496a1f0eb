/**
 * The history room: search, notes, deletion that can be undone, and files out and in.
 */

import { message } from '../page/messages.js';
import { setting } from '../page/settings.js';
import { createEntry } from './entry.js';
import { FORMATS } from './formats.js';
import { ImportError, readHistory } from './import.js';
import { save } from './save.js';
import { allLinks, deleteLinks, keepLinks, problemOf, putLinks } from './store.js';

/** @typedef {import('./store.js').Kept} Kept */

/** @type {ReturnType<typeof createView> | undefined} */
let view;

/** @param {HTMLElement} section */
export function enter(section) {
  view ??= createView(section);
  return view.load();
}

function createView(section) {
  const part = (name) => section.querySelector(`[data-part="${name}"]`);
  /** @type {Kept[]} newest first */
  let links = [];
  /** @type {Kept[]} */
  let deleted = [];

  const say = (text) => { part('status').textContent = text; };

  /** Runs what touches the store, and tells in words where the store refuses. */
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      say(message(`history.${problemOf(error)}`));
      return undefined;
    }
  };

  async function load() {
    say('');
    links = (await attempt(allLinks)) ?? [];
    draw();
  }

  const matching = () => {
    const wanted = part('search').textContent.trim().toLowerCase();
    return links.filter(({ printed, href, note }) => [printed, href, note].some((text) => text.toLowerCase().includes(wanted)));
  };

  function draw() {
    const shown = matching();
    part('list').replaceChildren(...shown.map((link) => createEntry(part('entry'), link, { onNote, onDelete: (one) => remove([one]) })));
    part('tools').hidden = links.length === 0;
    part('empty').hidden = links.length > 0 || !setting('keepHistory');
    part('off').hidden = setting('keepHistory');
    for (const button of section.querySelectorAll('[data-format], [data-part="delete-all"]')) button.disabled = links.length === 0;
    return shown.length;
  }

  const onNote = (link, note) => attempt(() => putLinks([Object.assign(link, { note })]));

  async function remove(gone) {
    if ((await attempt(() => deleteLinks(gone.map(({ id }) => id)).then(() => true))) !== true) return;
    deleted = gone;
    const ids = new Set(gone.map(({ id }) => id));
    const at = links.findIndex(({ id }) => ids.has(id));
    links = links.filter(({ id }) => !ids.has(id));
    draw();
    part('undo').hidden = false;
    part('undo-words').textContent = message('history.deleted', { n: gone.length });
    focusNear(at);
  }

  /** The focus was on what is gone: it goes to what took its place. */
  function focusNear(at) {
    const buttons = part('list').querySelectorAll('[data-part="delete"]');
    (buttons[Math.min(at, buttons.length - 1)] ?? part('undo-button')).focus();
  }

  async function undo() {
    await attempt(() => putLinks(deleted));
    deleted = [];
    part('undo').hidden = true;
    await load();
    section.querySelector('h1').focus();
  }

  async function takeFile(file) {
    try {
      const { links: read, skipped } = readHistory(await file.text());
      const added = await attempt(() => keepLinks(read));
      if (added === undefined) return;
      await load();
      say([message('import.added', { n: added }), skipped ? message('import.skipped', { n: skipped }) : ''].join(' ').trim());
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      say(message(`import.${error.code}`));
    }
  }

  part('search').addEventListener('input', () => say(message('history.matching', { n: draw() })));
  part('search').addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  part('delete-all').addEventListener('click', () => remove(links));
  part('undo-button').addEventListener('click', undo);
  part('import').addEventListener('change', ({ target }) => {
    const [file] = target.files;
    target.value = '';
    if (file) takeFile(file);
  });
  for (const button of section.querySelectorAll('[data-format]')) {
    button.addEventListener('click', () => {
      const { type, write } = FORMATS[button.dataset.format];
      save(write(links), `links-${new Date().toISOString().slice(0, 10)}.${button.dataset.format}`, type);
    });
  }
  return { load };
}
