/** Convolutions of some shapes by whatever computes them here. */

import { depthwiseConv2d, fused, tensor } from '@tensorflow/tfjs-core';

import { startWasm } from '../../web_src/scan/wasm.js';

/**
 * @param {object} work
 * @param {string} work.folder  of TensorFlow.js's binaries, absolute
 * @param {boolean} work.relaxed  whether the browser is to know relaxed SIMD
 * @param {object[]} work.cases  kind, x, filter and bias: {values, shape}, strides, pad, activation
 * @returns {Promise<{values: number[], shape: number[]}[]>}
 */
export async function convolve({ folder, relaxed, cases }) {
  const validate = WebAssembly.validate.bind(WebAssembly);
  // TensorFlow.js asks about a few bytes each.
  if (!relaxed) WebAssembly.validate = (code) => code.length < 1000 && validate(code);
  await startWasm(folder);
  return cases.map(({ kind, strides, pad, activation, ...given }) => {
    const [x, filter, bias] = ['x', 'filter', 'bias'].map((name) => given[name] && tensor(given[name].values, given[name].shape));
    const out = kind === 'depthwise' ? depthwiseConv2d(x, filter, strides, pad)
      : fused.conv2d({ x, filter, strides, pad, bias, activation });
    return { values: [...out.dataSync()], shape: out.shape };
  });
}
