// node article_execute.mjs WEB PICTURE ANCHOR: runs a converted heads graph with
// tfjs's synchronous execute() and prints [score, ymin, xmin, ymax, xmax] of the
// anchor of that number as JSON.
// PICTURE is a file of RGB bytes, as many as the graph's input asks for.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');

const [web, picture, anchor] = process.argv.slice(2);
setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
await tf.setBackend('wasm');
const { modelTopology, weightsManifest, signature } = JSON.parse(await readFile(`${web}/model.json`, 'utf8'));
const shards = weightsManifest.flatMap(({ paths }) => paths);
const weights = Buffer.concat(await Promise.all(shards.map((name) => readFile(`${web}/${name}`))));
const model = await loadGraphModel({
  load: async () => ({
    modelTopology,
    signature, // without it the outputs have no names
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(weights).buffer,
  }),
});

const input = tf.tensor4d(new Float32Array(await readFile(picture)), model.inputs[0].shape);
const [scores, boxes] = model.execute(input, ['scores', 'boxes']);
const box = (await boxes.data()).slice(4 * anchor, 4 * anchor + 4);
console.log(JSON.stringify([(await scores.data())[anchor], ...box]));
