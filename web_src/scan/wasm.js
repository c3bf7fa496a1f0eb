/**
 * Starts WebAssembly as what computes the networks: on one thread, which always works, or on
 * several, where the page is cross-origin isolated (sw/isolate.js).
 */

import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env, findBackendFactory, ready, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';

import { quickenConvolutions } from './convolution.js';
import { Problem } from './problem.js';
import { lendThreads } from './wasm_threads.js';

/** More threads than this only wait for each other: a frame's operations are short. */
const MOST_THREADS = 4;

const BINARIES = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];

/** How many threads the backend was made with; 0 before it is. */
let made = 0;

/**
 * @param {string} folder absolute URL, with a slash at its end
 * @throws {Problem}
 */
export async function startWasm(folder) {
  if (typeof WebAssembly !== 'object') throw new Problem('no-webassembly');
  let started = false;
  let reason;
  try {
    started = await make(folder, 1);
  } catch (error) {
    reason = error;
  }
  if (!started) throw new Problem('load-failed', { file: 'tfjs-backend-wasm.wasm' }, reason);
}

/** @returns {Promise<boolean>} whether it runs now */
export function startWasmThreads(folder) {
  lendThreads(globalThis, folder);
  return make(folder, Math.min(MOST_THREADS, navigator.hardwareConcurrency));
}

/** With another number of threads than before the backend has to be made anew. */
async function make(folder, threads) {
  if (made && threads !== made) {
    const factory = findBackendFactory('wasm');
    removeBackend('wasm');
    registerBackend('wasm', factory);
  }
  made = threads;
  quickenConvolutions();
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
  if (threads > 1) setThreadsCount(threads);
  setWasmPaths(Object.fromEntries(BINARIES.map((file) => [file, folder + file])));
  const started = await setBackend('wasm');
  await ready();
  return started;
}
