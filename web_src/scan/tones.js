/**
 * Evens out a strip's light and makes its print dark. The twin of training/reader/tones.py.
 *
 * A shadow's edge or the curve of a page runs across a line as often as not. So the tones are
 * stretched by the darkest and the lightest nearby, not by those of the whole strip.
 */

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

/** @param {{data: Uint8Array, width: number, height: number}} strip changed in place */
export function darkOnLight({ data, width, height }) {
  const block = Math.trunc(BLOCK * height);
  const around = tonesAround(data, width, height, block);
  const [darkest, , lightest] = tonesOf(data, width, height, 0, width);
  const least = Math.max(LEAST_RANGE, LEAST_SHARE * (lightest - darkest));
  const inverted = isLightOnDark(around);
  for (let x = 0; x < width; x += 1) {
    const place = Math.min(around.length - 1, Math.max(0, (x + 0.5) / block - 0.5));
    const before = Math.min(Math.floor(place), Math.max(0, around.length - 2));
    const [a, b] = [around[before], around[Math.min(before + 1, around.length - 1)]];
    const low = a[0] + (place - before) * (b[0] - a[0]);
    const high = a[2] + (place - before) * (b[2] - a[2]);
    const span = Math.max(least, high - low);
    for (let i = x; i < data.length; i += width) {
      const ink = inverted ? (data[i] - low) / span : (high - data[i]) / span;
      data[i] = Math.floor(255 * Math.min(1, Math.max(0, 1 - ink)) + 0.5);
    }
  }
}

/** Print covers less than half of a strip, so the middle tone is near the ground's. */
function isLightOnDark(around) {
  const sum = (which) => around.reduce((total, tones) => total + tones[which], 0);
  return sum(1) - sum(0) < sum(2) - sum(1);
}

/** The PERCENTILES around each block of columns. */
function tonesAround(data, width, height, block) {
  const reach = REACH * block;
  const found = [];
  for (let left = 0; left < width; left += block) {
    found.push(tonesOf(data, width, height, Math.max(0, left - reach), Math.min(width, left + block + reach)));
  }
  return found;
}

/** The PERCENTILES of some columns. */
function tonesOf(data, width, height, left, right) {
  const counts = new Uint32Array(256);
  for (let y = 0; y < height; y += 1) {
    for (let i = y * width + left; i < y * width + right; i += 1) counts[data[i]] += 1;
  }
  const total = (right - left) * height;
  return PERCENTILES.map((part) => {
    const rank = Math.min(total - 1, Math.trunc(part * total));
    let seen = 0;
    let value = -1;
    while (seen <= rank) seen += counts[(value += 1)];
    return value;
  });
}
