/**
 * The list of links: what was read, beside the picture of the print, and where it leads.
 *
 * Tests and other tools rely on this much: each link is an a[href] with data-printed and
 * data-confidence; other readings of the same print carry data-alternative as well.
 */

import { copyText } from './clipboard.js';
import { doubtText, message } from './messages.js';
import { showNotes } from './notes.js';
import { isSafeHref } from './safe_href.js';
import { briefNotes } from './safety_notes.js';
import { drawScrap } from './scrap.js';
import { showLink } from './shown_link.js';

/** How long a button says that it has copied, ms. */
const SAY_COPIED = 2000;

/**
 * @param {HTMLElement} list
 * @param {HTMLTemplateElement} template of one entry
 * @param {object} [options]
 * @param {(key: string | null) => void} [options.onPoint] an entry is pointed at or has the focus, or none
 * @param {(key: string) => void} [options.onDetails] its card is wanted
 * @param {(links: object[]) => void} [options.onClear] these are about to leave the list
 * @param {(text: string) => void} [options.say] for screen readers
 */
export function createLinkList(list, template, { onPoint = () => {}, onDetails = () => {}, onClear = () => {}, say = () => {} } = {}) {
  const react = { onPoint, onDetails, say };
  /** @type {Map<string, {entry: HTMLElement, link: import('../scan/pipeline.js').Link, reading?: {printed: string, href: string}}>} */
  const entries = new Map();

  const shown = () => [...entries.values()].map(({ link, reading }) => ({ ...link, ...reading }));

  /** What a person chose instead of what was read; undefined if that is right, or was not looked at. */
  function chosen(key) {
    const { link, reading } = entries.get(key) ?? {};
    return reading && reading.printed !== link.printed ? { ...reading, ...SETTLED } : undefined;
  }

  return {
    get size() {
      return entries.size;
    },

    /**
     * Adds a link; seen again, the surer reading stays, but for one that was revised. What a person chose stays.
     *
     * @param {string} key
     * @param {import('../scan/pipeline.js').Link} link
     * @returns {boolean} whether it is new
     */
    put(key, link) {
      const known = entries.get(key);
      if (known?.reading || (known && known.link.confidence >= link.confidence && !link.revised)) return false;
      const entry = makeEntry(template, key, link, react);
      if (!entry) return false;
      if (known) known.entry.replaceWith(entry);
      else list.append(entry);
      entries.set(key, { entry, link });
      return !known;
    },

    /** The link as it was read. @param {string} key */
    get: (key) => entries.get(key)?.link,

    chosen,

    /** All links, in the readings that are shown. */
    links: shown,

    /**
     * Shows the reading that a person chose in place of the one that was read.
     *
     * @param {string} key
     * @param {{printed: string, href: string}} reading
     */
    correct(key, reading) {
      const { entry, link } = entries.get(key);
      entries.set(key, { link, reading });
      const corrected = makeEntry(template, key, { ...link, ...chosen(key) }, react);
      entry.replaceWith(corrected);
      entries.get(key).entry = corrected;
    },

    clear() {
      onClear(shown());
      entries.clear();
      list.replaceChildren();
    },

    /** @param {string | null} key */
    light(key) {
      for (const [other, { entry }] of entries) entry.classList.toggle('lit', other === key);
    },
  };
}

/** What a person has looked at and decided needs no notes. */
const SETTLED = { doubts: [], readAs: null, alternatives: [] };

function makeEntry(template, key, link, { onPoint, onDetails, say }) {
  if (!isSafeHref(link.href)) return null; // checked where it was made, and here where it becomes tappable
  const entry = template.content.firstElementChild.cloneNode(true);
  const part = (name) => entry.querySelector(`[data-part="${name}"]`);
  entry.classList.toggle('doubtful', link.doubts.length > 0);
  drawScrap(part('scrap'), link.image);
  part('scrap').setAttribute('aria-label', message('link.print', { printed: link.printed }));
  showNotes(part('notes'), notesOn(link), { link: part('link'), id: `note-${key}` });
  fillAnchor(part('link'), link).then((warnings) => {
    showNotes(part('warnings'), briefNotes(warnings, link.doubts), { link: part('link'), id: `warning-${key}` });
  });
  for (const alternative of link.alternatives ?? []) addAlternative(part('alternatives'), alternative);

  const copy = part('copy');
  copy.setAttribute('aria-label', message('link.copy-named', { printed: link.printed }));
  copy.addEventListener('click', () => copyAndSay(copy, part('copy-label'), link.href, say));

  const details = part('details');
  details.setAttribute('aria-label', message('card.details', { printed: link.printed }));
  details.addEventListener('click', () => onDetails(key));

  entry.addEventListener('pointerenter', () => onPoint(key));
  entry.addEventListener('pointerleave', () => onPoint(null));
  entry.addEventListener('focusin', () => onPoint(key));
  entry.addEventListener('focusout', () => onPoint(null));
  return entry;
}

/** @returns {Promise<import('../safety/safety.js').Warning[]>} what to know about where it leads */
function fillAnchor(anchor, { printed, href, confidence }) {
  anchor.href = href;
  anchor.dataset.printed = printed;
  anchor.dataset.confidence = confidence.toFixed(3);
  return showLink(anchor.querySelector('[data-part="text"]'), printed, href);
}

/** Every doubt in words, and every repair: nothing is put right in silence. */
const notesOn = ({ doubts, readAs }) => [
  ...(readAs ? [message('link.changed', { readAs })] : []),
  ...doubts.map(doubtText),
];

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
