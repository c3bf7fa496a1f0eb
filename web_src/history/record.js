/**
 * Keeps what was found, if the person wants it kept.
 */

import { drawScrap } from '../page/scrap.js';
import { keepLinks, problemOf } from './store.js';

/**
 * @param {{printed: string, href: string, image?: import('../scan/picture.js').Picture}[]} links
 * @param {number} date ms since 1970
 * @returns {Promise<'full' | 'unavailable' | null>} the problem, if there was one
 */
export async function record(links, date = Date.now()) {
  try {
    const kept = await Promise.all(links.map(async ({ printed, href, image }, i) => ({
      date: date - i, // newest first is then the order of the page
      printed,
      href,
      note: '',
      print: image ? await pngOf(image) : null,
    })));
    await keepLinks(kept);
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

async function pngOf(image) {
  const canvas = document.createElement('canvas');
  drawScrap(canvas, image);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  return blob && new Uint8Array(await blob.arrayBuffer());
}
