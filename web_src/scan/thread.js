/**
 * Another thread that runs the networks: both ends of the talk with it. It is a second worker with the scanning
 * thread's own script, so there is nothing more to fetch.
 *
 * To it:   load {network, files, wasmFolder} · look {number, network, picture, how}
 * From it: loaded {network} · seen {number, seen} · failed {message}
 */

import { createDetector } from './detector.js';
import { createReader } from './reader.js';
import { startWasm } from './wasm.js';

/**
 * @typedef {object} Thread
 * @property {(network: string, files: import('./networks.js').Files & {meta?: object}) => void} load  'detector', or a reader's name
 * @property {(network: string) => boolean} knows  whether it is loaded
 * @property {() => number} waiting  strips and pictures it was given and has not answered
 * @property {(network: string, ...asked: Parameters<import('./pool.js').Look>) => ReturnType<import('./pool.js').Look>} look
 *   rejects where the thread failed: it is of no more use then
 * @property {() => void} close
 */

/**
 * @param {Worker} worker that answers by `createServer`
 * @param {string} wasmFolder  absolute URL, with a slash at its end
 * @returns {Thread}
 */
export function openThread(worker, wasmFolder) {
  const known = new Set();
  const asked = new Map();
  let count = 0;
  function fail(message) {
    worker.terminate();
    known.clear();
    for (const { reject } of asked.values()) reject(new Error(message));
    asked.clear();
  }
  const answers = {
    loaded: ({ network }) => known.add(network),
    seen({ number, seen }) {
      asked.get(number)?.resolve(seen);
      asked.delete(number);
    },
    failed: ({ message }) => fail(message),
  };
  worker.onmessage = ({ data }) => answers[data.kind](data);
  worker.onerror = (event) => fail(event.message || 'the worker failed');
  return {
    load: (network, files) => worker.postMessage({ kind: 'load', network, files, wasmFolder }),
    knows: (network) => known.has(network),
    waiting: () => asked.size,
    look: (network, { data, width, height }, how) => new Promise((resolve, reject) => {
      count += 1;
      asked.set(count, { resolve, reject });
      worker.postMessage({ kind: 'look', number: count, network, picture: { data, width, height }, how });
    }),
    close: () => fail('closed'),
  };
}

/**
 * The other end.
 *
 * @param {(message: object) => void} post
 * @returns {Record<'load' | 'look', (message: object) => Promise<void>>} what is done with its messages
 */
export function createServer(post) {
  let started;
  /** @type {Record<string, import('./pool.js').Look>} */
  const networks = {};
  const telling = (handle) => async (message) => {
    try {
      await handle(message);
    } catch (error) {
      post({ kind: 'failed', message: String(error?.message ?? error) });
    }
  };
  return {
    load: telling(async ({ network, files, wasmFolder }) => {
      started ??= startWasm(wasmFolder); // once: another start would end the first
      await started;
      networks[network] = network === 'detector' ? (await createDetector(files)).run : await createLook(files);
      post({ kind: 'loaded', network });
    }),
    look: telling(async ({ number, network, picture, how }) => {
      post({ kind: 'seen', number, seen: await networks[network](picture, how) });
    }),
  };
}

/** A reader's, whose logits are no longer a part of a larger buffer, all of which would be sent with them. */
async function createLook(files) {
  const { look } = await createReader(files);
  return async (...asked) => {
    const seen = await look(...asked);
    return { ...seen, logits: seen.logits.slice() };
  };
}
