/**
 * All paths that spell one text, summed from the left and from the right: what each character
 * weighs against others in its place. See `Lattice` in training/reader/ctc.py.
 *
 * States: blank, first class, blank, second class, … blank. Sums are scaled to one at every
 * step, in both directions by the same factors.
 */

/**
 * Sums smaller than this beside the largest of their step are none. Few states are near a step's
 * own, and the others' numbers would become so small that computers take long over each.
 */
const LOST = 1e-60;

/**
 * @param {import('./ctc.js').Seen} seen
 * @param {number[]} labels of the text, at least one
 */
export function createLattice({ steps, classes, probability, spoken }, labels) {
  const { states, classOf, skips } = statesOf(labels, classes);
  const emitted = (step, s) => probability[step * classes + classOf[s]];
  const { left, scale } = forward();
  const { right, centres } = backward();
  const total = left[steps * states - 1] + left[steps * states - 2];

  function forward() {
    const sums = new Float64Array(steps * states);
    const factors = new Float64Array(steps);
    let [first, end] = [0, 0]; // states with sums
    for (let step = 0; step < steps; step += 1) {
      const now = step * states;
      const last = now - states;
      end = Math.min(states, end + 2);
      let sum = 0;
      for (let s = first; s < end; s += 1) {
        let value = 1;
        if (step > 0) {
          value = sums[last + s];
          if (s > 0) value += sums[last + s - 1];
          if (skips[s]) value += sums[last + s - 2];
        }
        value *= probability[step * classes + classOf[s]];
        sums[now + s] = value;
        sum += value;
      }
      factors[step] = sum;
      for (let s = first; s < end; s += 1) sums[now + s] /= sum;
      for (; sums[now + first] < LOST; first += 1) sums[now + first] = 0;
      for (; sums[now + end - 1] < LOST; end -= 1) sums[now + end - 1] = 0;
    }
    return { left: sums, scale: factors };
  }

  /** And where each character is seen: the mean of its steps. */
  function backward() {
    const sums = new Float64Array(steps * states);
    const shares = new Float64Array(labels.length);
    const moments = new Float64Array(labels.length);
    const after = new Float64Array(states + 2);
    let [first, end] = [states - 2, states];
    for (let step = steps - 1; step >= 0; step -= 1) {
      const now = step * states;
      let most = 0;
      for (let s = first; s < end; s += 1) {
        let value = 1;
        if (step < steps - 1) {
          value = after[s] + after[s + 1];
          if (skips[s + 2]) value += after[s + 2];
        }
        sums[now + s] = value;
        if (value > most) most = value;
      }
      after.fill(0, first, end);
      for (; sums[now + first] < LOST * most; first += 1) sums[now + first] = 0;
      for (; sums[now + end - 1] < LOST * most; end -= 1) sums[now + end - 1] = 0;
      for (let s = first; s < end; s += 1) after[s] = (sums[now + s] * probability[step * classes + classOf[s]]) / scale[step];
      for (let s = first | 1; s < end; s += 2) {
        const share = left[now + s] * sums[now + s];
        shares[s >> 1] += share;
        moments[s >> 1] += step * share;
      }
      first = Math.max(0, first - 2);
    }
    return { right: sums, centres: Array.from(moments, (moment, i) => moment / shares[i]) };
  }

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
    for (const label of spokenWithin(start, end)) {
      if (label === keepOut) continue;
      let path = 0;
      let sum = 0;
      for (let step = start; step < end; step += 1) {
        path = ((path + enter(step, before, label)) * probability[step * classes + label]) / scale[step];
        sum += path * leave(step, after, label);
      }
      found.push({ label, ratio: sum / total });
    }
    return found;
  }

  function spokenWithin(start, end) {
    const found = new Set();
    for (let step = start; step < end; step += 1) for (const label of spoken[step]) found.add(label);
    return [...found].sort((a, b) => a - b);
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

/** The class of each state, and where the one before may be skipped. */
function statesOf(labels, classes) {
  const states = 2 * labels.length + 1;
  const classOf = new Int32Array(states).fill(classes - 1);
  const skips = new Uint8Array(states + 2);
  for (let i = 0; i < labels.length; i += 1) {
    classOf[2 * i + 1] = labels[i];
    // A class may follow another without a blank between, unless both are the same.
    skips[2 * i + 1] = Number(i > 0 && labels[i] !== labels[i - 1]);
  }
  return { states, classOf, skips };
}

/**
 * Natural logarithm of a text's probability, minus infinity where there are too few steps for it: the sums from the
 * left alone, and of these no more than the last step's.
 *
 * @param {import('./ctc.js').Seen} seen
 * @param {number[]} labels of the text, at least one
 * @returns {number}
 */
export function logLikelihood({ steps, classes, probability }, labels) {
  const { states, classOf, skips } = statesOf(labels, classes);
  const sums = new Float64Array(states);
  const factors = new Float64Array(steps);
  let [first, end] = [0, 0]; // states with sums
  sums[0] = 1; // before the first step, all is in the first blank
  for (let step = 0; step < steps; step += 1) {
    const row = step * classes;
    end = Math.min(states, end + 2);
    let sum = 0;
    let before = 0; // the last step's sum of the state before, and of the one before that
    let skipped = 0;
    for (let s = first; s < end; s += 1) {
      const own = sums[s];
      let value = own + before;
      if (skips[s]) value += skipped;
      value *= probability[row + classOf[s]];
      sums[s] = value;
      sum += value;
      skipped = before;
      before = own;
    }
    factors[step] = sum;
    for (let s = first; s < end; s += 1) sums[s] /= sum;
    for (; sums[first] < LOST; first += 1) sums[first] = 0;
    for (; sums[end - 1] < LOST; end -= 1) sums[end - 1] = 0;
  }
  return factors.reduce((sum, factor) => sum + Math.log(factor), Math.log(sums[states - 1] + sums[states - 2]));
}
