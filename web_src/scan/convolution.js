/**
 * Our networks' convolutions in fewer instructions than TensorFlow.js has for them: on one thread, and where the browser
 * knows relaxed SIMD. Everything else stays as it is.
 *
 * Nearly all of a network's time goes into two kinds: of one pixel, or of others that do not overlap, and depthwise
 * ones. Either is computed on TensorFlow.js's own memory by a small module of ours.
 */

import {
  DepthwiseConv2dNative, FusedConv2D, backend_util as util, getKernel, registerKernel, unregisterKernel,
} from '@tensorflow/tfjs-core';

import { KINDS, LANES, edgePixel, rowOf } from './depthwise_code.js';
import { COLS, MULTIPLY, ROWS, UNROLLED, pack, packedSize } from './multiply_code.js';
import { moduleOf } from './wasm_code.js';

const FLOAT = 4; // bytes

/** What no output is below, by the activation. */
const LOWEST = { linear: -Infinity, relu: 0 };

/** Puts ours in the place of TensorFlow.js's, for all backends to come. */
export function quickenConvolutions() {
  for (const [name, ours] of [[FusedConv2D, convolve], [DepthwiseConv2dNative, depthwise]]) {
    const plain = getKernel(name, 'wasm');
    if (plain.quickened) continue;
    unregisterKernel(name, 'wasm');
    registerKernel({ ...plain, quickened: true, kernelFunc: (call) => ours(call) ?? plain.kernelFunc(call) });
  }
}

/** @type {WeakMap<object, Record<string, Function> | null>} by the backend's module */
const known = new WeakMap();

/** Our functions, on the backend's memory; null where they can't be had. */
function functionsOf({ wasm }) {
  if (!known.has(wasm)) known.set(wasm, instantiate(wasm.asm?.memory));
  return known.get(wasm);
}

function instantiate(memory) {
  if (!(memory?.buffer instanceof ArrayBuffer)) return null; // shared by threads: TensorFlow.js uses them all
  const rows = Object.entries(KINDS).map(([name, kind]) => [name, rowOf(kind)]);
  const code = moduleOf({ multiply: MULTIPLY, edge: edgePixel(), ...Object.fromEntries(rows) });
  if (!WebAssembly.validate(code)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } }).exports;
}

/** Where a tensor's values lie. */
const addressOf = ({ dataIdMap }, { dataId }) => dataIdMap.get(dataId).memoryOffset;

/**
 * Those whose windows neither overlap nor leave anything out lie in memory as products of matrices take them.
 *
 * @returns {import('@tensorflow/tfjs-core').TensorInfo | null} nothing where it is none of ours
 */
function convolve({ inputs: { x, filter, bias }, attrs: { strides, dilations, pad, dimRoundingMode, activation }, backend }) {
  const functions = functionsOf(backend);
  if (!functions || !bias || x.shape[0] !== 1 || !(activation in LOWEST) || !isOne(dilations)) return null;
  const about = util.computeConv2DInfo(x.shape, filter.shape, strides, dilations, pad, dimRoundingMode);
  const { inHeight, inWidth, outHeight, outWidth, outChannels } = about;
  const [taps, across, channels] = filter.shape;
  const depth = across * channels;
  const pixels = taps === 1 ? outHeight * outWidth : outWidth; // at once: rows of one pixel lie behind each other
  const tiled = outWidth * across === inWidth && about.strideWidth === across
    && (outHeight === 1 ? taps === inHeight : outHeight * taps === inHeight && about.strideHeight === taps);
  if (!tiled || pixels < ROWS || outChannels < COLS || depth % UNROLLED) return null;
  const out = backend.makeOutput(about.outShape, 'float32');
  const weights = packedWeights(backend, filter, taps * depth, outChannels);
  const [input, from, to] = [x, bias, out].map((one) => addressOf(backend, one));
  const tapBytes = inWidth * channels * FLOAT;
  for (let done = 0; done < outHeight * outWidth; done += pixels) {
    functions.multiply(input + done * taps * depth * FLOAT, weights, from, to + done * outChannels * FLOAT,
      pixels, depth, outChannels, taps, tapBytes, LOWEST[activation]);
  }
  return out;
}

const isOne = (dilations) => [dilations ?? 1].flat().every((by) => by === 1);

/** Where weights lie as `multiply` wants them; there they stay. @type {WeakMap<object, number>} by their data */
const packed = new WeakMap();

function packedWeights(backend, filter, rows, cols) {
  if (!packed.has(filter.dataId)) {
    const size = packedSize(rows, cols);
    const address = backend.wasm._malloc(size * FLOAT);
    const { buffer } = backend.wasm.HEAPU8;
    const values = new Float32Array(buffer, addressOf(backend, filter), rows * cols);
    pack(values, rows, cols, new Float32Array(buffer, address, size));
    packed.set(filter.dataId, address);
  }
  return packed.get(filter.dataId);
}

/** @returns {import('@tensorflow/tfjs-core').TensorInfo | null} nothing where it is none of ours */
function depthwise({ inputs: { x, filter }, attrs: { strides, dilations, pad, dimRoundingMode }, backend }) {
  const functions = functionsOf(backend);
  const [rows, cols, channels, multiple] = filter.shape;
  const [down, stride = down] = [strides].flat();
  const kind = Object.keys(KINDS).find((name) => KINDS[name].cols === cols && KINDS[name].stride === stride);
  const plain = functions && kind && down === stride && x.shape[0] === 1 && multiple === 1 && channels % LANES === 0
    && isOne(dilations);
  if (!plain) return null;
  const about = util.computeConv2DInfo(x.shape, filter.shape, strides, dilations ?? 1, pad, dimRoundingMode, true);
  const { inHeight, inWidth, outWidth, outHeight, padInfo } = about;
  // From the first pixel whose columns all lie in the input to the one after the last.
  const first = Math.ceil(padInfo.left / stride);
  const end = Math.floor((inWidth - cols + padInfo.left) / stride) + 1;
  if (end - first < KINDS[kind].pixels) return null;
  const out = backend.makeOutput(about.outShape, 'float32');
  const [input, weights, to] = [x, filter, out].map((one) => addressOf(backend, one));
  const bytes = channels * FLOAT;
  const edges = [...new Array(first).keys(), ...Array.from({ length: outWidth - end }, (_, i) => end + i)];
  for (let y = 0; y < outHeight; y += 1) {
    const top = y * stride - padInfo.top;
    const upper = Math.max(0, -top); // of the weights' rows, the first that meets the input, and the one after the last
    const lower = Math.min(rows, inHeight - top);
    const from = input + (top + upper) * inWidth * bytes;
    const line = weights + upper * cols * bytes;
    const target = to + y * outWidth * bytes;
    functions[kind](from + (first * stride - padInfo.left) * bytes, line, target + first * bytes,
      end - first, lower - upper, channels, inWidth * bytes);
    for (const pixel of edges) {
      const left = pixel * stride - padInfo.left;
      const before = Math.max(0, -left);
      const within = Math.min(cols, inWidth - left) - before;
      functions.edge(from + (left + before) * bytes, line + before * bytes, target + pixel * bytes,
        lower - upper, within, channels, inWidth * bytes, cols * bytes);
    }
  }
  return out;
}
