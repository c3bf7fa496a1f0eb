/**
 * The links as boxes over the picture, each one a link.
 *
 * For eyes and fingers only. To the keyboard and to screen readers the list beside the picture
 * is the same links with more said about them; twice would be one time too many.
 */

import { boxOf, reaches } from './boxes.js';

/** Side of the smallest area that a finger hits without care, CSS px (WCAG 2.5.5). */
const FINGER = 44;

/** Turned by more than this, a box's own sides lie along the screen's other ones. */
const MOSTLY_UPRIGHT = Math.PI / 4;

/**
 * @param {HTMLElement} layer lies exactly over the picture
 * @param {object} [options]
 * @param {(key: string | null) => void} [options.onPoint] a box is under the pointer, or none is
 * @param {(key: string, event: MouseEvent) => void} [options.onTap] before the browser follows the box's link
 */
export function createOverlay(layer, { onPoint = () => {}, onTap = () => {} } = {}) {
  /** @type {Map<string, {element: HTMLAnchorElement, angle: number}>} */
  const boxes = new Map();

  function spread() {
    const all = [...boxes.values()];
    const places = reaches(all.map(({ element }) => element.getBoundingClientRect()), FINGER);
    all.forEach(({ element, angle }, i) => {
      const lying = Math.abs(Math.sin(angle)) > Math.sin(MOSTLY_UPRIGHT);
      const { across, down } = places[i];
      element.style.setProperty('--reach-along', `${lying ? down : across}px`);
      element.style.setProperty('--reach-above', `${lying ? across : down}px`);
    });
  }

  new ResizeObserver(spread).observe(layer);

  return {
    /**
     * Draws a link, or moves it where one of this key is drawn already.
     *
     * @param {string} key
     * @param {{printed: string, href: string, doubts: string[], quad: import('../scan/geometry.js').Quad}} link
     * @param {{width: number, height: number}} picture the one that the quad's pixels belong to
     */
    put(key, link, picture) {
      const known = boxes.get(key);
      const element = known?.element ?? newBox(key, onPoint, onTap);
      const box = boxOf(link.quad, picture);
      element.href = link.href;
      element.title = link.printed;
      element.classList.toggle('doubtful', link.doubts.length > 0);
      place(element, box);
      boxes.set(key, { element, angle: box.angle });
      if (!known) layer.append(element);
      spread();
    },

    /** @param {string} key */
    remove(key) {
      boxes.get(key)?.element.remove();
      boxes.delete(key);
    },

    clear() {
      boxes.clear();
      layer.replaceChildren();
    },

    /** Shows which box belongs to the entry a person is on. @param {string | null} key */
    light(key) {
      for (const [other, { element }] of boxes) element.classList.toggle('lit', other === key);
    },
  };
}

function newBox(key, onPoint, onTap) {
  const element = document.createElement('a');
  element.className = 'box';
  element.target = '_blank';
  element.rel = 'noopener noreferrer';
  element.tabIndex = -1;
  element.addEventListener('click', (event) => onTap(key, event));
  element.addEventListener('pointerenter', () => onPoint(key));
  element.addEventListener('pointerleave', () => onPoint(null));
  return element;
}

const percent = (part) => `${(part * 100).toFixed(3)}%`;

function place({ style }, { x, y, width, height, angle }) {
  style.left = percent(x);
  style.top = percent(y);
  style.width = percent(width);
  style.height = percent(height);
  style.setProperty('--turn', `${angle.toFixed(4)}rad`);
}
