/**
 * The list of links: what was read, beside the picture of the print, and where it leads.
 *
 * Tests and other tools rely on this much: each link is an a[href] with data-printed and
 * data-confidence; other readings of the same print carry data-alternative as well.
 */

import { copyText } from './clipboard.js';
import { doubtText, message } from './messages.js';
import { breakable, partsOf } from './printed.js';
import { isSafeHref } from './safe_href.js';
import { drawScrap } from './scrap.js';

/** How long a button says that it has copied, ms. */
const SAY_COPIED = 2000;

/**
 * @param {HTMLElement} list
 * @param {HTMLTemplateElement} template of one entry
 * @param {object} [options]
 * @param {(key: string | null) => void} [options.onPoint] an entry is pointed at or has the focus, or none
 * @param {(text: string) => void} [options.say] for screen readers
 */
export function createLinkList(list, template, { onPoint = () => {}, say = () => {} } = {}) {
  /** @type {Map<string, {entry: HTMLElement, confidence: number}>} */
  const entries = new Map();

  return {
    get size() {
      return entries.size;
    },

    /**
     * Adds a link; seen again, the surer reading stays.
     *
     * @param {string} key
     * @param {import('../scan/pipeline.js').Link} link
     * @returns {boolean} whether it is new
     */
    put(key, link) {
      const known = entries.get(key);
      if (known && known.confidence >= link.confidence) return false;
      const entry = makeEntry(template, key, link, { onPoint, say });
      if (!entry) return false;
      if (known) known.entry.replaceWith(entry);
      else list.append(entry);
      entries.set(key, { entry, confidence: link.confidence });
      return !known;
    },

    clear() {
      entries.clear();
      list.replaceChildren();
    },

    /** @param {string | null} key */
    light(key) {
      for (const [other, { entry }] of entries) entry.classList.toggle('lit', other === key);
    },
  };
}

function makeEntry(template, key, link, { onPoint, say }) {
  if (!isSafeHref(link.href)) return null; // checked where it was made, and here where it becomes tappable
  const entry = template.content.firstElementChild.cloneNode(true);
  const part = (name) => entry.querySelector(`[data-part="${name}"]`);
  entry.classList.toggle('doubtful', link.doubts.length > 0);
  drawScrap(part('scrap'), link.image);
  part('scrap').setAttribute('aria-label', message('link.print', { printed: link.printed }));
  fillAnchor(part('link'), link);
  addNotes(part('notes'), notesOn(link), part('link'), key);
  for (const alternative of link.alternatives ?? []) addAlternative(part('alternatives'), alternative);

  const copy = part('copy');
  copy.setAttribute('aria-label', message('link.copy-named', { printed: link.printed }));
  copy.addEventListener('click', () => copyAndSay(copy, part('copy-label'), link.href, say));

  entry.addEventListener('pointerenter', () => onPoint(key));
  entry.addEventListener('pointerleave', () => onPoint(null));
  entry.addEventListener('focusin', () => onPoint(key));
  entry.addEventListener('focusout', () => onPoint(null));
  return entry;
}

function fillAnchor(anchor, { printed, href, confidence }) {
  const { before, host, after } = partsOf(printed, href);
  anchor.href = href;
  anchor.dataset.printed = printed;
  anchor.dataset.confidence = confidence.toFixed(3);
  const strong = document.createElement('strong');
  strong.append(...withBreaks(host));
  anchor.querySelector('[data-part="text"]').replaceChildren(...withBreaks(before), strong, ...withBreaks(after));
}

/** The text with places where a line may end; what is copied from the screen stays the same. */
const withBreaks = (text) =>
  breakable(text).flatMap((piece) => (piece ? [document.createElement('wbr'), piece] : []));

/** Every doubt in words, and every repair: nothing is put right in silence. */
const notesOn = ({ doubts, readAs }) => [
  ...(readAs ? [message('link.changed', { readAs })] : []),
  ...doubts.map(doubtText),
];

/** Tied to their link, so that whoever hears the link hears the doubt as well. */
function addNotes(place, texts, anchor, key) {
  const template = place.querySelector('template');
  for (const [i, text] of texts.entries()) {
    const note = template.content.firstElementChild.cloneNode(true);
    note.id = `note-${key}-${i}`;
    note.querySelector('[data-part="words"]').textContent = text;
    place.append(note);
  }
  if (texts.length) anchor.setAttribute('aria-describedby', texts.map((_, i) => `note-${key}-${i}`).join(' '));
  place.hidden = texts.length === 0;
}

function addAlternative(place, alternative) {
  if (!isSafeHref(alternative.href)) return;
  const anchor = place.querySelector('template').content.firstElementChild.cloneNode(true);
  fillAnchor(anchor, alternative);
  anchor.dataset.alternative = '';
  place.append(anchor);
  place.hidden = false;
}

/** Button → the timer that gives it its usual looks back. */
const reset = new WeakMap();

async function copyAndSay(button, label, href, say) {
  const done = await copyText(href.replace(/^mailto:/, ''));
  const text = done ? message('link.copied') : message('link.copy-failed');
  label.textContent = text;
  button.classList.add(done ? 'done' : 'failed');
  say(text);
  clearTimeout(reset.get(button));
  reset.set(button, setTimeout(() => {
    label.textContent = message('link.copy');
    button.classList.remove('done', 'failed');
  }, SAY_COPIED));
}
