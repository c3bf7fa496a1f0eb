/** What `benchmarks/speed.py` times: the app's own modules, and the original's graph beside them. */

import { tensor } from '@tensorflow/tfjs-core';

import { decode } from '../web_src/scan/decode.js';
import { createDetector } from '../web_src/scan/detector.js';
import { loadGraph } from '../web_src/scan/graph.js';
import { createReader } from '../web_src/scan/reader.js';
import { createTesseractReader } from '../web_src/scan/tesseract.js';

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const picture = ({ grey, width, height }) => ({ data: bytes(grey), width, height });

async function files(folder, shards) {
  const load = async (name) => (await fetch(`${folder}/${name}`)).arrayBuffer();
  return { model: await load('model.json'), weights: await Promise.all(shards.map(load)) };
}

/** The original's network up to its raw heads, as benchmarks/original_graph.py makes it; a colour frame in. */
async function createOriginal(model) {
  const graph = await loadGraph(model);
  const { name, shape } = graph.inputs[0];
  const values = new Float32Array(shape.reduce((a, b) => a * b)).map((_, i) => (i * 31) % 256);
  return async () => {
    const input = tensor(values, shape, 'float32');
    const outputs = [graph.execute({ [name]: input })].flat();
    await Promise.all(outputs.map((output) => output.data()));
    [input, ...outputs].forEach((t) => t.dispose());
  };
}

/**
 * @param {object} work
 * @param {{grey: string, width: number, height: number}} work.frame
 * @param {Record<'own' | 'tesseract', object[]>} work.strips for each reader, at its height
 * @param {Record<'original' | 'detector' | 'reader', string[]>} work.shards of each model; a reader may be missing
 * @param {object} work.detectorMeta
 * @param {object} [work.readerMeta]
 * @param {number} work.rounds  all that is timed runs once a round, in turn; the first tenth warms up
 * @returns {Promise<Record<string, number[]>>} ms of every run
 */
export async function time({ frame, strips, shards, detectorMeta, readerMeta, rounds }) {
  const at = (path) => new URL(path, location).href;
  const detector = await createDetector({ ...await files('/detector', shards.detector), wasmFolder: at('/wasm/') });
  const original = await createOriginal(await files('/original', shards.original));
  const reader = shards.reader && await createReader({ ...await files('/reader', shards.reader), meta: readerMeta });
  const tesseract = await createTesseractReader({
    workerPath: at('/tesseract/dist/worker.min.js'), corePath: at('/core'), langPath: at('/language') });
  const seen = picture(frame);
  const own = strips.own.map(picture);
  const theirs = strips.tesseract.map(picture);
  const runs = {
    original: () => original(),
    detector: async () => {
      const { data, rows, cols } = await detector.run(seen);
      decode(data, rows, cols, detectorMeta);
    },
    ...(reader ? { reader: (i) => reader.read(own[i % own.length]) } : {}),
    tesseract: (i) => tesseract.read(theirs[i % theirs.length]),
  };
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  const warm = Math.ceil(rounds / 10);
  for (let i = -warm; i < rounds; i += 1) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      await run(Math.abs(i));
      if (i >= 0) times[name].push(performance.now() - start);
    }
  }
  tesseract.close();
  return times;
}
