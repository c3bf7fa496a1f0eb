/** What compare.py runs of the app: both readers, on the same strips. */

import { findLink } from '../../web_src/links/parse.js';
import { createReader } from '../../web_src/scan/reader.js';
import { createTesseractReader } from '../../web_src/scan/tesseract.js';
import { startWasm } from '../../web_src/scan/wasm.js';

/**
 * @param {object} options
 * @param {{grey: string, width: number, height: number}[]} options.strips bytes in base64
 * @param {string[]} options.shards
 * @param {object} options.meta reader.json
 * @returns {Promise<Record<'own' | 'tesseract', {printed: string | null, confidence: number, ms: number}[]>>}
 */
export async function compare({ strips, shards, meta }) {
  const at = (path) => new URL(path, location).href;
  const load = async (name) => (await fetch(`/web/${name}`)).arrayBuffer();
  await startWasm(at('/wasm/'));
  const own = await createReader({ model: await load('model.json'), weights: await Promise.all(shards.map(load)), meta });
  const tesseract = await createTesseractReader({
    workerPath: at('/tesseract/worker.min.js'), corePath: at('/core/'), langPath: at('/lang/'),
  });
  const pictures = strips.map(({ grey, width, height }) => ({
    data: Uint8Array.from(atob(grey), (c) => c.charCodeAt(0)), width, height,
  }));
  const answers = {};
  for (const [name, reader] of Object.entries({ own, tesseract })) {
    for (const picture of pictures.slice(0, 5)) await reader.read(picture); // warm
    answers[name] = [];
    for (const picture of pictures) answers[name].push(await readOne(reader, picture));
  }
  return answers;
}

async function readOne(reader, picture) {
  const begun = performance.now();
  const { text, characters } = await reader.read(picture);
  const ms = performance.now() - begun;
  const found = findLink(text, { start: true });
  if (!found?.href) return { printed: null, confidence: 0, ms };
  const confidence = reader.linkConfidence?.(characters.slice(found.start, found.end + 1)) ?? 0;
  return { printed: found.printed, confidence, ms };
}
