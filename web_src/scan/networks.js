/**
 * The detector and the readers, on whatever computes them here. What computes may change, and may
 * be taken away: then WebAssembly takes over, and the run that failed is run again.
 */

import { chooseBackend } from './backend_choice.js';
import { isLost, possibleBackends, startBackend } from './backends.js';
import { createDetector } from './detector.js';
import { isWorthHalving, lookInHalves } from './halves.js';
import { createPool } from './pool.js';
import { createReader } from './reader.js';
import { onceOrAgain } from './readers.js';

/** What is measured: a camera frame, and a strip of usual length; px. */
const FRAME = { width: 640, height: 384 };
const STRIP_WIDTH = 512;

/** @typedef {{model: ArrayBuffer, weights: ArrayBuffer[]}} Files */

/**
 * @param {object} options
 * @param {Files} options.detector
 * @param {Files & {meta: object} | null} options.reader  null where the site has none of its own
 * @param {() => Promise<Files & {meta: object} | null>} [options.loadCareful]  the larger reader, fetched when first asked for
 * @param {string} options.wasmFolder  absolute URL, with a slash at its end
 * @param {import('./backends.js').BackendName} [options.backend]  the one to begin with
 * @param {() => import('./thread.js').Thread | null} [options.openThread]  another one, where there may be one
 * @param {(name: string) => void} [options.onLost]  it was taken away; WebAssembly goes on
 * @param {object} [options.use]  what tests put in the place of the real ones
 */
export async function createNetworks({
  detector: detectorFiles, reader: readerFiles, loadCareful = async () => null, wasmFolder, backend = 'wasm', openThread = () => null, onLost = () => {},
  use = { createDetector, createReader, startBackend, isLost, possibleBackends },
}) {
  let name;
  let detector;
  let reader;
  let careful;
  let carefulFiles;
  const pool = createPool();
  let sharing = false;
  /** @type {Promise<void> | undefined} while WebAssembly takes over */
  let leaving;

  /** @returns {Promise<boolean>} whether it was to be had */
  async function switchTo(wanted) {
    if (!await use.startBackend(wanted, wasmFolder)) return false;
    // Loaded anew, not moved: what was on a lost card is gone.
    detector = await use.createDetector(detectorFiles);
    reader = readerFiles && await use.createReader({ ...readerFiles, share: (here) => pool.share('reader', here) });
    careful = carefulFiles && await use.createReader(carefulFiles);
    name = wanted;
    return true;
  }

  /** With another thread, if asked for, where one computes: several, or the graphics card, are busy as it is. */
  function share() {
    pool.leave();
    const other = sharing && name === 'wasm' ? openThread() : null;
    if (!other) return;
    pool.join(other);
    pool.load('detector', detectorFiles);
    if (readerFiles) pool.load('reader', readerFiles);
    if (carefulFiles) pool.load('careful', carefulFiles);
  }

  /** Runs, and again elsewhere where the card was taken away meanwhile: several runs may lose the same one. */
  async function guarded(run) {
    const begun = name;
    try {
      const output = await run();
      if (name === begun && !use.isLost(name)) return output;
    } catch (error) {
      if (begun === 'wasm') throw error;
      console.warn(`${begun} failed:`, error);
    }
    if (name === begun) await (leaving ??= leave(begun));
    return run();
  }

  async function leave(lost) {
    try {
      await switchTo('wasm');
    } finally {
      leaving = undefined; // the next run tries again
    }
    share();
    onLost(lost);
  }

  /** @type {import('./detector.js').Detector['run']} */
  const detectHere = (picture) => guarded(() => detector.run(picture));
  const detectHalf = pool.share('detector', detectHere);

  if (backend !== 'wasm') await switchTo(backend).catch(() => false);
  if (!name) await switchTo('wasm');

  return {
    get backend() {
      return name;
    },

    /** @type {import('./detector.js').Detector['run']} */
    detect: (picture) => (pool.knows('detector') && isWorthHalving(picture) ? lookInHalves(picture, detectHalf) : detectHere(picture)),

    /** Our own reader, or null. */
    reader: reader && {
      ...reader,
      get atOnce() {
        return pool.atOnce('reader');
      },
      logits: (strip) => guarded(() => reader.logits(strip)),
      read: (strip) => guarded(() => reader.read(strip)),
      readTogether: (...all) => guarded(() => reader.readTogether(...all)),
    },

    /** The larger reader; null where the site has none, or it can't be had now. */
    careful: onceOrAgain(async () => {
      carefulFiles = await loadCareful();
      if (!carefulFiles) return null;
      careful = await guarded(() => use.createReader(carefulFiles));
      pool.load('careful', carefulFiles);
      const { characters, temperature } = carefulFiles.meta;
      const look = pool.share('careful', (strip) => guarded(() => careful.look(strip)));
      return { characters, temperature, logits: async (strip) => (await look(strip)).logits };
    }),

    /** From soon on another thread computes, too, unless something else than one thread computes. */
    startSharing() {
      sharing = true;
      share();
    },

    /**
     * Measures all that this device has and goes on with the fastest. Nothing else may run meanwhile.
     *
     * @param {() => boolean} [stop]  see backend_choice.js
     */
    async measure(stop) {
      const frame = speckled(FRAME);
      const strip = reader && speckled({ width: STRIP_WIDTH, height: reader.height });
      pool.leave(); // while several are tried
      const result = await chooseBackend({
        names: await use.possibleBackends(),
        start: switchTo,
        stop,
        run: async () => [(await detector.run(frame)).data, ...(strip ? [await reader.logits(strip)] : [])],
      });
      const best = result?.best ?? 'wasm';
      if (name !== best && !await switchTo(best)) await switchTo('wasm');
      share();
      return result;
    },
  };
}

/** A picture with something everywhere, the same each time. */
function speckled({ width, height }) {
  const data = new Uint8Array(width * height);
  for (let i = 0, x = 1; i < data.length; i += 1) {
    x = (x * 48271) % 2147483647;
    data[i] = (i >> 2) % 5 ? 230 - (x % 30) : x % 120;
  }
  return { data, width, height };
}
