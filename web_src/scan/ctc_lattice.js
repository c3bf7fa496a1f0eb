/**
 * All paths that spell one text, summed from the left and from the right: what each character
 * weighs against others in its place. See `Lattice` in training/reader/ctc.py.
 *
 * States: blank, first class, blank, second class, … blank. Sums are scaled to one at every
 * step, in both directions by the same factors.
 */

import { LEAST } from './ctc_beam.js';

/**
 * @param {Float64Array} probability steps × classes, the last class CTC's blank
 * @param {number} steps
 * @param {number} classes
 * @param {number[]} labels of the text, at least one
 */
export function createLattice(probability, steps, classes, labels) {
  const states = 2 * labels.length + 1;
  const blankClass = classes - 1;
  const classOf = Int32Array.from({ length: states }, (_, s) => (s % 2 ? labels[(s - 1) / 2] : blankClass));
  // A class may follow another without a blank between, unless both are the same.
  const skips = Uint8Array.from({ length: states }, (_, s) => Number(s % 2 === 1 && s >= 3 && classOf[s] !== classOf[s - 2]));
  const emitted = (step, s) => probability[step * classes + classOf[s]];
  const { left, scale } = forward();
  const right = backward();
  const total = left[steps * states - 1] + left[steps * states - 2];

  function forward() {
    const sums = new Float64Array(steps * states);
    const factors = new Float64Array(steps);
    for (let step = 0; step < steps; step += 1) {
      const [now, last] = [step * states, (step - 1) * states];
      let sum = 0;
      for (let s = 0; s < states; s += 1) {
        let value = step === 0 && s < 2 ? 1 : 0;
        if (step > 0) {
          value = sums[last + s];
          if (s > 0) value += sums[last + s - 1];
          if (skips[s]) value += sums[last + s - 2];
        }
        value *= emitted(step, s);
        sums[now + s] = value;
        sum += value;
      }
      factors[step] = sum;
      for (let s = 0; s < states; s += 1) sums[now + s] /= sum;
    }
    return { left: sums, scale: factors };
  }

  function backward() {
    const sums = new Float64Array(steps * states);
    sums[steps * states - 1] = 1;
    sums[steps * states - 2] = 1;
    const after = new Float64Array(states);
    for (let step = steps - 2; step >= 0; step -= 1) {
      const [now, next] = [step * states, (step + 1) * states];
      for (let s = 0; s < states; s += 1) after[s] = (sums[next + s] * emitted(step + 1, s)) / scale[step + 1];
      for (let s = 0; s < states; s += 1) {
        let value = after[s];
        if (s + 1 < states) value += after[s + 1];
        if (s + 2 < states && skips[s + 2]) value += after[s + 2];
        sums[now + s] = value;
      }
    }
    return sums;
  }

  /** Where each character is seen: the mean of its steps. */
  const centres = labels.map((_, i) => {
    let [sum, moment] = [0, 0];
    for (let step = 0; step < steps; step += 1) {
      const share = left[step * states + 2 * i + 1] * right[step * states + 2 * i + 1];
      sum += share;
      moment += step * share;
    }
    return moment / sum;
  });

  /** Paths in the state `blank`, or the class before it, right before a step; from that class not into `label` if same. */
  function enter(step, blank, label) {
    if (step === 0) return blank === 0 ? 1 : 0;
    const from = (step - 1) * states + blank;
    return left[from] + (blank > 0 && classOf[blank - 1] !== label ? left[from - 1] : 0);
  }

  const onward = (step, s) => (right[step * states + s] * emitted(step, s)) / scale[step];

  /** Paths on from a step into the state `blank`, or the class after it; into that one not from `label` if same. */
  function leave(step, blank, label) {
    if (step + 1 === steps) return blank === states - 1 ? 1 : 0;
    const skip = blank + 1 < states && classOf[blank + 1] !== label;
    return onward(step + 1, blank) + (skip ? onward(step + 1, blank + 1) : 0);
  }

  /**
   * Texts with one class between two blanks' states, instead of what is there: how many times
   * as likely as the text, for the classes that are seen in the window at all.
   *
   * @param {number} before state
   * @param {number} after  state
   * @param {[number, number]} window steps, the second one not included
   * @param {number} keepOut class
   * @returns {{label: number, ratio: number}[]}
   */
  function variants(before, after, [start, end], keepOut) {
    const found = [];
    for (let label = 0; label < blankClass; label += 1) {
      if (label === keepOut || !seen(label, start, end)) continue;
      let [path, sum] = [0, 0];
      for (let step = start; step < end; step += 1) {
        path = ((path + enter(step, before, label)) * probability[step * classes + label]) / scale[step];
        sum += path * leave(step, after, label);
      }
      found.push({ label, ratio: sum / total });
    }
    return found;
  }

  function seen(label, start, end) {
    for (let step = start; step < end; step += 1) if (probability[step * classes + label] >= LEAST) return true;
    return false;
  }

  /** The text without one of its characters: how many times as likely as the text. */
  function without(index, [start, end]) {
    const before = 2 * index;
    if (index === labels.length - 1) {
      const last = (steps - 1) * states + before;
      return (left[last] + (index > 0 ? left[last - 1] : 0)) / total;
    }
    let sum = 0;
    for (let step = start; step < end; step += 1) {
      sum += enter(step, before, classOf[before + 3]) * onward(step, before + 3);
    }
    return sum / total;
  }

  return { centres, variants, without };
}
