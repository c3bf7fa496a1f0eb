/**
 * The scanning thread: loads the networks, then answers the page's messages one at a time.
 *
 * In:  init {assets, fresh, settings, backend} · settings {settings: {reader: 'own' | 'tesseract'}} · photo {id, file | picture} · abandon
 *      · frame {id, bitmap | picture, x, y, still, fresh}: part of what the camera sees, from there; a
 *        picture may be `limited` in its tones, see camera_frame.js
 *      · what another one of its kind asks of it (thread.js)
 * Out: loading {part} · ready · reader {part} · picture {id, width, height}
 *      · progress {id, stage, done, of} · link {id, link} · done {id, found}
 *      · frame-done {id, sightings, seen, hint} · problem {id?, code, facts}
 *      · backend {name, times, refused}: the fastest here, or what is left after a loss
 *      · spawn {url, port} (nested_worker.js)
 */

import { loadFiles } from './assets.js';
import { decode } from './decode.js';
import { openFrame } from './frame.js';
import { createIdle } from './idle.js';
import { createLanguage } from './language.js';
import { createLive } from './live.js';
import { lendWorker } from './nested_worker.js';
import { createNetworks } from './networks.js';
import { PARTS } from './parts.js';
import { pictureFromFile } from './picture.js';
import { scanPhoto } from './pipeline.js';
import { practise } from './practice.js';
import { Problem, describeProblem } from './problem.js';
import { createReaders, onceOrAgain } from './readers.js';
import { createTesseractReader } from './tesseract.js';
import { createServer, openThread } from './thread.js';
import { nextTurn } from './turns.js';

const post = (message, transfer = []) => self.postMessage(message, transfer);

/** The scan the page still wants; an abandoned one sees another number here and stops. */
let wanted;

/** @type {import('./pipeline.js').Parts} */
let parts;

/** @type {ReturnType<createLive>} */
let live;

/** @type {ReturnType<createReaders>} */
let readers;

/** What the page was told to do, and passed on. */
let chosen = { reader: 'own' };

const handlers = {
  init,
  settings({ settings }) {
    chosen = settings;
    readers?.choose(chosen.reader);
  },
  photo: ({ id, file, picture }) => scanWholePhoto(id, file, picture),
  frame: lookAtFrame,
  abandon: () => { wanted = undefined; },
  ...createServer(post),
};

/** With nothing asked for so long there is time to try what else could compute, ms. */
const idle = createIdle(4000);

self.onmessage = async ({ data }) => {
  if (data.id !== undefined) wanted = data.id;
  idle.begin();
  try {
    await measuring;
    await handlers[data.kind](data);
  } catch (error) {
    if (error instanceof Abandoned) return;
    if (!(error instanceof Problem)) console.error(error); // what the user can mend is told on the page
    post({ kind: 'problem', id: data.id, ...describeProblem(error) });
  } finally {
    idle.end();
  }
};

lendWorker(self, post);

async function init({ assets, fresh, settings = chosen, backend }) {
  chosen = settings;
  const names = ['detector', 'reader'].filter((name) => assets[name]);
  const files = names.flatMap((name) => [assets[`${name}-model`], ...assets[`${name}-weights`]]);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const loaded = await loadFiles(files, {
    fresh,
    // The last tenth is compiling the networks, which reports nothing until it is done.
    onProgress: (bytes) => post({ kind: 'loading', part: (0.9 * bytes) / total }),
  });
  const filesOf = (name) => ({ model: loaded.shift(), weights: assets[`${name}-weights`].map(() => loaded.shift()) });
  const networks = await createNetworks({
    detector: filesOf('detector'),
    reader: assets.reader ? { ...filesOf('reader'), meta: assets.reader.meta } : null,
    loadCareful: () => loadCareful(assets),
    wasmFolder: assets['tfjs-wasm-folder'].url,
    backend,
    openThread: () => openOther(assets['tfjs-wasm-folder'].url),
    onLost: () => post({ kind: 'backend', name: 'wasm' }),
  });
  readers = createReaders({
    own: networks.reader,
    startTesseract: () => startTesseract(assets),
  });
  const language = onceOrAgain(() => loadLanguage(assets));
  parts = {
    find: async (picture, { thorough = false } = {}) => {
      const { data, rows, cols } = await networks.detect(picture);
      const { meta } = assets.detector;
      return decode(data, rows, cols, { ...meta, bareCell: thorough ? meta.weakBare : meta.cell });
    },
    ...PARTS,
    reader: readers.reader,
    second: readers.second,
    language: () => language().catch(() => null),
    careful: () => networks.careful().catch(() => null),
  };
  live = createLive(parts);
  post({ kind: 'ready' });
  readers.choose(chosen.reader);
  if (networks.reader && chosen.reader === 'own') practiseIfIdle();
  setTimeout(networks.startSharing, SETTLED);
  if (!backend) idle.later(() => measure(networks));
}

/** After so long what a visit begins with is done, ms: until then the processor has enough to do. */
const SETTLED = 1000;

/** Unless a picture waits, until one comes. */
async function practiseIfIdle() {
  idle.begin();
  try {
    await practise(parts, async () => {
      await nextTurn();
      if (wanted !== undefined) throw new Abandoned();
    });
  } catch (error) {
    if (!(error instanceof Abandoned)) console.warn(error); // it was for practice
  } finally {
    idle.end();
  }
}

/** This script once more, in a thread of its own; null where the device has but one, or threads can't have threads. */
function openOther(wasmFolder) {
  if (navigator.hardwareConcurrency < 2 || self.Worker.lent) return null;
  return openThread(new Worker(self.location.href, { type: 'module' }), wasmFolder);
}

/** Resolves when the backends have been measured, or that was put off: scans wait for it. */
let measuring = Promise.resolve();

function measure(networks) {
  const before = wanted;
  measuring = networks.measure(() => wanted !== before).then((result) => {
    if (result) post({ kind: 'backend', name: result.best, times: result.times, refused: result.refused });
    else idle.later(() => measure(networks));
  }).catch(console.warn);
}

/** Null where the site has none. */
async function loadLanguage({ language, 'language-weights': weights }) {
  if (!language) return null;
  const [file] = await loadFiles([weights]);
  return createLanguage(file, language.meta);
}

/** Null where the site has none. */
async function loadCareful({ careful, 'careful-model': model, 'careful-weights': weights }) {
  if (!careful) return null;
  const [graph, ...shards] = await loadFiles([model, ...weights]);
  return { model: graph, weights: shards, meta: careful.meta };
}

function startTesseract(assets) {
  return createTesseractReader({
    workerPath: assets['tesseract-worker'].url,
    corePath: assets['tesseract-core-folder'].url,
    langPath: assets['tesseract-lang-folder'].url,
    onProgress: (part) => post({ kind: 'reader', part }),
  }).then((reader) => {
    post({ kind: 'reader', part: 1 });
    return reader;
  });
}

async function scanWholePhoto(id, file, given) {
  const picture = given ?? await pictureFromFile(file);
  post({ kind: 'picture', id, width: picture.width, height: picture.height });
  const reporting = {
    progress: (stage, done, of) => post({ kind: 'progress', id, stage, done, of }),
    pause: () => stillWanted(id),
  };
  let found = 0;
  for await (const link of scanPhoto(picture, parts, reporting)) {
    await stillWanted(id);
    found = Math.max(found, link.number);
    post({ kind: 'link', id, link }, [link.image.data.buffer]);
  }
  post({ kind: 'done', id, found });
}

async function lookAtFrame({ id, bitmap, picture, x = 0, y = 0, still = false, fresh = false }) {
  if (fresh) live.forget();
  try {
    const result = await live.look({ x, y, still, ...openFrame({ bitmap, picture }) }, {
      // Looking and reading take no time worth telling here; waiting for the reader does, once.
      progress: (stage, done, of) => { if (stage === 'reader') post({ kind: 'progress', id, stage, done, of }); },
      pause: () => stillWanted(id),
      failed: (error) => post({ kind: 'problem', id, ...describeProblem(error) }),
    });
    post({ kind: 'frame-done', id, ...result });
  } finally {
    bitmap?.close();
  }
}

class Abandoned extends Error {}

/** Lets waiting messages in, then stops the scan if one of them called it off. */
async function stillWanted(id) {
  await nextTurn();
  if (wanted !== id) throw new Abandoned();
}
