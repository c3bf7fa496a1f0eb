/**
 * Loading the files of the detector: whole, checked against their digests, with progress.
 */

import { Problem } from './problem.js';

/**
 * @typedef {object} Asset a row of the page's asset table
 * @property {string} url        absolute
 * @property {string} integrity  as in the integrity attribute of a script
 * @property {number} bytes
 */

/**
 * Fetches all files at once and keeps the order. The browser hands a file over only after
 * checking its digest, so progress moves file by file.
 *
 * @param {Asset[]} files
 * @param {object} [options]
 * @param {boolean} [options.fresh] past every cache, as a retry after damage must
 * @param {(bytes: number) => void} [options.onProgress] bytes loaded so far, of all files
 * @param {typeof globalThis.fetch} [options.fetch]
 * @returns {Promise<ArrayBuffer[]>}
 * @throws {Problem} load-failed
 */
export async function loadFiles(files, { fresh = false, onProgress = () => {}, fetch = globalThis.fetch } = {}) {
  let loaded = 0;
  const load = async (file) => {
    const buffer = await loadFile(file, fresh, fetch);
    loaded += file.bytes;
    onProgress(loaded);
    return buffer;
  };
  return Promise.all(files.map(load));
}

/** A damaged file and a lost connection look alike from here: fetch tells no more, by design. */
async function loadFile({ url, integrity }, fresh, fetch) {
  const file = url.slice(url.lastIndexOf('/') + 1);
  let response;
  try {
    response = await fetch(url, { integrity, cache: fresh ? 'reload' : 'default' });
  } catch (error) {
    throw new Problem('load-failed', { file }, error);
  }
  if (!response.ok) throw new Problem('load-failed', { file, status: response.status });
  return response.arrayBuffer();
}
