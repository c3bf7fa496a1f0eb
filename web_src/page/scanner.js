/**
 * The page's end of the scanning thread: keeps it alive, gives it one scan at a time, and
 * brings what it says to whoever asked.
 */

import { answerSpawn } from '../scan/nested_worker.js';
import { pictureFromBitmap, pictureFromFile } from '../scan/picture.js';
import { describeProblem } from '../scan/problem.js';
import { rememberBackend, rememberedBackend } from './backend_memory.js';

/**
 * @typedef {object} Problem
 * @property {string} code
 * @property {Record<string, string | number>} facts
 */

/**
 * @typedef {object} ScanHandlers all optional; none is called after the scan was abandoned
 * @property {(size: {width: number, height: number}) => void} [picture]  its size in px, once open
 * @property {(stage: {stage: string, done: number, of: number}) => void} [progress]
 * @property {(part: number) => void} [reader]  0..1, how far the reader of letters is loaded
 * @property {(link: import('../scan/pipeline.js').Link) => void} [link]
 * @property {(result: {found: number}) => void} [done]
 * @property {(frame: {sightings: import('../scan/live.js').Sighting[], seen: number, hint: string | null}) => void} [frame]
 * @property {(problem: Problem) => void} [problem]
 */

/**
 * @param {object} options
 * @param {object} options.assets  the page's asset table, URLs absolute
 * @param {object} options.on
 * @param {(part: number) => void} options.on.loading  0..1
 * @param {() => void} options.on.ready
 * @param {(problem: Problem) => void} options.on.failed  nothing works until restart()
 * @param {() => Worker} [options.startWorker]
 */
export function createScanner({ assets, on, startWorker = () => new Worker(assets['scan-worker'].url, { type: 'module' }) }) {
  const version = assets['scan-worker'].url; // named by its contents
  let worker;
  let state = 'loading'; // then 'ready' or 'failed'
  let crashes = 0; // since the last scan that came to its end
  let lastId = 0;
  let settings = { reader: 'own' };
  /** The one scan that is wanted: {id, message, transfer, handlers}. */
  let current;

  const answers = {
    loading: ({ part }) => on.loading(part),
    reader: ({ part }) => current?.handlers.reader?.(part),
    ready() {
      state = 'ready';
      on.ready();
      if (current) post(current);
    },
    backend: ({ name }) => rememberBackend(version, name),
    spawn: (message) => answerSpawn(message, [assets['tesseract-worker'].url]),
    picture: ({ width, height }) => current.handlers.picture?.({ width, height }),
    progress: ({ stage, done, of }) => current.handlers.progress?.({ stage, done, of }),
    link: ({ link }) => current.handlers.link?.(link),
    done: ({ found }) => finish('done', { found }),
    'frame-done': ({ sightings, seen, hint }) => finish('frame', { sightings, seen, hint }),
    problem({ id, code, facts }) {
      if (id === undefined) fail({ code, facts });
      else if (code === 'scan-failed') crashed(); // memory may be in pieces: better a new thread
      else finish('problem', { code, facts });
    },
  };

  function start(fresh) {
    worker?.terminate();
    state = 'loading';
    worker = startWorker();
    worker.onmessage = ({ data }) => {
      if (data.id === undefined || data.id === current?.id) answers[data.kind](data);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      crashed();
    };
    worker.onmessageerror = crashed;
    worker.postMessage({ kind: 'init', assets, fresh, settings, backend: rememberedBackend(version) });
  }

  /** A thread that stops once may have met a picture too much for it; one that stops again is ill. */
  function crashed() {
    const again = state === 'loading' || crashes > 0;
    crashes += 1;
    const scan = current;
    current = undefined;
    if (again) return fail({ code: scan ? 'scan-failed-again' : 'load-failed', facts: {} });
    start(false);
    return scan?.handlers.problem?.({ code: 'scan-failed', facts: {} });
  }

  function fail(problem) {
    state = 'failed';
    current = undefined;
    worker.terminate();
    on.failed(problem);
  }

  function finish(event, result) {
    const { handlers } = current;
    current = undefined;
    if (event !== 'problem') crashes = 0;
    handlers[event]?.(result);
  }

  const post = ({ message, transfer }) => worker.postMessage(message, transfer);

  function scan(kind, payload, transfer, handlers) {
    lastId += 1;
    current = { id: lastId, message: { kind, id: lastId, ...payload }, transfer, handlers };
    if (state === 'ready') post(current);
    else if (state === 'failed') start(true); // what is asked for is a reason to try again
  }

  start(false);

  return {
    get loading() {
      return state === 'loading';
    },

    /** Past all caches, after on.failed. */
    restart() {
      crashes = 0;
      start(true);
    },

    /**
     * Abandons the scan before it and scans this photo, once the thread is ready.
     *
     * @param {Blob} file
     * @param {ScanHandlers} handlers
     */
    async photo(file, handlers) {
      if (workersDecode()) return scan('photo', { file }, [], handlers);
      lastId += 1; // from now on, answers to the scan before it are unwanted
      const id = lastId;
      current = undefined;
      try {
        const picture = await pictureFromFile(file);
        if (id === lastId) scan('photo', { picture }, [picture.data.buffer], handlers);
      } catch (error) {
        if (id === lastId) handlers.problem?.(describeProblem(error));
      }
      return undefined;
    },

    /**
     * @param {ImageBitmap | import('./camera_frame.js').GreyFrame} frame of the camera, taken over
     * @param {{x: number, y: number, still: boolean, fresh: boolean}} about  where in the camera's picture it lies, px;
     *   still: it is the last one, and there is time to read all of it; fresh: forget those before
     * @param {ScanHandlers} handlers
     */
    frame(frame, about, handlers) {
      if (frame.data) return scan('frame', { picture: frame, ...about }, [frame.data.buffer], handlers);
      if (workersDecode()) return scan('frame', { bitmap: frame, ...about }, [frame], handlers);
      const picture = pictureFromBitmap(frame);
      frame.close();
      return scan('frame', { picture, ...about }, [picture.data.buffer], handlers);
    },

    /** For all scans to come. @param {{reader: 'own' | 'tesseract'}} chosen */
    set(chosen) {
      settings = { ...settings, ...chosen };
      if (state !== 'failed') worker.postMessage({ kind: 'settings', settings });
    },

    /** Nothing more is wanted of the scan under way. */
    abandon() {
      if (current && state === 'ready') worker.postMessage({ kind: 'abandon' });
      current = undefined;
    },
  };
}

/** Safari before 16.4 has no canvas in workers; then the page turns pictures into pixels. */
const workersDecode = () => typeof OffscreenCanvas === 'function';
