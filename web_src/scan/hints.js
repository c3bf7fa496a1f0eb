/**
 * What is wrong with what the camera sees, told from the detector's small picture.
 */

/** Darker than this on average, paper is grey in grey, 0..255. */
const DARK = 45;

/** Print lower than this in the frame, px, is too small for the reader. */
const FAR = 9;

/** Flatter than this, as a wall or a table is, there is nothing to be sharp. */
const FLAT = 14;

/**
 * In a sharp picture neighbouring pixels differ nearly as much as those two apart; out of focus,
 * far less. Mean square of the one difference, over that of the other.
 */
const BLURRED = 0.34;

/** Every so many frames is enough. */
const EVERY = 4;

/** @returns {{look: Function}} */
export function createHinter() {
  let frames = 0;
  let hint = null;

  return {
    /**
     * @param {import('./picture.js').Picture} small
     * @param {import('./candidates.js').Candidate[]} candidates in frame px
     * @returns {'dark' | 'far' | 'blurred' | null}
     */
    look(small, candidates) {
      if (frames % EVERY === 0) hint = judge(small, candidates);
      frames += 1;
      return hint;
    },
  };
}

/** @returns {'dark' | 'far' | 'blurred' | null} */
export function judge(small, candidates) {
  const { mean, deviation, sharpness } = measure(small);
  if (mean < DARK) return 'dark';
  if (deviation > FLAT && sharpness < BLURRED) return 'blurred';
  if (candidates.length && candidates.every(({ height }) => height < FAR)) return 'far';
  return null;
}

/** @param {import('./picture.js').Picture} picture */
export function measure({ data, width, height }) {
  let [sum, squares, near, wide, n] = [0, 0, 0, 0, 0];
  for (let y = 1; y < height - 1; y += 2) {
    for (let x = 1, i = y * width + 1; x < width - 2; x += 2, i += 2) {
      const value = data[i];
      sum += value;
      squares += value * value;
      near += (data[i + 1] - value) ** 2;
      wide += (data[i + 2] - value) ** 2;
      n += 1;
    }
  }
  const mean = sum / n;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / n - mean * mean)), sharpness: wide ? near / wide : 1 };
}
