/**
 * What `benchmarks/live.py` times: a camera's frames through the article's pipeline and through
 * ours, in turn on one page, so that whatever else the machine does falls on both alike.
 */

import { tensor } from '@tensorflow/tfjs-core';
import { createWorker } from 'tesseract.js';

import { takeFrame } from '../web_src/page/camera_frame.js';
import { decode } from '../web_src/scan/decode.js';
import { createDetector } from '../web_src/scan/detector.js';
import { openFrame } from '../web_src/scan/frame.js';
import { loadGraph } from '../web_src/scan/graph.js';
import { createLive } from '../web_src/scan/live.js';
import { PARTS } from '../web_src/scan/parts.js';
import { createPool } from '../web_src/scan/pool.js';
import { createReader } from '../web_src/scan/reader.js';
import { createTesseractReader } from '../web_src/scan/tesseract.js';
import { openThread } from '../web_src/scan/thread.js';

/** The article's settings: side of its square picture, px, and what it does to it. */
const SIDE = 640;
const FILTER = 'grayscale(1) brightness(1.1) contrast(1.3)';

/** It reads at most this many pixels above and below a prefix's box, in heights of the box. */
const MARGIN = 0.15;

const later = () => new Promise((resolve) => { setTimeout(resolve); });
const at = (path) => new URL(path, location).href;
const tesseractFiles = { workerPath: at('/tesseract/dist/worker.min.js'), corePath: at('/core'), langPath: at('/language') };

async function files(folder, shards) {
  const load = async (name) => (await fetch(`${folder}/${name}`)).arrayBuffer();
  return { model: await load('model.json'), weights: await Promise.all(shards.map(load)) };
}

/**
 * The article's way with a frame: squeeze it into 640 × 640, filter, detect, cut the strip right of
 * each prefix out of the same 640 × 640, and let Tesseract read it. Random weights find nothing,
 * so the true prefixes stand in for what they would have found.
 */
async function createOriginal(model, prefixes) {
  const graph = await loadGraph(model);
  const [{ name, shape }] = graph.inputs;
  const tesseract = await createWorker('eng', 1, { ...tesseractFiles, workerBlobURL: false, cacheMethod: 'none' });
  const canvas = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const strip = document.createElement('canvas');

  return async (bitmap, times) => {
    context.filter = FILTER;
    context.drawImage(bitmap, 0, 0, SIDE, SIDE);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    const values = new Float32Array(SIDE * SIDE * 3);
    for (let i = 0, j = 0; i < values.length; j += 4) {
      values[i++] = data[j];
      values[i++] = data[j + 1];
      values[i++] = data[j + 2];
    }
    const before = performance.now();
    const input = tensor(values, shape, 'float32');
    const outputs = [graph.execute({ [name]: input })].flat();
    await Promise.all(outputs.map((output) => output.data()));
    [input, ...outputs].forEach((t) => t.dispose());
    times.detector = performance.now() - before;
    const [across, down] = [SIDE / bitmap.width, SIDE / bitmap.height];
    const texts = [];
    for (const [left, top, right, bottom] of prefixes) {
      const room = MARGIN * (bottom - top);
      const [x, y, height] = [left * across, (top - room) * down, (bottom - top + 2 * room) * down];
      Object.assign(strip, { width: Math.round(SIDE - x), height: Math.round(height) });
      strip.getContext('2d').drawImage(canvas, x, y, strip.width, height, 0, 0, strip.width, strip.height);
      texts.push((await tesseract.recognize(strip)).data.text.trim());
    }
    return texts;
  };
}

/** Our reader as the site has it: another thread looks at strips, too. */
async function readerOfTwo(readerFiles) {
  const pool = createPool();
  const reader = await createReader({ ...readerFiles, share: (here) => pool.share('reader', here) });
  const thread = openThread(new Worker('/worker.js', { type: 'module' }), at('/wasm/'));
  pool.join(thread);
  pool.load('reader', readerFiles);
  while (!thread.knows('reader')) await later();
  return { ...reader, atOnce: pool.atOnce('reader') };
}

async function createOurs({ shards, detectorMeta, readerMeta }) {
  const detector = await createDetector({ ...await files('/detector', shards.detector), wasmFolder: at('/wasm/') });
  const reader = readerMeta
    ? await readerOfTwo({ ...await files('/reader', shards.reader), meta: readerMeta })
    : await createTesseractReader(tesseractFiles);
  let detecting = 0;
  const parts = {
    async find(picture) {
      const start = performance.now();
      const { data, rows, cols } = await detector.run(picture);
      detecting = performance.now() - start;
      return decode(data, rows, cols, detectorMeta);
    },
    ...PARTS,
    reader: async () => reader,
  };
  const reporting = { progress() {}, pause: async () => {}, failed(error) { throw error; } };
  /** @returns {(sent: object, times: object, still: boolean) => Promise<string[]>} with a memory of its own */
  return () => {
    const live = createLive(parts);
    return async (sent, times, still) => {
      const { sightings } = await live.look({ x: 0, y: 0, still, ...openFrame(sent) }, reporting);
      times.detector = detecting;
      return sightings.map(({ link }) => link?.printed);
    };
  };
}

/**
 * @param {object} work
 * @param {[number, number, number, number][]} work.prefixes of the film's steady page, frame px
 * @param {Record<'original' | 'detector' | 'reader', string[]>} work.shards of each model; a reader may be missing
 * @param {object} work.detectorMeta
 * @param {object} [work.readerMeta] Tesseract reads where there is no reader of our own
 * @param {number} work.rounds  the first tenth warms up
 * @returns {Promise<{times: Record<string, number[]>, texts: Record<string, string[]>}>} ms of every run
 */
export async function time({ prefixes, rounds, ...models }) {
  const ours = await createOurs(models);
  const original = await createOriginal(await files('/original', models.shards.original), prefixes);
  const tracking = ours();
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
  await video.play();
  const blank = await createImageBitmap(new ImageData(64, 64));
  // As camera.js sends it; taking it counts, while the article's way is given its bitmap.
  const sentFrame = async () => {
    const frame = await takeFrame(video, { x: 0, y: 0, width: video.videoWidth, height: video.videoHeight });
    return frame.data ? { picture: frame } : { bitmap: frame };
  };
  const ways = {
    async original(own) {
      const bitmap = await createImageBitmap(video);
      const start = performance.now();
      const texts = await original(bitmap, own);
      own.whole = performance.now() - start;
      bitmap.close();
      return texts;
    },
    // Each frame as if it were the first one: all three links are read.
    async ours(own) {
      const look = ours();
      await look({ bitmap: blank }, {}, false); // asks for the reader, which takes no time but comes later
      await later();
      return timed(own, look, true);
    },
    tracking: (own) => timed(own, tracking, false),
  };
  async function timed(own, look, still) {
    const start = performance.now();
    const sent = await sentFrame();
    const texts = await look(sent, own, still);
    own.whole = performance.now() - start;
    sent.bitmap?.close();
    return texts;
  }
  const times = {};
  const texts = {};
  const keep = (name, value) => { (times[name] ??= []).push(value); };
  const warm = Math.max(3, Math.ceil(rounds / 10));
  for (let round = -warm; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const own = {};
      texts[name] = await way(own);
      if (round < 0) continue;
      keep(`${name} detector`, own.detector);
      keep(`${name} frame`, own.whole);
    }
  }
  video.srcObject.getTracks().forEach((track) => track.stop());
  return { times, texts };
}
