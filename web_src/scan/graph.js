/**
 * A network of ours, from its files to a graph that runs.
 */

import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { io } from '@tensorflow/tfjs-core';

/**
 * @param {object} files
 * @param {ArrayBuffer} files.model      model.json
 * @param {ArrayBuffer[]} files.weights  the shards in the model's order
 * @returns {Promise<import('@tensorflow/tfjs-converter').GraphModel>}
 */
export async function loadGraph({ model, weights }) {
  const { modelTopology, weightsManifest, format, signature } = JSON.parse(new TextDecoder().decode(model));
  return loadGraphModel(io.fromMemory({
    modelTopology,
    format,
    signature,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: await new Blob(weights).arrayBuffer(),
  }));
}
