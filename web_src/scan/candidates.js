/**
 * Places where the detector sees a link begin: moved between scales, merged, put in order.
 */

/**
 * @typedef {object} Candidate
 * @property {'prefix' | 'bare'} kind
 * @property {number} score     0..1
 * @property {number} x         the link's start on its baseline, px
 * @property {number} y
 * @property {number} height    of the letter h, px
 * @property {number} slope     dy/dx of the baseline
 * @property {number} prefixEnd x where the prefix ends, px
 * @property {[number, number][]} baseline points along the link, start first, px
 */

/**
 * The same candidate in a picture larger or smaller by the factors given.
 *
 * @param {Candidate} candidate
 * @param {number} across factor in x
 * @param {number} down   factor in y; differs from the other by rounding only
 * @returns {Candidate}
 */
export function scaleCandidate(candidate, across, down) {
  return {
    ...candidate,
    x: candidate.x * across,
    y: candidate.y * down,
    height: candidate.height * down,
    slope: (candidate.slope * down) / across,
    prefixEnd: candidate.prefixEnd * across,
    baseline: candidate.baseline.map(([x, y]) => [x * across, y * down]),
  };
}

/** Two prefixes that share this much of the smaller one are one print seen twice. */
const SAME_PRINT = 0.5;

/**
 * One candidate for each print, the surest of those that lie on it.
 *
 * @param {Candidate[]} candidates in the same picture, from any number of scales
 * @returns {Candidate[]} surest first
 */
export function mergeCandidates(candidates) {
  const kept = [];
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score)) {
    if (!kept.some((other) => overlap(prefixBox(candidate), prefixBox(other)) > SAME_PRINT)) kept.push(candidate);
  }
  return kept;
}

/** The upright box around a prefix; slopes are small, and prefixes short. */
function prefixBox({ x, y, height, slope, prefixEnd }) {
  const end = y + slope * (prefixEnd - x);
  return { left: x, right: prefixEnd, top: Math.min(y, end) - height, bottom: Math.max(y, end) };
}

/** Shared area over the area of the smaller box. */
function overlap(a, b) {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / Math.min(area(a), area(b));
}

const area = ({ left, right, top, bottom }) => (right - left) * (bottom - top);

/**
 * As a person would read them: lines from the top, each from the left. So the list grows in
 * the order of the page, and `https://www.…` is read at its start before its `www.` is tried.
 *
 * @param {Candidate[]} candidates
 * @param {number} [likely] lines of which none has this score come after all others
 * @returns {Candidate[]}
 */
export function readingOrder(candidates, likely = 0) {
  const lines = [];
  for (const candidate of [...candidates].sort((a, b) => a.y - b.y)) {
    const line = lines.find((others) => others.some((other) => onOneLine(candidate, other)));
    if (line) line.push(candidate);
    else lines.push([candidate]);
  }
  const isLikely = (line) => line.some(({ score }) => score >= likely);
  return [...lines.filter(isLikely), ...lines.filter((line) => !isLikely(line))].flatMap((line) => line.sort((a, b) => a.x - b.x));
}

/** Whether one baseline, followed along its slope, comes to the other within half a letter's height. */
function onOneLine(a, b) {
  const expected = a.y + ((a.slope + b.slope) / 2) * (b.x - a.x);
  return Math.abs(b.y - expected) < 0.5 * Math.min(a.height, b.height);
}
