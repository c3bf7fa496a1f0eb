/**
 * How likely a text is printed at all, whatever is seen of it: the language model, which says from the
 * characters before it how likely each one is.
 *
 * The twin of training/language/model.py, computed here without any library: it is asked for a few hundred
 * characters, and the first of its layers is a table look-up.
 */

/**
 * @typedef {object} LanguageMeta language.json
 * @property {string} characters  one a class, as the reader's
 * @property {number} context     characters that the next one is told from
 * @property {number} weight      how much its word counts beside what is seen
 * @property {number} unknown     how often a text is nothing that could be known: a token, a number
 * @property {{name: string, shape: number[], scale: number}[]} tensors in the file's order
 */

/** Contexts whose answers are kept. */
const MOST_KEPT = 4000;

/** What a character is worth that anything may follow. */
const ANY = 1 / 64;

/**
 * @param {ArrayBuffer} file  language.bin: int8 weights
 * @param {LanguageMeta} meta
 * @returns {{logProbabilities: (text: string) => number[], likelier: (text: string, than: string) => number}}
 *   `logProbabilities`: of each character after those before it; `likelier`: how many times as likely a text is as
 *   another one that differs from it in letters alone. Whether anything stands there, the reader sees better: for texts
 *   of other lengths or with other spaces it is 1.
 */
export function createLanguage(file, meta) {
  const { characters, context, weight, unknown } = meta;
  const classOf = new Map([...characters].map((char, i) => [char, i]));
  const [space, other] = [classOf.get(' '), characters.length - 1];
  const next = network(weightsOf(file, meta.tensors), context);
  /** @type {Map<string, Float32Array>} */
  const kept = new Map();

  function after(classes) {
    const key = classes.join();
    if (!kept.has(key)) {
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, next(classes));
    }
    return kept.get(key);
  }

  function logProbabilities(text) {
    const classes = [...new Array(context).fill(space), ...[...text].map((char) => classOf.get(char) ?? other)];
    return classes.slice(context).map((label, i) => after(classes.slice(i, i + context))[label]);
  }

  function likelihood(text) {
    const known = logProbabilities(text).map((log) => Math.log((1 - unknown) * Math.exp(log) + unknown * ANY));
    return weight * known.reduce((sum, value) => sum + value, 0);
  }

  const spaces = (text) => text.split(' ').length;

  function likelier(text, than) {
    if (text.length !== than.length || spaces(text) !== spaces(than)) return 1;
    return Math.exp(likelihood(text) - likelihood(than));
  }

  return { logProbabilities, likelier };
}

/** The tensors of the file, by the last part of their layer's name. */
function weightsOf(file, tensors) {
  const found = {};
  let from = 0;
  for (const { name, shape, scale } of tensors) {
    const values = Float32Array.from(new Int8Array(file, from, shape.reduce((all, size) => all * size, 1)), (value) => value * scale);
    found[name] = { values, shape };
    from += values.length;
  }
  return found;
}

/** @returns {(classes: number[]) => Float32Array} logarithms of what follows so many classes */
function network(weights, context) {
  const table = contextTable(weights['vectors/embeddings'], weights['context/kernel']);
  const [, , first] = weights['context/kernel'].shape;
  const count = weights['vectors/embeddings'].shape[0];
  const hidden = dense(weights['hidden/kernel'], weights['hidden/bias'].values);
  const last = dense(weights['next/kernel'], weights['next/bias'].values);
  return (classes) => {
    const sums = weights['context/bias'].values.slice();
    for (let place = 0; place < context; place += 1) {
      const row = (place * count + classes[place]) * first;
      for (let k = 0; k < first; k += 1) sums[k] += table[row + k];
    }
    return logSoftmax(last(rectified(hidden(rectified(sums)))));
  };
}

/** What each class at each place before adds to the first layer: places × classes × its width. */
function contextTable({ values: vectors, shape: [count, size] }, { values: kernel, shape: [places, , width] }) {
  const table = new Float32Array(places * count * width);
  for (let place = 0; place < places; place += 1) {
    for (let label = 0; label < count; label += 1) {
      const row = (place * count + label) * width;
      for (let i = 0; i < size; i += 1) {
        const value = vectors[label * size + i];
        const from = (place * size + i) * width;
        for (let k = 0; k < width; k += 1) table[row + k] += value * kernel[from + k];
      }
    }
  }
  return table;
}

const dense = ({ values: kernel, shape: [, width] }, bias) => (input) => {
  const sums = bias.slice();
  for (let i = 0; i < input.length; i += 1) {
    if (input[i] === 0) continue; // half of them are
    for (let k = 0; k < width; k += 1) sums[k] += input[i] * kernel[i * width + k];
  }
  return sums;
};

const rectified = (values) => values.map((value) => Math.max(0, value));

function logSoftmax(values) {
  const most = Math.max(...values);
  const total = most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
  return values.map((value) => value - total);
}
