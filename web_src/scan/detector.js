/**
 * The detector: a grey picture in, raw maps out.
 */

import { tensor } from '@tensorflow/tfjs-core';

import { loadGraph } from './graph.js';
import { padToMultiple } from './resize.js';
import { startWasm } from './wasm.js';

/** Sides of its input are multiples of this, px: the network halves it five times. */
export const INPUT_STEP = 32;

/**
 * @typedef {object} Maps
 * @property {Float32Array} data  rows × cols × channels
 * @property {number} rows
 * @property {number} cols
 */

/** @typedef {{run: (picture: import('./picture.js').Picture) => Promise<Maps>}} Detector */

/**
 * @param {object} files
 * @param {ArrayBuffer} files.model      model.json
 * @param {ArrayBuffer[]} files.weights  the shards in the model's order
 * @param {string} [files.wasmFolder]    absolute URL, with a slash at its end; left out where the backend runs already
 * @returns {Promise<Detector>} warmed up: its first run takes no longer than the others
 * @throws {Problem}
 */
export async function createDetector({ model, weights, wasmFolder }) {
  if (wasmFolder) await startWasm(wasmFolder);
  const graph = await loadGraph({ model, weights });
  const detector = { run: (picture) => run(graph, picture) };
  await detector.run({ data: new Uint8Array(INPUT_STEP ** 2), width: INPUT_STEP, height: INPUT_STEP });
  return detector;
}

/** The tensors are freed at once, for one picture may need 100 MB. */
async function run(graph, picture) {
  const { data, width, height } = padToMultiple(picture, INPUT_STEP);
  const { name, dtype } = graph.inputs[0];
  const values = dtype === 'float32' ? new Float32Array(data) : new Int32Array(data);
  const input = tensor(values, [1, height, width, 1], dtype);
  const output = graph.execute({ [name]: input });
  const [, rows, cols] = output.shape;
  input.dispose();
  try {
    return { data: await output.data(), rows, cols }; // a graphics card would not be waited for
  } finally {
    output.dispose();
  }
}
