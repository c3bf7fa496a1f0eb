/** For test_pool.py: one strip through the reader on this thread and on another, and what becomes of one that is closed. */

import { createReader } from '../../web_src/scan/reader.js';
import { openThread } from '../../web_src/scan/thread.js';
import { startWasm } from '../../web_src/scan/wasm.js';

const load = async (name) => (await fetch(`/reader/${name}`)).arrayBuffer();

export async function compare({ meta, shards }) {
  const files = { model: await load('model.json'), weights: await Promise.all(shards.map(load)), meta };
  const wasmFolder = new URL('/wasm/', location).href;
  await startWasm(wasmFolder);
  const reader = await createReader(files);
  const thread = openThread(new Worker('/worker.js', { type: 'module' }), wasmFolder);
  thread.load('reader', files);
  while (!thread.knows('reader')) await new Promise((resolve) => { setTimeout(resolve, 10); });
  const width = 100 * meta.step;
  const isStroke = (x, y) => x % 12 < 3 && y > 6 && y < 24; // they look like small l
  const data = Uint8Array.from({ length: width * meta.height }, (_, i) => (isStroke(i % width, i / width) ? 20 : 240) + (i * i) % 10);
  const strip = { data, width, height: meta.height };
  const how = { decode: true };
  const [here, there] = [await reader.look(strip, how), await thread.look('reader', strip, how)];
  const lost = thread.look('reader', strip).catch((error) => error.message);
  thread.close();
  return [here, there, await lost].map((one) => (one.logits ? { ...one, logits: [...one.logits] } : one));
}
