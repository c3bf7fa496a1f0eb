/**
 * Lets tfjs start its threads under the site's policy.
 *
 * It would start them from blobs, which the policy forbids, and rightly: no script comes from
 * anywhere but the site. The build puts the very same two scripts among the site's files, and
 * here they take the blobs' place.
 */

/** What a thread runs, and the WebAssembly's own script that it loads. */
const THREAD = 'tfjs-thread.js';
const MODULE = 'tfjs-backend-wasm-threaded-simd.js';

/**
 * @param {object} scope   the worker's global scope, or a stand-in
 * @param {string} folder  of the two scripts: absolute URL, with a slash at its end
 */
export function lendThreads(scope, folder) {
  const Plain = scope.Worker;
  if (Plain.lendsThreads) return;
  scope.Worker = class extends Plain {
    static lendsThreads = true;

    constructor(url, options) {
      super(String(url).startsWith('blob:') ? folder + THREAD : url, options);
    }

    postMessage(message, transfer) {
      const first = message?.cmd === 'load' && 'urlOrBlob' in message;
      super.postMessage(first ? { ...message, urlOrBlob: folder + MODULE } : message, transfer);
    }
  };
}
