/**
 * What may compute the networks: WebAssembly on one thread or several, or the graphics card
 * through WebGL or WebGPU. backend_choice.js finds the fastest.
 *
 * WebAssembly on one thread is always there and starts at once; the others are tried when the
 * device has nothing else to do.
 */

import { backend, setBackend } from '@tensorflow/tfjs-core';

import { startWasm, startWasmThreads } from './wasm.js';

/** @typedef {'wasm' | 'wasm-threads' | 'webgl' | 'webgpu'} BackendName */

/** Fetched only when they are tried. */
const CARDS = {
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

/** A card that is only pretended, by the processor, is worse than none. */
const REAL = { failIfMajorPerformanceCaveat: true };

/** @returns {Promise<BackendName[]>} what this device may have, the sure one first */
export async function possibleBackends() {
  return [
    'wasm',
    ...(globalThis.crossOriginIsolated && navigator.hardwareConcurrency > 1 ? ['wasm-threads'] : []),
    ...(typeof OffscreenCanvas === 'function' && new OffscreenCanvas(1, 1).getContext('webgl2', REAL) ? ['webgl'] : []),
    ...(await navigator.gpu?.requestAdapter().catch(() => null) ? ['webgpu'] : []),
  ];
}

/**
 * @param {BackendName} name
 * @param {string} folder  of the WebAssembly binaries: absolute URL, with a slash at its end
 * @returns {Promise<boolean>} whether it runs now; networks loaded before have to be loaded again
 * @throws {import('./problem.js').Problem} where not even WebAssembly is to be had
 */
export async function startBackend(name, folder) {
  if (name === 'wasm') {
    await startWasm(folder);
    return true;
  }
  try {
    if (name === 'wasm-threads') return await startWasmThreads(folder);
    await CARDS[name]();
    const started = await setBackend(name);
    if (started && name === 'webgl') waitForNoneThatIsLost(backend().getGPGPUContext().gl);
    return started;
  } catch (error) {
    console.warn(`${name} does not start:`, error);
    return false;
  }
}

/**
 * A card that was taken away never says that it is done, and TensorFlow.js would ask it for ever. Once
 * told so, it reads nothing, and isLost() says why.
 *
 * @param {WebGL2RenderingContext} gl
 */
function waitForNoneThatIsLost(gl) {
  gl.clientWaitSync = (...all) => (
    gl.isContextLost() ? gl.ALREADY_SIGNALED : WebGL2RenderingContext.prototype.clientWaitSync.apply(gl, all));
}

/** WebGPU tells of a loss once. */
const told = new WeakMap();

/**
 * @param {BackendName} name the one that runs
 * @returns {boolean} whether the graphics card was taken away: what it computes from now on is nothing
 */
export function isLost(name) {
  if (name === 'webgl') return backend().getGPGPUContext().gl.isContextLost();
  if (name !== 'webgpu') return false;
  const { device } = backend();
  if (!told.has(device)) {
    told.set(device, false);
    device.lost.then(() => told.set(device, true));
  }
  return told.get(device);
}
