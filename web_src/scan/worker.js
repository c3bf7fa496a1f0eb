/**
 * The scanning thread: loads the detector, then answers the page's messages one at a time.
 *
 * In:  init {assets, fresh} · photo {id, file | picture} · frame {id, bitmap | picture} · abandon
 * Out: loading {part} · ready · reader {part} · picture {id, width, height}
 *      · progress {id, stage, done, of} · link {id, link} · done {id, found}
 *      · frame-done {id, width, height, links} · problem {id?, code, facts}
 *      · spawn {url, port} (nested_worker.js)
 */

import { findLink } from '../links/parse.js';
import { loadFiles } from './assets.js';
import { decode } from './decode.js';
import { createDetector } from './detector.js';
import { lendWorker } from './nested_worker.js';
import { pictureFromBitmap, pictureFromFile } from './picture.js';
import { scanFrame, scanPhoto } from './pipeline.js';
import { Problem, describeProblem } from './problem.js';
import { cutStrip } from './strip.js';
import { createTesseractReader } from './tesseract.js';

const post = (message, transfer = []) => self.postMessage(message, transfer);

/** The scan the page still wants; an abandoned one sees another number here and stops. */
let wanted;

/** @type {import('./pipeline.js').Parts} */
let parts;

const handlers = {
  init,
  photo: ({ id, file, picture }) => scanWholePhoto(id, file, picture),
  frame: ({ id, bitmap, picture }) => scanOneFrame(id, picture ?? greyOf(bitmap)),
  abandon: () => { wanted = undefined; },
};

self.onmessage = async ({ data }) => {
  if (data.id !== undefined) wanted = data.id;
  try {
    await handlers[data.kind](data);
  } catch (error) {
    if (error instanceof Abandoned) return;
    if (!(error instanceof Problem)) console.error(error); // what the user can mend is told on the page
    post({ kind: 'problem', id: data.id, ...describeProblem(error) });
  }
};

lendWorker(self, post);

async function init({ assets, fresh }) {
  const files = [assets['detector-model'], ...assets['detector-weights']];
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const [model, ...weights] = await loadFiles(files, {
    fresh,
    // The last tenth is compiling the detector, which reports nothing until it is done.
    onProgress: (bytes) => post({ kind: 'loading', part: (0.9 * bytes) / total }),
  });
  const detector = await createDetector({ model, weights, wasmFolder: assets['tfjs-wasm-folder'].url });
  parts = {
    find: async (picture) => {
      const { data, rows, cols } = await detector.run(picture);
      return decode(data, rows, cols, assets.detector.meta);
    },
    cutStrip,
    findLink,
    reader: onceOrAgain(() => startReader(assets)),
  };
  post({ kind: 'ready' });
  parts.reader().catch(() => {}); // in the background; whoever needs it will hear of a failure
}

function startReader(assets) {
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

/** Makes a thing once for all who ask; after a failure the next to ask tries again. */
function onceOrAgain(make) {
  let made;
  let ready = false;
  return (onWait = () => {}) => {
    if (!ready) onWait();
    made ??= make().then((thing) => {
      ready = true;
      return thing;
    }, (error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
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
    found += 1;
    post({ kind: 'link', id, link }, [link.image.data.buffer]);
  }
  post({ kind: 'done', id, found });
}

function greyOf(bitmap) {
  const picture = pictureFromBitmap(bitmap);
  bitmap.close();
  return picture;
}

async function scanOneFrame(id, picture) {
  const links = [];
  const reporting = {
    // Looking and reading take no time worth telling here; waiting for the reader does, once.
    progress: (stage, done, of) => { if (stage === 'reader') post({ kind: 'progress', id, stage, done, of }); },
    pause: () => stillWanted(id),
  };
  for await (const link of scanFrame(picture, parts, reporting)) links.push(link);
  const { width, height } = picture;
  post({ kind: 'frame-done', id, width, height, links }, links.map(({ image }) => image.data.buffer));
}

class Abandoned extends Error {}

/** Lets waiting messages in, then stops the scan if one of them called it off. */
async function stillWanted(id) {
  await new Promise((resolve) => { nextTask(resolve); });
  if (wanted !== id) throw new Abandoned();
}

/** setTimeout would wait 4 ms each time; a message to oneself comes right after those that wait. */
const { port1, port2 } = new MessageChannel();
const tasks = [];
port1.onmessage = () => tasks.shift()();
function nextTask(run) {
  tasks.push(run);
  port2.postMessage(null);
}
