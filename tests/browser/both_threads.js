/** For test_pool.py: the networks on this thread and on another, the detector on both at once, and what becomes of a thread that is closed. */

import { createDetector } from '../../web_src/scan/detector.js';
import { lookInHalves } from '../../web_src/scan/halves.js';
import { createReader } from '../../web_src/scan/reader.js';
import { openThread } from '../../web_src/scan/thread.js';
import { startWasm } from '../../web_src/scan/wasm.js';

const wasmFolder = new URL('/wasm/', location).href;

async function load(folder, shards) {
  const file = async (name) => (await fetch(`/${folder}/${name}`)).arrayBuffer();
  return { model: await file('model.json'), weights: await Promise.all(shards.map(file)) };
}

/** With the network loaded. */
async function threadWith(network, files) {
  const thread = openThread(new Worker('/worker.js', { type: 'module' }), wasmFolder);
  thread.load(network, files);
  while (!thread.knows(network)) await new Promise((resolve) => { setTimeout(resolve, 10); });
  return thread;
}

export async function compareReader({ meta, shards }) {
  const files = { ...await load('reader', shards), meta };
  await startWasm(wasmFolder);
  const reader = await createReader(files);
  const thread = await threadWith('reader', files);
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

/** @returns the maps of the whole picture, and of its halves: one seen here, one there */
export async function compareDetector({ shards, picture: { data, ...size } }) {
  const files = await load('detector', shards);
  const { run } = await createDetector({ ...files, wasmFolder });
  const thread = await threadWith('detector', files);
  const picture = { data: Uint8Array.from(data), ...size };
  const whole = await run(picture);
  const looks = [(half) => thread.look('detector', half), run];
  const halves = await lookInHalves(picture, (half) => looks.shift()(half));
  thread.close();
  return [whole, halves].map((maps) => ({ ...maps, data: [...maps.data] }));
}
