/**
 * Prefix beam search: the likeliest texts of a strip, each with the sum of all its paths.
 */

/** Prefixes kept. */
const BEAM = 8;

/**
 * A prefix is a node of a tree: the same text is the same node, however it was reached. `path` is its own among those
 * that grow now.
 * @typedef {{label: number, before: Node | null, longer: Map<number, Node>, path: Path | null}} Node
 * @typedef {{text: Node, blank: number, last: number}} Path
 */

const node = (label, before) => ({ label, before, longer: new Map(), path: null });

/**
 * @param {import('./ctc.js').Seen} seen
 * @returns {{labels: number[], share: number}[]} likeliest first
 */
export function beam({ steps, classes, probability, spoken }) {
  const blankClass = classes - 1;
  let kept = [{ text: node(-1, null), blank: 1, last: 0 }]; // paths ending in blank, in the last class
  for (let step = 0; step < steps; step += 1) {
    const row = step * classes;
    kept = spoken[step].length ? grow(kept, probability, row, blankClass, spoken[step]) : stay(kept, probability, row, blankClass);
    const top = kept[0].blank + kept[0].last;
    for (const path of kept) {
      path.blank /= top;
      path.last /= top;
    }
  }
  return kept
    .map(({ text, blank, last }) => ({ labels: spelled(text), share: blank + last }))
    .sort((a, b) => b.share - a.share);
}

const likelier = (a, b) => b.blank + b.last - (a.blank + a.last);

/** A step at which no prefix becomes longer, as most are: the same ones, perhaps in another order. */
function stay(kept, probability, row, blankClass) {
  for (const path of kept) {
    path.blank = (path.blank + path.last) * probability[row + blankClass];
    path.last = path.text.before ? path.last * probability[row + path.text.label] : 0;
  }
  // Already in order, nearly always: the quickest to find that out.
  for (let i = 1; i < kept.length; i += 1) {
    const path = kept[i];
    let to = i;
    for (; to > 0 && likelier(kept[to - 1], path) > 0; to -= 1) kept[to] = kept[to - 1];
    kept[to] = path;
  }
  return kept;
}

function grow(kept, probability, row, blankClass, spoken) {
  /** @type {Path[]} */
  const grown = [];
  const at = (text) => {
    if (!text.path) grown.push(text.path = { text, blank: 0, last: 0 });
    return text.path;
  };
  for (const { text, blank, last } of kept) {
    const same = at(text);
    same.blank += (blank + last) * probability[row + blankClass];
    if (text.before) same.last += last * probability[row + text.label];
    for (const label of spoken) {
      let longer = text.longer.get(label);
      if (!longer) text.longer.set(label, longer = node(label, text));
      at(longer).last += probability[row + label] * (label === text.label ? blank : blank + last);
    }
  }
  for (const { text } of grown) text.path = null;
  return grown.sort(likelier).slice(0, BEAM);
}

function spelled(text) {
  const labels = [];
  for (let at = text; at.before; at = at.before) labels.push(at.label);
  return labels.reverse();
}
