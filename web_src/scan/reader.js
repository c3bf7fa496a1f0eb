/**
 * Our own reader: a strip in, its characters out, each with how sure it is and what else it may be.
 */

import { tensor } from '@tensorflow/tfjs-core';

import { textOf } from './characters.js';
import { calibrated } from './confidence.js';
import { readLogits, readTogether } from './ctc.js';
import { evenCase } from './even_case.js';
import { evenWww } from './even_www.js';
import { partAtGaps } from './gaps.js';
import { loadGraph } from './graph.js';
import { LETTERS, inkedColumns, topOf } from './ink.js';

/**
 * @typedef {object} ReaderMeta reader.json
 * @property {number} height       of strips, px
 * @property {number} step         strip px to one time step
 * @property {number} multiple     strips are widened to a multiple of this, px: a graphics card compiles its
 *   programs for each new width
 * @property {string} characters   one a class; CTC's blank comes after them
 * @property {number} temperature  divides the logits
 * @property {[number, number][]} calibration see confidence.js
 * @property {number} sure         confidence from which a link needs no mark of doubt
 * @property {number} agreement    what a second reader that agrees multiplies the odds with
 */

/**
 * @typedef {object} Seen what the network makes of a strip
 * @property {Float32Array} logits
 * @property {ReturnType<typeof readLogits>} [decoded]
 */

/** @typedef {(strip: import('./picture.js').Picture, how?: {decode?: boolean}) => Promise<Seen>} Look */

/**
 * @typedef {object} Helpers what else tells texts apart
 * @property {(text: string) => number} [prior] how much likelier than others one is before anything is seen
 * @property {(text: string, than: string) => number} [likelier] and how much likelier than another
 * @property {(text: string) => string[]} [like] texts like the best one that the prior may prefer
 * @property {{characters: string, temperature: number, logits: (strip: object) => Promise<Float32Array>} | null} [careful]
 *   a larger reader with the same steps, to look at every cut, too; its characters begin with the other one's
 */

const WHITE = 255;

/** No character is wider than this about its middle, in strip heights: where nothing follows, it ends there. */
const HALF_CHARACTER = 0.35;

/**
 * @param {object} files
 * @param {ArrayBuffer} files.model      model.json
 * @param {ArrayBuffer[]} files.weights  the shards in the model's order
 * @param {ReaderMeta} files.meta
 * @param {(here: Look) => Look} [files.share]  lets another thread look, too
 * @returns {Promise<import('./tesseract.js').Reader & {look: Look, logits: (strip: object) => Promise<Float32Array>,
 *   readTogether: (strips: object[], helpers?: Helpers) => Promise<import('./tesseract.js').Reading>}>}
 *   `readTogether` reads several cuts of the same print, places in the first one's px; warmed up. The backend must have been started.
 */
export async function createReader({ model, weights, meta, share = (here) => here }) {
  const graph = await loadGraph({ model, weights });
  const classes = meta.characters.length + 1;
  const decoded = (logits) => readLogits(logits, classes, meta.temperature);
  const logits = (strip) => run(graph, strip, meta);
  const look = async (strip, { decode = false } = {}) => {
    const seen = await logits(strip);
    return { logits: seen, ...(decode && { decoded: decoded(seen) }) };
  };
  const shared = share(look);
  /** Who looks again sees the strip that was read, too. @type {WeakMap<object, Seen>} */
  const known = new WeakMap();
  const seen = async (strip, how) => {
    if (!known.has(strip)) known.set(strip, await shared(strip, how));
    return known.get(strip);
  };
  const reader = {
    height: meta.height,
    sure: meta.sure,
    agreement: meta.agreement,
    logits,
    look,
    async read(strip) {
      const one = await seen(strip, { decode: true });
      return toReading(one.decoded ?? decoded(one.logits), strip, meta);
    },
    async readTogether(strips, { prior, likelier, like, careful } = {}) {
      const quick = async (strip) => ({ logits: (await seen(strip)).logits, classes });
      const slow = async (strip) => ({
        logits: tempered(await careful.logits(strip), meta.temperature / careful.temperature),
        classes: careful.characters.length + 1,
      });
      const larger = (careful ? strips : []).map(slow); // begun first: they take longest
      const views = await Promise.all([...strips.map(quick), ...larger]);
      const all = careful ? { ...meta, characters: careful.characters } : meta;
      const ofTexts = (judge) => judge && ((...texts) => judge(...texts.map((labels) => textOfLabels(labels, all))));
      const more = like && ((labels) => like(textOfLabels(labels, all)).map((text) => labelsOf(text, all)));
      return toReading(readTogether(views, meta.temperature, ofTexts(prior), ofTexts(likelier), more), strips[0], all);
    },
    linkConfidence: (characters) => linkConfidence(characters, meta),
    close: () => graph.dispose(),
  };
  const { height, multiple } = meta;
  await logits({ data: new Uint8Array(height * multiple).fill(WHITE), width: multiple, height });
  return reader;
}

const tempered = (logits, factor) => logits.map((value) => value * factor);

/** Logits of the strip's own steps, steps × classes. */
async function run(graph, strip, { step, characters, multiple }) {
  const { values, width } = widened(strip, multiple);
  const [{ name }] = graph.inputs;
  const input = tensor(values, [1, strip.height, width, 1], 'float32');
  const output = graph.execute({ [name]: input });
  input.dispose();
  const all = await output.data();
  output.dispose();
  return all.subarray(0, Math.floor(strip.width / step) * (characters.length + 1));
}

/** The strip as floats, with white paper to the right of it. */
function widened({ data, width, height }, multiple) {
  const wide = Math.ceil(width / multiple) * multiple;
  const values = new Float32Array(wide * height).fill(WHITE);
  for (let y = 0; y < height; y += 1) values.set(data.subarray(y * width, (y + 1) * width), y * wide);
  return { values, width: wide };
}

const textOfLabels = (labels, { characters }) => labels.map((label) => characters[label]).join('');

const labelsOf = (text, { characters }) => Array.from(text, (char) => characters.indexOf(char));

/** @returns {import('./tesseract.js').Reading} */
function toReading({ characters: weighed, others }, strip, meta) {
  const { step, characters: charset } = meta;
  const places = placesOf(weighed.map(({ centre }) => (centre + 0.5) * step), strip);
  const read = evenCase(evenWww(weighed.map(({ label, confidence, alternatives }, i) => ({
    char: charset[label],
    confidence,
    ...places[i],
    alternatives: alternatives.map((other) => ({ char: charset[other.label], confidence: other.confidence })),
  })), (character) => topOf(strip, character) / strip.height));
  const characters = partAtGaps(read, strip.height);
  return {
    text: textOf(characters),
    characters,
    confidence: product(characters),
    others: others.map(({ labels, ratio }) => ({ text: textOfLabels(labels, meta), ratio })),
  };
}

/**
 * Where characters begin and end, from their middles: half way to the next one, but no further than ink goes.
 *
 * @param {number[]} middles px
 * @param {import('./picture.js').Picture} strip
 * @returns {{x0: number, x1: number}[]}
 */
function placesOf(middles, strip) {
  const half = HALF_CHARACTER * strip.height;
  const ink = inkedColumns(strip, LETTERS);
  const end = (from, to, way) => {
    let last = from;
    for (let x = from; (to - x) * way > 0; x += way) if (ink[Math.floor(x)]) last = x + way;
    return Math.abs(last - from) < 1 ? to : last; // no ink at all: an underline, or too faint
  };
  return middles.map((middle, i) => {
    const from = Math.max(0, middle - half, i > 0 ? (middles[i - 1] + middle) / 2 : 0);
    const to = Math.min(strip.width, middle + half, i + 1 < middles.length ? (middle + middles[i + 1]) / 2 : strip.width);
    return { x0: Math.max(from, end(middle, from, -1)), x1: Math.min(to, end(middle, to, 1)) };
  });
}

const product = (characters) => characters.reduce((all, { confidence }) => all * confidence, 1);

/**
 * How likely all of these characters are right at once.
 *
 * @param {{confidence: number}[]} characters the link's own, and those right beside it
 */
const linkConfidence = (characters, { calibration }) => calibrated(product(characters), calibration);
