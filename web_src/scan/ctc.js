/**
 * From the reader network's logits to text, and how sure of every character of it.
 *
 * The same steps, in the same order, as training/reader/ctc.py, which explains them; both are
 * held to tests/vectors/ctc.json.
 */

import { beam } from './ctc_beam.js';
import { createLattice, logLikelihood } from './ctc_lattice.js';

/** Classes below this at a step start nothing there. */
const LEAST = 1e-3;

/** No class is impossible: a path of zeros has no shares to tell. */
const FLOOR = 1e-10;

/** A middle right on a step may come out a hair beside it. */
const ROUNDING = 1e-6;

/** Texts of the beam that differ in so short a stretch are doubts about it. */
const NEAR = 3;

/** Alternatives offered for a character, and the confidence they need. */
const MOST_ALTERNATIVES = 3;
const LEAST_ALTERNATIVE = 0.01;

/**
 * @typedef {object} Weighed one character of a reading
 * @property {number} label       class
 * @property {number} confidence  0..1
 * @property {number} centre      where it is seen, in time steps
 * @property {{label: number, confidence: number}[]} alternatives likeliest first
 */

/**
 * @param {Float32Array} logits steps × classes, the last class CTC's blank; no steps of padding
 * @param {number} classes
 * @param {number} [temperature] divides the logits, from calibration
 * @returns {{characters: Weighed[], others: {labels: number[], ratio: number}[]}} the likeliest text,
 *   and the next ones with how many times as likely they are
 */
export function readLogits(logits, classes, temperature = 1) {
  const steps = logits.length / classes;
  if (steps === 0) return { characters: [], others: [] };
  const seen = look(logits, steps, classes, temperature);
  const [best, ...rest] = beam(seen);
  const others = rest.map(({ labels, share }) => ({ labels, ratio: share / best.share }));
  return { characters: weigh([seen], best.labels, others), others };
}

/**
 * Reads several cuts of the same print together: of all texts that one of them makes likely, the one
 * that all make likeliest. What one cut lets look alike, another may tell apart.
 *
 * Some may be of a reader that tells more characters apart: its classes are those of the others, and more before the
 * blank. What the others know no class for is their last before the blank, OTHER.
 *
 * @param {{logits: Float32Array, classes: number}[]} views of each cut
 * @param {number} [temperature]
 * @param {(labels: number[]) => number} [prior] how much likelier than others a text is before anything is seen
 * @param {(labels: number[], than: number[]) => number} [likelier] and how much likelier than what else is the best
 * @param {(labels: number[]) => number[][]} [like] texts like the best one that may be likelier by what is known before
 * @returns {ReturnType<readLogits>} its characters placed in the first cut, and weighed in all of them
 */
export function readTogether(views, temperature = 1, prior = () => 1, likelier = () => 1, like = () => []) {
  const seen = views.map(({ logits, classes }) => look(logits, logits.length / classes, classes, temperature));
  const widest = seen.reduce((most, one) => (one.classes > most.classes ? one : most));
  const texts = new Map(seen.flatMap((view) => beam(view).map(({ labels }) => toldApart(labels, view, widest)))
    .map((labels) => [labels.join(), labels]));
  const scoresOf = (all) => all
    .map((labels) => ({ labels, score: Math.log(prior(labels)) + mean(seen.map((view) => logLikelihood(view, told(labels, view)))) }))
    .filter(({ score }) => score > -Infinity);
  const bestOf = (all) => all.reduce((best, one) => (one.score > best.score ? one : best)).labels;
  const scored = scoresOf([...texts.values()].filter(({ length }) => length));
  if (!scored.length) return { characters: [], others: [] };
  scored.push(...scoresOf(like(bestOf(scored)).filter((labels) => !texts.has(labels.join()))));
  const seenBest = bestOf(scored);
  const [best, ...rest] = scored.map(({ labels, score }) => ({ labels, score: score + Math.log(likelier(labels, seenBest)) }))
    .sort((a, b) => b.score - a.score);
  const others = rest.map(({ labels, score }) => ({ labels, ratio: Math.exp(score - best.score) }));
  return { characters: weigh(seen, best.labels, others), others };
}

/** A text in the classes of a view. */
const told = (labels, view) => labels.map((label) => Math.min(label, otherOf(view)));

const otherOf = ({ classes }) => classes - 2;

/** A text of a view's, with what stands for many of its characters read in another view that tells them apart. */
function toldApart(labels, view, widest) {
  const other = otherOf(view);
  if (view.classes === widest.classes || !labels.includes(other)) return labels;
  const { rivals } = weighIn(widest, labels);
  return labels.map((label, i) => (label === other ? likeliest(rivals[i].filter((rival) => rival.label > other)) ?? label : label));
}

const likeliest = (rivals) => rivals.reduce((most, one) => (one.ratio > (most?.ratio ?? 1) ? one : most), null)?.label;

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * @typedef {object} Seen what the network sees at each step
 * @property {number} steps
 * @property {number} classes
 * @property {Float64Array} probability steps × classes, none below FLOOR
 * @property {number[][]} spoken  at each step the classes, but for the blank, that reach LEAST: mostly none
 */

/** @returns {Seen} */
function look(logits, steps, classes, temperature) {
  const probability = new Float64Array(logits.length).fill(FLOOR);
  const spoken = [];
  // Most classes are so far below the likeliest that they get FLOOR anyway, and add nothing to the sum.
  const depth = temperature * Math.log(FLOOR);
  const above = new Int32Array(classes); // the others of a step
  for (let from = 0; from < logits.length; from += classes) {
    const blank = from + classes - 1;
    let most = logits[from];
    for (let i = from + 1; i <= blank; i += 1) if (logits[i] > most) most = logits[i];
    let sum = 0;
    let count = 0;
    for (let i = from; i <= blank; i += 1) {
      if (logits[i] - most < depth) continue;
      probability[i] = Math.exp((logits[i] - most) / temperature);
      sum += probability[i];
      above[count++] = i;
    }
    const here = [];
    for (let k = 0; k < count; k += 1) {
      const i = above[k];
      const share = probability[i] / sum;
      probability[i] = share > FLOOR ? share : FLOOR;
      if (share >= LEAST && i < blank) here.push(i - from);
    }
    spoken.push(here);
  }
  return { steps, classes, probability, spoken };
}

/**
 * The characters of a text, each weighed against the texts that differ from it there alone: as likely as all views
 * together hold them, which is the geometric mean of what each does. Which of the characters it is that a view does not
 * tell apart, that view has no say in.
 */
function weigh(views, labels, others) {
  if (labels.length === 0) return [];
  const weighed = views.map((seen) => ({ ...weighIn(seen, told(labels, seen)), other: otherOf(seen) }));
  const together = (ratios) => Math.exp(mean(ratios.map((ratio) => Math.log(Math.max(FLOOR, ratio)))));
  const telling = labels.map((label) => weighed.filter(({ other }) => label <= other));
  const against = Float64Array.from(labels, (_, i) => together(telling[i].map((view) => view.against[i])));
  for (const { labels: other, ratio } of others) {
    const [first, end] = differing(labels, other);
    for (let i = first; i < end; i += 1) against[i] += ratio;
  }
  return labels.map((label, i) => {
    const confidence = 1 / (1 + against[i]);
    const rivals = telling[i].map(({ rivals: all, other }) => ({ of: new Map(all[i].map((rival) => [rival.label, rival.ratio])), other }));
    const all = [...new Set(rivals.flatMap(({ of }) => [...of.keys()]))]
      .map((rival) => ({ label: rival, ratio: together(rivals.map(({ of, other }) => ratioOf(Math.min(rival, other), of, label))) }));
    return { label, confidence, centre: weighed[0].centres[i], alternatives: alternatives(all, confidence) };
  });
}

const ratioOf = (rival, ratios, label) => (rival === label ? 1 : ratios.get(rival) ?? 0);

/** The same in one view: how many times as likely as the text all that differs at a character is, and each other character there. */
function weighIn(seen, labels) {
  const lattice = createLattice(seen, labels);
  const { steps } = seen;
  const { centres } = lattice;
  const window = (first, last) => [
    first < 0 ? 0 : Math.floor(centres[first] + ROUNDING),
    last < labels.length ? Math.ceil(centres[last] - ROUNDING) + 1 : steps,
  ];
  const against = new Float64Array(labels.length);
  const sum = (variants) => variants.reduce((total, { ratio }) => total + ratio, 0);
  const rivals = labels.map((label, i) => {
    const around = window(i - 1, i + 1);
    const instead = lattice.variants(2 * i, 2 * i + 2, around, label);
    against[i] += sum(instead) + lattice.without(i, around);
    return instead;
  });
  for (let gap = 0; gap <= labels.length; gap += 1) {
    against[Math.max(0, gap - 1)] += sum(lattice.variants(2 * gap, 2 * gap, window(gap - 1, gap), -1));
  }
  return { against, rivals, centres };
}

/** The classes worth offering in a character's place. */
const alternatives = (rivals, sure) => rivals
  .map(({ label, ratio }) => ({ label, confidence: ratio * sure }))
  .filter(({ confidence }) => confidence >= LEAST_ALTERNATIVE)
  .sort((a, b) => b.confidence - a.confidence)
  .slice(0, MOST_ALTERNATIVES);

/** First and end of the short stretch that reads otherwise in another text; [0, 0] for one edit, or a long stretch. */
function differing(best, other) {
  const shorter = Math.min(best.length, other.length);
  let first = 0;
  while (first < shorter && best[first] === other[first]) first += 1;
  let tail = 0;
  while (tail < shorter - first && best.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const here = best.length - tail - first;
  const longer = Math.max(here, other.length - tail - first);
  if (longer <= 1 || longer > NEAR) return [0, 0];
  first = Math.min(first, best.length - 1);
  return [first, first + Math.max(1, here)];
}
