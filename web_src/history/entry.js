/**
 * One link of the history on the screen.
 */

import { copyText } from '../page/clipboard.js';
import { language, message } from '../page/messages.js';
import { showNotes } from '../page/notes.js';
import { isSafeHref } from '../page/safe_href.js';
import { briefNotes } from '../page/safety_notes.js';
import { showLink } from '../page/shown_link.js';

const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

/** As import.js takes it back. */
const LONGEST_NOTE = 2_000;

/** How long a button says that it has copied, ms. */
const SAY_COPIED = 2000;

/**
 * @param {HTMLTemplateElement} template
 * @param {import('./store.js').Kept} link
 * @param {object} react
 * @param {(link: import('./store.js').Kept, note: string) => void} react.onNote
 * @param {(link: import('./store.js').Kept) => void} react.onDelete
 */
export function createEntry(template, link, { onNote, onDelete }) {
  const entry = template.content.firstElementChild.cloneNode(true);
  const part = (name) => entry.querySelector(`[data-part="${name}"]`);
  const { id, printed, href, date, print } = link;
  showLink(part('text'), printed, isSafeHref(href) ? href : null).then((warnings) => {
    showNotes(part('warnings'), briefNotes(warnings), { link: part('link'), id: `kept-warning-${id}` });
  });
  if (isSafeHref(href)) part('link').href = href; // the store is the device's, and may have been changed there
  part('date').dateTime = new Date(date).toISOString();
  part('date').textContent = when.format(date);
  if (print) showPrint(part('print'), print, printed);
  showNote(part('note'), link.note);
  const buttons = { copy: 'link.copy-named', edit: 'history.edit-note', delete: 'history.delete' };
  for (const [name, key] of Object.entries(buttons)) part(name).setAttribute('aria-label', message(key, { printed }));

  part('copy').addEventListener('click', async ({ currentTarget }) => {
    if (!await copyText(href.replace(/^mailto:/, ''))) return;
    currentTarget.classList.add('done');
    setTimeout(() => currentTarget.classList.remove('done'), SAY_COPIED);
  });
  part('delete').addEventListener('click', () => onDelete(link));
  part('edit').addEventListener('click', () => {
    part('note-field').hidden = false;
    part('note').hidden = true;
    part('note-input').textContent = link.note;
    part('note-input').focus();
  });
  part('note-input').addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && !(event.key === 'Enter' && !event.shiftKey)) return;
    event.preventDefault(); // Escape here does not leave the room
    part('edit').focus(); // leaving the field is what keeps the note
    part('note-field').hidden = true;
    showNote(part('note'), link.note);
  });
  // The field stays where it is: what is below must not move away from the finger that comes to tap it.
  part('note-input').addEventListener('blur', () => {
    const note = part('note-input').textContent.trim().slice(0, LONGEST_NOTE);
    if (note !== link.note) onNote(link, note);
  });
  return entry;
}

function showNote(place, note) {
  place.textContent = note;
  place.hidden = !note;
}

function showPrint(image, bytes, printed) {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
  const done = () => URL.revokeObjectURL(url);
  image.addEventListener('load', done, { once: true });
  image.addEventListener('error', done, { once: true });
  image.alt = message('link.print', { printed });
  image.src = url;
  image.hidden = false;
}
