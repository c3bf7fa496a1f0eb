/**
 * Practice on a page of our own, before a person shows one. What runs for the first time takes several times as long: only
 * then the browser compiles it, and the larger reader is fetched.
 */

import { openFrame } from './frame.js';
import { createLive } from './live.js';
import { grey } from './picture.js';

const SIZE = { width: 1280, height: 720 };

/** Two links that end within their line, and one that ends with it. */
const LINES = [
  'Where the coast ends, those who want to know more of it find',
  'https://example.org/maps/practice',
  'and a little further south the old harbour, shown at',
  'http://www.example.com/harbour?year=1900 and, as it is',
  'today, at www.example.net/harbour',
];
const FONT = '32px serif';
const LINE_HEIGHT = 52;
const MARGIN = 120;

/** As many as it takes until each link was read by both readers. */
const FRAMES = 4;

/**
 * @param {import('./pipeline.js').Parts} parts
 * @param {() => Promise<void>} pause  throws where there is something else to do
 */
export async function practise(parts, pause) {
  if (typeof OffscreenCanvas !== 'function') return; // nothing to draw on
  const frame = { x: 0, y: 0, still: false, ...openFrame({ picture: drawPage() }) };
  const live = createLive(parts);
  for (let i = 0; i < FRAMES; i += 1) {
    await pause();
    await live.look(frame, { progress() {}, failed() {}, pause });
    if (i === 0) await parts.careful?.();
  }
}

/** @returns {import('./picture.js').Picture} */
function drawPage() {
  const context = new OffscreenCanvas(SIZE.width, SIZE.height).getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff';
  context.fillRect(0, 0, SIZE.width, SIZE.height);
  context.fillStyle = '#000';
  context.font = FONT;
  LINES.forEach((line, i) => context.fillText(line, MARGIN, MARGIN + (i + 1) * LINE_HEIGHT));
  return { data: grey(context.getImageData(0, 0, SIZE.width, SIZE.height).data), ...SIZE };
}
