/**
 * The links as boxes over the picture, each one a link; one box for each line that it is printed on.
 *
 * For eyes and fingers only. To the keyboard and to screen readers the list beside the picture
 * is the same links with more said about them; twice would be one time too many.
 */

import { boxOf, isWithin, reaches } from './boxes.js';
import { lookUp } from './later.js';
import { briefNotes } from './safety_notes.js';

/** @typedef {import('../scan/geometry.js').Quad} Quad */
/** @typedef {{x?: number, y?: number, width: number, height: number}} Area of the picture that is shown, px */

/** Side of the smallest area that a finger hits without care, CSS px (WCAG 2.5.5). */
const FINGER = 44;

const SVG = 'http://www.w3.org/2000/svg';

/** Turned by more than this, a box's own sides lie along the screen's other ones. */
const MOSTLY_UPRIGHT = Math.PI / 4;

/**
 * @param {HTMLElement} layer lies exactly over the picture
 * @param {object} [options]
 * @param {(key: string | null) => void} [options.onPoint] a box is under the pointer, or none is
 * @param {(key: string, event: MouseEvent) => void} [options.onTap] before the box opens its link
 * @param {(key: string) => {printed: string, href: string, doubts: string[]} | undefined} [options.chosen] instead of what
 *   was read
 */
export function createOverlay(layer, { onPoint = () => {}, onTap = () => {}, chosen = () => undefined } = {}) {
  /**
   * @typedef {object} Drawn
   * @property {HTMLAnchorElement[]} elements
   * @property {import('./boxes.js').Box[]} boxes
   * @property {{printed: string, href: string, doubts: string[]}} [read]
   * @property {{printed: string, href: string, doubts: string[]}} [link]  as it is shown
   * @property {string[]} warnings  about its address
   */
  /** @type {Map<string, Drawn>} */
  const drawn = new Map();

  /** From the boxes' own places, not from the browser's: asking it would lay the page out each time. */
  function spread() {
    const { clientWidth, clientHeight } = layer;
    const all = [...drawn].flatMap(([key, { elements, boxes }]) => elements.map((element, i) => ({ element, box: boxes[i], key })));
    const places = reaches(all.map(({ box, key }) => ({ ...around(box, clientWidth, clientHeight), key })), FINGER);
    all.forEach(({ element, box }, i) => {
      const lying = Math.abs(Math.sin(box.angle)) > Math.sin(MOSTLY_UPRIGHT);
      const { across, down } = places[i];
      element.style.setProperty('--reach-along', `${lying ? down : across}px`);
      element.style.setProperty('--reach-above', `${lying ? across : down}px`);
    });
  }

  new ResizeObserver(spread).observe(layer);

  function place(known, quads, area) {
    known.boxes = quads.map((quad) => boxOf(quad, area));
    known.elements.forEach((element, i) => put(element, known.boxes[i]));
  }

  /** Asked of each address once: the camera's links are put again and again. */
  async function warn(known, { href }) {
    known.warnings = [];
    const { warnings } = await lookUp(href);
    if (known.link.href !== href) return; // it has been read otherwise since
    known.warnings = briefNotes(warnings);
    describe(known);
  }

  /** Lets a link's boxes lead where it leads by now. */
  function show(known, key) {
    const before = known.link?.href;
    known.link = { ...known.read, ...chosen(key) };
    if (known.link.href !== before) warn(known, known.link);
    describe(known);
    for (const element of known.elements) {
      element.href = known.link.href;
      element.classList.toggle('doubtful', known.link.doubts.length > 0);
    }
  }

  return {
    /**
     * Draws a link, or moves it where one of this key is drawn already.
     *
     * @param {string} key
     * @param {{printed: string, href: string, doubts: string[], quad: Quad, quads?: Quad[]}} link
     * @param {Area} area  the quads are in pixels of the picture of which this is a part
     * @param {{waiting?: boolean}} [options] waiting: it may still be read otherwise
     */
    put(key, link, area, { waiting = false } = {}) {
      const quads = link.quads ?? [link.quad];
      const known = drawn.get(key) ?? { elements: [], boxes: [], warnings: [] };
      while (known.elements.length > quads.length) known.elements.pop().remove();
      while (known.elements.length < quads.length) {
        known.elements.push(newBox(key, onPoint, onTap));
        layer.append(known.elements.at(-1));
      }
      known.read = link;
      show(known, key);
      for (const element of known.elements) element.classList.toggle('waiting', waiting);
      drawn.set(key, known);
      place(known, quads, area);
      spread();
    },

    /** Another reading was chosen. @param {string} key */
    correct(key) {
      if (drawn.has(key)) show(drawn.get(key), key);
    },

    /** Moves boxes that are drawn, and nothing else: for every frame of the display. */
    move(key, quads, area) {
      const known = drawn.get(key);
      if (known?.elements.length === quads.length) place(known, quads, area);
    },

    /** After moves: gives each box its room for fingers again. */
    spread,

    /**
     * The other links that a finger on this one may have meant.
     *
     * @param {string} key
     * @param {{clientX: number, clientY: number}} point that was tapped
     * @returns {string[]} keys
     */
    near(key, { clientX, clientY }) {
      const { left, top } = layer.getBoundingClientRect();
      const { clientWidth, clientHeight } = layer;
      const isNear = (box) => isWithin(around(box, clientWidth, clientHeight), clientX - left, clientY - top, FINGER / 2);
      return [...drawn].filter(([other, { boxes }]) => other !== key && boxes.some(isNear)).map(([other]) => other);
    },

    /** @param {string} key */
    remove(key) {
      for (const element of drawn.get(key)?.elements ?? []) element.remove();
      drawn.delete(key);
    },

    clear() {
      drawn.clear();
      layer.replaceChildren();
    },

    /** Shows which box belongs to the entry a person is on. @param {string | null} key */
    light(key) {
      for (const [other, { elements }] of drawn) {
        for (const element of elements) element.classList.toggle('lit', other === key);
      }
    },
  };
}

function newBox(key, onPoint, onTap) {
  const element = document.createElement('a');
  element.className = 'box';
  element.target = '_blank';
  element.rel = 'noopener noreferrer';
  element.tabIndex = -1;
  element.append(warningIcon());
  element.addEventListener('pointerenter', () => onPoint(key));
  element.addEventListener('pointerleave', () => onPoint(null));
  element.addEventListener('click', (event) => onTap(key, event));
  return element;
}

/** As templates/icon.html.j2 makes one; seen where there is a warning. */
function warningIcon() {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('class', 'icon');
  icon.append(document.createElementNS(SVG, 'use'));
  icon.firstChild.setAttribute('href', '#icon-warning');
  return icon;
}

/** What a box says to whoever points at it, and whether it shows that there is more to it than the print. */
function describe({ elements, link, warnings }) {
  for (const element of elements) {
    element.title = [link.printed, ...warnings].join('\n');
    element.classList.toggle('warned', warnings.length > 0);
  }
}

/** The upright rectangle around a box, CSS px of the layer. */
function around({ x, y, width, height, angle }, across, down) {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [w, h] = [width * across, height * down];
  const [halfWidth, halfHeight] = [(w * cos + h * sin) / 2, (w * sin + h * cos) / 2];
  return {
    left: x * across - halfWidth, right: x * across + halfWidth, top: y * down - halfHeight, bottom: y * down + halfHeight,
  };
}

const percent = (part) => `${(part * 100).toFixed(3)}%`;

function put({ style }, { x, y, width, height, angle }) {
  style.left = percent(x);
  style.top = percent(y);
  style.width = percent(width);
  style.height = percent(height);
  style.setProperty('--turn', `${angle.toFixed(4)}rad`);
}
