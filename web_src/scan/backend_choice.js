/**
 * Finds the fastest backend on this device, with the real networks, and trusts none that does not
 * compute what WebAssembly computes.
 */

/** Runs of each; the first one, which compiles, does not count. */
const RUNS = 4;

/** So many times slower than WebAssembly after its first run, another one is not run again. */
const HOPELESS = 2;

/** Another one than WebAssembly must be this much faster: it costs memory, and may be lost. */
const WORTH = 0.85;

/** Graphics cards round more coarsely: so far apart two outputs may be, and by this share of them. */
const APART = 0.05;
const SHARE = 0.03;

/** Of a few thousand values some lie on a cliff. */
const MOST_APART = 0.001;

/**
 * @param {object} options
 * @param {string[]} options.names  WebAssembly first
 * @param {(name: string) => Promise<boolean>} options.start  whether it runs now
 * @param {() => Promise<Float32Array[]>} options.run  all networks once, with the one that was started
 * @param {() => boolean} [options.stop]  asked between runs: something more urgent is to be done
 * @param {() => number} [options.clock] ms
 * @returns {Promise<{best: string, times: Record<string, number>, refused: Record<string, string>} | null>}
 *   the median ms of each; why others were refused; null where it was stopped. The last one tried is
 *   left running.
 */
export async function chooseBackend({ names, start, run, stop = () => false, clock = () => performance.now() }) {
  const times = {};
  const refused = {};
  let reference;
  for (const name of names) {
    if (stop()) return null;
    try {
      if (!await start(name)) {
        refused[name] = 'does not start';
        continue;
      }
      const output = await run();
      reference ??= output;
      if (!agree(reference, output)) {
        refused[name] = 'computes something else';
        continue;
      }
      const time = await timed(run, { clock, stop, most: HOPELESS * (times[names[0]] ?? Infinity) });
      if (time === undefined) return null;
      times[name] = time;
    } catch (error) {
      refused[name] = String(error?.message ?? error);
    }
  }
  const [sure] = names;
  const best = Object.keys(times).reduce((a, b) => (times[b] < times[a] ? b : a), sure);
  return { best: times[best] <= WORTH * times[sure] ? best : sure, times, refused };
}

/** The median of some runs, or of the first one where that took more than `most`. */
async function timed(run, { clock, stop, most }) {
  const all = [];
  while (all.length < RUNS && !(all[0] > most)) {
    if (stop()) return undefined;
    const before = clock();
    await run();
    all.push(clock() - before);
  }
  return all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
}

/**
 * @param {Float32Array[]} one
 * @param {Float32Array[]} other
 */
export function agree(one, other) {
  return one.length === other.length && one.every((values, i) => {
    if (values.length !== other[i].length) return false;
    let apart = 0;
    for (let j = 0; j < values.length; j += 1) {
      // Written so that NaN counts as apart.
      if (!(Math.abs(values[j] - other[i][j]) <= APART + SHARE * Math.abs(values[j]))) apart += 1;
    }
    return apart <= MOST_APART * values.length;
  });
}
