/**
 * Evens out a strip's light and makes its print dark. The twin of training/reader/tones.py.
 *
 * A shadow's edge or the curve of a page runs across a line as often as not. So the tones are
 * stretched by the darkest and the lightest nearby, not by those of the whole strip.
 */

import { toneAt } from './histogram.js';

/** Columns that share a stretch, in strip heights; between them it is interpolated. */
const BLOCK = 0.5;

/** Blocks that are looked at on either side of one. */
const REACH = 2;

/** The darkest, the middle and the lightest tone. */
const PERCENTILES = [0.02, 0.5, 0.98];

/** An empty strip stays flat: no stretch makes more of fewer grey values. */
const LEAST_RANGE = 24;

/** Nor of a smaller share of the whole strip's range: gaps between words stay empty. */
const LEAST_SHARE = 0.35;

const TONES = 256;

/** @param {{data: Uint8Array, width: number, height: number}} strip changed in place */
export function darkOnLight({ data, width, height }) {
  const block = Math.trunc(BLOCK * height);
  const counts = countTones(data, width, block);
  const around = tonesAround(counts);
  const [darkest, , lightest] = tonesOf(sumOf(counts));
  const least = Math.max(LEAST_RANGE, LEAST_SHARE * (lightest - darkest));
  const inverted = isLightOnDark(around);
  const low = new Float64Array(width);
  const high = new Float64Array(width);
  const span = new Float64Array(width);
  for (let x = 0; x < width; x += 1) {
    const place = Math.min(around.length - 1, Math.max(0, (x + 0.5) / block - 0.5));
    const before = Math.min(Math.floor(place), Math.max(0, around.length - 2));
    const [a, b] = [around[before], around[Math.min(before + 1, around.length - 1)]];
    low[x] = a[0] + (place - before) * (b[0] - a[0]);
    high[x] = a[2] + (place - before) * (b[2] - a[2]);
    span[x] = Math.max(least, high[x] - low[x]);
  }
  for (let row = 0; row < data.length; row += width) {
    for (let x = 0; x < width; x += 1) {
      const ink = (inverted ? data[row + x] - low[x] : high[x] - data[row + x]) / span[x];
      data[row + x] = ink <= 0 ? 255 : ink >= 1 ? 0 : 255 * (1 - ink) + 0.5;
    }
  }
}

/** Print covers less than half of a strip, so the middle tone is near the ground's. */
function isLightOnDark(around) {
  const sum = (which) => around.reduce((total, tones) => total + tones[which], 0);
  return sum(1) - sum(0) < sum(2) - sum(1);
}

/** How often each tone is in each block of columns. @returns {Int32Array[]} */
function countTones(data, width, block) {
  const counts = Array.from({ length: Math.ceil(width / block) }, () => new Int32Array(TONES));
  for (let row = 0; row < data.length; row += width) {
    for (const [i, own] of counts.entries()) {
      const end = row + Math.min(width, (i + 1) * block);
      for (let at = row + i * block; at < end; at += 1) own[data[at]] += 1;
    }
  }
  return counts;
}

/** The PERCENTILES around each block: the sums move on by one block. */
function tonesAround(counts) {
  const sums = sumOf(counts.slice(0, REACH));
  return counts.map((_, i) => {
    if (i + REACH < counts.length) add(sums, counts[i + REACH], 1);
    if (i > REACH) add(sums, counts[i - REACH - 1], -1);
    return tonesOf(sums);
  });
}

function sumOf(counts) {
  const sums = new Int32Array(TONES);
  for (const own of counts) add(sums, own, 1);
  return sums;
}

function add(sums, counts, times) {
  for (let tone = 0; tone < TONES; tone += 1) sums[tone] += times * counts[tone];
}

/** The PERCENTILES of what was counted. */
const tonesOf = (counts) => PERCENTILES.map((share) => toneAt(counts, share));
