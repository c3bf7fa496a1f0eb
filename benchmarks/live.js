/**
 * What `benchmarks/live.py` times: a camera's frames through the article's pipeline and through
 * the app, in turn on one page, so that whatever else the machine does falls on both alike.
 *
 * The app takes part as it is: its page's end of the scanning thread (page/scanner.js), and the built site's worker.
 */

import { tensor } from '@tensorflow/tfjs-core';
import { createWorker } from 'tesseract.js';

import { readAssets } from '../web_src/page/assets.js';
import { rememberBackend } from '../web_src/page/backend_memory.js';
import { takeFrame } from '../web_src/page/camera_frame.js';
import { createScanner } from '../web_src/page/scanner.js';
import { createDetector } from '../web_src/scan/detector.js';
import { openFrame } from '../web_src/scan/frame.js';
import { loadGraph } from '../web_src/scan/graph.js';

/** The article's settings: side of its square picture, px, and what it does to it. */
const SIDE = 640;
const FILTER = 'grayscale(1) brightness(1.1) contrast(1.3)';

/** It reads at most this many pixels above and below a prefix's box, in heights of the box. */
const MARGIN = 0.15;

/** Long side of our detector's input, px. */
const INPUT = 640;

/** After so long the app's other thread reads, too, ms. */
const SETTLED = 4000;

const later = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const load = async (url) => (await fetch(url)).arrayBuffer();

/** The built site's table of files: this page lies beside its own. */
async function assetsOfSite() {
  const html = await (await fetch('index.html')).text();
  return readAssets(new DOMParser().parseFromString(html, 'text/html'));
}

/**
 * The article's way with a frame: squeeze it into 640 × 640, filter, detect, cut the strip right of
 * each prefix out of the same 640 × 640, and let Tesseract read it. Random weights find nothing,
 * so the true prefixes stand in for what they would have found.
 */
async function createOriginal(model, prefixes, assets) {
  const graph = await loadGraph(model);
  const [{ name, shape }] = graph.inputs;
  const tesseract = await createWorker('eng', 1, {
    workerPath: assets['tesseract-worker'].url,
    corePath: assets['tesseract-core-folder'].url,
    langPath: assets['tesseract-lang-folder'].url,
    workerBlobURL: false,
    cacheMethod: 'none',
  });
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

/** A scanning thread of the app, ready. */
async function startScanner(assets) {
  const scanner = await new Promise((resolve, reject) => {
    const failed = ({ code }) => reject(new Error(code));
    const made = createScanner({ assets, on: { loading() {}, ready: () => resolve(made), failed } });
  });
  await later(SETTLED);
  return scanner;
}

/** What it makes of a frame. @returns {Promise<(string | undefined)[]>} texts, of links that it has something new to tell of */
async function look(scanner, frame, { still, fresh = false }) {
  const { sightings } = await new Promise((resolve, reject) => {
    const problem = ({ code }) => reject(new Error(code));
    scanner.frame(frame, { x: 0, y: 0, still, fresh }, { frame: resolve, problem });
  });
  return sightings.map(({ link }) => link?.printed);
}

/**
 * @param {object} work
 * @param {[number, number, number, number][]} work.prefixes of the film's steady page, frame px
 * @param {{model: string, weights: string[]}} work.original  URLs of the article's graph
 * @param {number} work.rounds  the first tenth warms up
 * @returns {Promise<{times: Record<string, number[]>, texts: Record<string, string[]>}>} ms of every run
 */
export async function time({ prefixes, rounds, original: { model, weights } }) {
  const assets = await assetsOfSite();
  rememberBackend(assets['scan-worker'].url, 'wasm'); // that is what the article's runs on: nothing else is to be tried
  const detector = await createDetector({
    model: await load(assets['detector-model'].url),
    weights: await Promise.all(assets['detector-weights'].map(({ url }) => load(url))),
    wasmFolder: assets['tfjs-wasm-folder'].url,
  });
  const original = await createOriginal({ model: await load(model), weights: await Promise.all(weights.map(load)) }, prefixes, assets);
  const [first, following] = [await startScanner(assets), await startScanner(assets)];
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
  await video.play();
  const frameOf = () => takeFrame(video, { x: 0, y: 0, width: video.videoWidth, height: video.videoHeight });
  const ways = {
    async original(own) {
      const bitmap = await createImageBitmap(video);
      const start = performance.now();
      const texts = await original(bitmap, own);
      own.frame = performance.now() - start;
      bitmap.close();
      return texts;
    },
    /** Each frame as if it were the first one: all three links are read. Taking it counts, while the article's is given. */
    async ours(own) {
      const blank = await createImageBitmap(new ImageData(64, 64));
      await look(first, blank, { still: false, fresh: true }); // asks for the reader, which takes no time but comes later
      const start = performance.now();
      const texts = await look(first, await frameOf(), { still: true });
      own.frame = performance.now() - start;
      return texts;
    },
    async tracking(own) {
      const start = performance.now();
      const texts = await look(following, await frameOf(), { still: false });
      own.frame = performance.now() - start;
      return texts;
    },
    /** Alone, on this page's thread as the article's is. */
    async detecting(own) {
      const frame = await frameOf();
      const small = openFrame(frame.data ? { picture: frame } : { bitmap: frame }).small(INPUT);
      const start = performance.now();
      await detector.run(small);
      own.detector = performance.now() - start;
    },
  };
  const times = {};
  const texts = {};
  const warm = Math.max(3, Math.ceil(rounds / 10));
  for (let round = -warm; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const own = {};
      const read = await way(own);
      if (read) texts[name] = read;
      for (const [what, ms] of round < 0 ? [] : Object.entries(own)) (times[`${name} ${what}`] ??= []).push(ms);
    }
  }
  video.srcObject.getTracks().forEach((track) => track.stop());
  return { times, texts };
}
