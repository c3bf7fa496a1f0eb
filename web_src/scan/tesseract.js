/**
 * The article's reader: Tesseract, in a worker of its own, fed one strip at a time.
 */

import { createWorker, OEM, PSM } from 'tesseract.js';

import { textOf } from './characters.js';
import { pgm } from './pgm.js';
import { Problem } from './problem.js';

/**
 * @typedef {object} ReadCharacter one UTF-16 unit of the text
 * @property {string} char
 * @property {number} confidence 0..1
 * @property {number} x0 left edge in the strip, px
 * @property {number} x1 right edge in the strip, px
 */

/**
 * @typedef {object} Reading
 * @property {string} text                 characters joined
 * @property {ReadCharacter[]} characters  spaces among them
 * @property {number} confidence           0..1, of the whole strip
 */

/**
 * @typedef {object} Reader what every reader offers
 * @property {number} height  of the strips it wants, px
 * @property {number} sure    confidence from which a reading needs no mark of doubt, 0..1
 * @property {(strip: import('./picture.js').Picture) => Promise<Reading>} read
 * @property {(strips: import('./picture.js').Picture[], prior?: (text: string) => number) => Promise<Reading>} [readTogether]
 *   several cuts of the same print; `prior` says how much likelier than others a text is before anything is seen
 * @property {number} [atOnce]  how many links it reads best at the same time; one after the other, if it does not say
 * @property {() => void} close
 */

/** Tesseract scales its lines to 36 px itself; a little more leaves it something to smooth. */
const STRIP_HEIGHT = 48;

/** Links are no words; a dictionary would bend them into some. */
const NO_DICTIONARY = { load_system_dawg: '0', load_freq_dawg: '0' };

/** From this on a link is shown without a mark of doubt; to be calibrated on the benchmark. */
const SURE = 0.9;

/** Without a sign of life for so long, it will not come any more, ms. Its largest file may take a minute. */
const PATIENCE = 90_000;

/**
 * @param {object} options
 * @param {string} options.workerPath  absolute URLs, all three
 * @param {string} options.corePath
 * @param {string} options.langPath
 * @param {(part: number) => void} [options.onProgress] 0..1 while loading
 * @param {number} [options.patience] ms
 * @returns {Promise<Reader>}
 * @throws {Problem} reader-failed
 */
export async function createTesseractReader({ onProgress = () => {}, patience = PATIENCE, ...paths }) {
  const worker = await start(paths, onProgress, patience);
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_LINE });
  return {
    height: STRIP_HEIGHT,
    sure: SURE,
    read: async (strip) => {
      const { data } = await worker.recognize(pgm(strip), {}, { text: false, blocks: true });
      return toReading(data, strip.height);
    },
    close: () => worker.terminate(),
  };
}

/**
 * createWorker leaves us waiting for ever where the language data does not load (its errorHandler
 * is told) and where the core does not (nobody is told).
 */
async function start({ workerPath, corePath, langPath }, onProgress, patience) {
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(reject, patience, new Error('Tesseract gives no sign of life'));
      };
      wait();
      createWorker('eng', OEM.LSTM_ONLY, {
        workerPath,
        corePath: corePath.replace(/\/$/, ''),
        langPath: langPath.replace(/\/$/, ''),
        workerBlobURL: false, // a blob's script would stand outside the site's policy
        cacheMethod: 'none', // the service worker keeps the data
        logger({ status, progress }) {
          if (!(status in LOADING)) return;
          wait();
          onProgress(LOADING[status](progress));
        },
        errorHandler: reject,
      }, NO_DICTIONARY).then(resolve, reject);
    });
  } catch (error) {
    throw new Problem('reader-failed', {}, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Tesseract reports stage by stage, and later each reading too. By bytes, the core is a third of it all. */
const LOADING = {
  'loading tesseract core': (part) => part / 3,
  'loading language traineddata': (part) => 1 / 3 + part * 0.6,
};

/** A gap this narrow, in strip heights, is a letter's own room where no space can be. */
const LETTER_ROOM = 0.45;

/** Dashes and quotes that Tesseract tells apart and no link does. */
const PLAIN = { '‐': '-', '‑': '-', '–': '-', '—': '-', '−': '-', '‘': "'", '’': "'" };

/**
 * Flattens Tesseract's tree of blocks to characters, a space between words.
 *
 * @param {{blocks: object[] | null, confidence: number}} data
 * @param {number} height of the strip, px
 * @returns {Reading}
 */
export function toReading({ blocks, confidence }, height) {
  const words = (blocks ?? [])
    .flatMap((block) => block.paragraphs)
    .flatMap((paragraph) => paragraph.lines)
    .flatMap((line) => line.words);
  const characters = words.flatMap((word, i) => [
    ...(i === 0 || isOneWord(words[i - 1], word, height) ? [] : [spaceBetween(words[i - 1], word)]),
    ...word.symbols.flatMap(unitsOf),
  ]);
  return {
    text: textOf(characters),
    characters,
    confidence: Math.max(0, confidence ?? 0) / 100,
  };
}

/**
 * Receipts and typewriters leave much room around a full stop, and Tesseract takes it for a
 * space: "www .shop .com". No text has one before a full stop, nor after "www.".
 */
function isOneWord(before, after, height) {
  const narrow = after.bbox.x0 - before.bbox.x1 < LETTER_ROOM * height;
  const [left, right] = [before, after].map(({ symbols }) => symbols.map(({ text }) => text).join(''));
  return narrow && (/^\.\w/.test(right) || /(^|\W)www[.,]$/i.test(left));
}

const spaceBetween = (before, after) => ({
  char: ' ',
  confidence: Math.min(before.confidence, after.confidence) / 100,
  x0: before.bbox.x1,
  x1: after.bbox.x0,
});

/** A symbol may be several characters (a ligature): each gets its part of the box. */
function unitsOf({ text, confidence, bbox }) {
  const step = (bbox.x1 - bbox.x0) / text.length;
  return [...Array(text.length).keys()].map((i) => ({
    char: PLAIN[text[i]] ?? text[i],
    confidence: confidence / 100,
    x0: bbox.x0 + i * step,
    x1: bbox.x0 + (i + 1) * step,
  }));
}
