/**
 * The card of one link: the printed pixels, the text beside them, what is doubtful and what may be
 * wrong with it, then Open, Copy, Share. For a photo's links as for the camera's.
 *
 *   openCard(link, { onCorrect, onClose });
 */

import { copyText } from './clipboard.js';
import { doubtfulCharacters } from './doubtful.js';
import { loadRules, lookUp } from './later.js';
import { doubtText, message } from './messages.js';
import { showNotes } from './notes.js';
import { linkText } from './printed.js';
import { isSafeHref } from './safe_href.js';
import { safetyNotes } from './safety_notes.js';
import { drawScrap } from './scrap.js';
import { canShare, shareLink } from './share.js';
import { showLink } from './shown_link.js';

/** How long a button says that it has copied, ms. */
const SAY_DONE = 2000;

/**
 * The link on the card, and what has been made of it: characters chosen, the reading shown now and
 * the positions of its doubtful characters.
 *
 * @type {{link: object, options: object, chosen: Map<number, string>, shown: {printed: string, href: string | null}, marks: number[]} | undefined}
 */
let open;

/**
 * @param {import('../scan/pipeline.js').Link} link  `alternatives`, its other readings as wholes, and
 *   `characters[i].alternatives` may be missing
 * @param {object} [options]
 * @param {{printed: string, href: string}} [options.chosen] the reading that the person chose before
 * @param {(reading: {printed: string, href: string}) => void} [options.onCorrect] the person chose another reading
 * @param {() => void} [options.onClose] the focus is back where it was
 * @param {{printed: string, href: string, choose: () => void}[]} [options.near] other links that may have been meant
 * @param {HTMLDialogElement} [options.dialog]
 */
export function openCard(link, { chosen = link, onCorrect = () => {}, onClose = () => {}, near = [], dialog = document.getElementById('card') } = {}) {
  if (!isSafeHref(link.href)) return;
  const part = parts(dialog);
  open = { link, options: { onCorrect, onClose }, chosen: replaced(link, chosen), shown: chosen, marks: [] };
  if (!dialog.dataset.tied) tie(dialog, part);
  if (link.image) drawScrap(part('scrap'), link.image);
  part('print').hidden = !link.image;
  part('scrap').setAttribute('aria-label', message('link.print', { printed: link.printed }));
  part('share').hidden = !canShare();
  part('field').hidden = true;
  part('edit').hidden = false;
  showNear(part, near);
  showReadings(part, link, chosen);
  showDoubtful(part, link);
  show(part, chosen);
  if (!dialog.open) dialog.showModal();
}

const parts = (dialog) => (name) => dialog.querySelector(`[data-part="${name}"]`);

/** What happens once, however many links are shown. */
function tie(dialog, part) {
  dialog.dataset.tied = '';
  part('close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); }); // beside the card
  dialog.addEventListener('close', () => open.options.onClose());
  part('copy').addEventListener('click', async () => {
    say(part('copy'), part('copy-label'), await copyText(open.shown.href.replace(/^mailto:/, '')));
  });
  part('share').addEventListener('click', async () => {
    if (await shareLink(open.shown.href) === 'failed') part('copy').click();
  });
  part('edit').addEventListener('click', () => edit(part));
  part('input').addEventListener('input', () => correct(part, part('input').textContent));
  part('input').addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault(); // a link has one line
    part('open').focus();
  });
}

/** Shows one reading: its text, where it leads, what speaks against it, and whether it opens at all. */
function show(part, { printed, href }) {
  const { link } = open;
  const same = printed === link.printed;
  open.shown = { printed, href };
  open.marks = same && textOf(link) === printed ? doubtfulCharacters(doubtedIn(link)).map(({ at }) => at) : [];
  part('text').replaceChildren(...linkText(printed, href, open));
  part('text').dataset.printed = printed;
  for (const name of ['copy', 'share']) part(name).disabled = !href;
  part('open').toggleAttribute('aria-disabled', !href);
  if (href) part('open').href = href;
  else part('open').removeAttribute('href');
  showNotes(part('notes'), [
    ...(same && link.readAs ? [message('link.changed', { readAs: link.readAs })] : []),
    ...(same ? link.doubts.map(doubtText) : []),
    ...(href ? [] : [message('card.no-link')]),
  ]);
  showNotes(part('warnings'), []);
  if (href) addSafety(part, printed, href);
}

async function addSafety(part, printed, href) {
  const { domain, warnings } = await lookUp(href);
  if (open.shown.href !== href) return; // another one is shown by now
  part('text').replaceChildren(...linkText(printed, href, { domain, marks: open.marks }));
  showNotes(part('warnings'), safetyNotes(warnings, printed === open.link.printed ? open.link.doubts : []));
}

const textOf = ({ characters = [] }) => characters.map(({ char }) => char).join('');

/** The characters to doubt: none where the link as a whole is sure. */
const doubtedIn = ({ doubts, characters = [] }) => (['letters', 'frames'].some((doubt) => doubts.includes(doubt)) ? characters : []);

/** Which characters another reading has in the place of those that were read: none where it is longer, or shorter. */
function replaced({ characters = [] }, { printed }) {
  const others = [...printed];
  if (others.length !== characters.length) return new Map();
  return new Map([...others.entries()].filter(([i, char]) => char !== characters[i].char));
}

// -- other readings ------------------------------------------------------------------

function showDoubtful(part, link) {
  const rows = doubtfulCharacters(doubtedIn(link)).filter(({ alternatives }) => alternatives.length);
  part('characters').replaceChildren(...rows.map((row) => characterRow(part, link, row)));
  part('doubtful').hidden = rows.length === 0;
}

/** One doubtful character with its neighbours, and what else it may be, each one tap away. */
function characterRow(part, link, { at, char, alternatives }) {
  const row = part('character').content.firstElementChild.cloneNode(true);
  const text = textOf(link);
  const place = row.querySelector('[data-part="place"]');
  place.querySelector('[data-part="before"]').textContent = text.slice(Math.max(0, at - 4), at);
  place.querySelector('[data-part="char"]').textContent = char;
  place.querySelector('[data-part="after"]').textContent = text.slice(at + 1, at + 5);
  row.setAttribute('aria-label', message('card.character', { char, at: at + 1 }));
  for (const choice of [char, ...alternatives]) {
    const button = row.querySelector('template').content.firstElementChild.cloneNode(true);
    button.textContent = choice;
    button.setAttribute('aria-label', message('card.choose', { char: choice }));
    button.setAttribute('aria-pressed', String(choice === (open.chosen.get(at) ?? char)));
    button.addEventListener('click', () => {
      for (const other of row.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button));
      open.chosen.set(at, choice);
      correct(part, link.characters.map((own, i) => open.chosen.get(i) ?? own.char).join(''));
    });
    row.append(button);
  }
  return row;
}

/** Close links, on one of which the finger was: one more tap tells which. */
function showNear(part, near) {
  part('near-links').replaceChildren(...near.map(({ printed, href, choose }) => {
    const button = part('other').content.firstElementChild.cloneNode(true);
    showLink(button, printed, href);
    button.addEventListener('click', choose);
    return button;
  }));
  part('near').hidden = near.length === 0;
}

function showReadings(part, link, chosen) {
  const others = (link.alternatives ?? []).filter(({ href }) => isSafeHref(href));
  part('others').replaceChildren(...[...(others.length ? [link] : []), ...others].map((reading) => {
    const button = part('other').content.firstElementChild.cloneNode(true);
    showLink(button, reading.printed, reading.href);
    button.setAttribute('aria-pressed', String(reading.printed === chosen.printed));
    button.addEventListener('click', () => {
      for (const other of part('others').children) other.setAttribute('aria-pressed', String(other === button));
      take(part, reading);
    });
    return button;
  }));
  part('readings').hidden = others.length === 0;
}

function edit(part) {
  part('field').hidden = false;
  part('edit').hidden = true;
  part('input').textContent = open.shown.printed;
  part('input').focus();
}

/** Takes a text that a person put together; the rules say whether it is a link, and where it leads. */
async function correct(part, text) {
  const { link } = open;
  if (text.trim() === textOf(link) || text.trim() === link.printed) return take(part, link);
  const { findLink } = await loadRules();
  if (open.link !== link) return undefined;
  const found = findLink(text.trim(), { start: true });
  return isSafeHref(found?.href) ? take(part, found) : show(part, { printed: text, href: null });
}

function take(part, { printed, href }) {
  show(part, { printed, href });
  open.options.onCorrect({ printed, href });
}

/** Button → the timer that gives it its usual words back. */
const reset = new WeakMap();

function say(button, label, done) {
  label.textContent = message(done ? 'link.copied' : 'link.copy-failed');
  button.classList.toggle('done', done);
  clearTimeout(reset.get(button));
  reset.set(button, setTimeout(() => {
    label.textContent = message('link.copy');
    button.classList.remove('done');
  }, SAY_DONE));
}
