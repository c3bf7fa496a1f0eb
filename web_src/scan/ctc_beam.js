/**
 * Prefix beam search: the likeliest texts of a strip, each with the sum of all its paths.
 */

/** Prefixes kept. */
const BEAM = 8;

/** Classes below this at a step start nothing there. */
export const LEAST = 1e-3;

/**
 * A prefix is a node of a tree: the same text is the same node, however it was reached.
 * @typedef {{label: number, before: Node | null, longer: Map<number, Node>}} Node
 */

const node = (label, before) => ({ label, before, longer: new Map() });

/**
 * @param {Float64Array} probability steps × classes, the last class CTC's blank
 * @param {number} steps
 * @param {number} classes
 * @returns {{labels: number[], share: number}[]} likeliest first
 */
export function beam(probability, steps, classes) {
  const blankClass = classes - 1;
  let kept = [{ text: node(-1, null), blank: 1, last: 0 }]; // paths ending in blank, in the last class
  for (let step = 0; step < steps; step += 1) {
    const row = probability.subarray(step * classes, (step + 1) * classes);
    const spoken = [];
    for (let label = 0; label < blankClass; label += 1) if (row[label] >= LEAST) spoken.push(label);
    kept = grow(kept, row, blankClass, spoken);
  }
  return kept
    .map(({ text, blank, last }) => ({ labels: spelled(text), share: blank + last }))
    .sort((a, b) => b.share - a.share);
}

function grow(kept, row, blankClass, spoken) {
  /** @type {Map<Node, {text: Node, blank: number, last: number}>} */
  const grown = new Map();
  const at = (text) => {
    if (!grown.has(text)) grown.set(text, { text, blank: 0, last: 0 });
    return grown.get(text);
  };
  for (const { text, blank, last } of kept) {
    const stay = at(text);
    stay.blank += (blank + last) * row[blankClass];
    if (text.before) stay.last += last * row[text.label];
    for (const label of spoken) {
      if (!text.longer.has(label)) text.longer.set(label, node(label, text));
      at(text.longer.get(label)).last += row[label] * (label === text.label ? blank : blank + last);
    }
  }
  const best = [...grown.values()].sort((a, b) => b.blank + b.last - (a.blank + a.last)).slice(0, BEAM);
  const top = best[0].blank + best[0].last;
  for (const path of best) {
    path.blank /= top;
    path.last /= top;
  }
  return best;
}

function spelled(text) {
  const labels = [];
  for (let at = text; at.before; at = at.before) labels.push(at.label);
  return labels.reverse();
}
