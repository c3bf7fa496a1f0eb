/**
 * From the detector's raw maps to link candidates.
 *
 * The same steps, in the same order, as training/detector/decode.py, which explains them;
 * both are held to tests/vectors/decode.json.
 */

/** @typedef {import('./candidates.js').Candidate} Candidate */

/**
 * @typedef {object} DecodeOptions detector.json: what Python's decoding was tuned to
 * @property {number} stride   input px per cell
 * @property {number} reach    px, unit of heights and distances
 * @property {number} channels
 * @property {number} cell     probability from which a cell votes
 * @property {number} [bareCell] the same for bare links, where it is another
 * @property {number} onLink   probability from which a link goes on
 * @property {number} sameX    tolerances for votes for one start, in line heights …
 * @property {number} sameY
 * @property {number} sameHeight … and as a ratio's logarithm
 * @property {number} longestGap in line heights
 */

// Channels; see "What the detector says" in docs/design.md.
const [PREFIX, BARE, BODY, BASELINE, SLOPE, HEIGHT, START, PREFIX_END] = [0, 1, 2, 3, 4, 5, 6, 7];

/** The middle of a line, in line heights above its baseline. */
const MIDDLE = 0.45;

const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

/**
 * @param {Float32Array} maps rows × cols × channels
 * @param {number} rows
 * @param {number} cols
 * @param {DecodeOptions} options
 * @returns {Candidate[]} surest first, in pixels of the detector's input
 */
export function decode(maps, rows, cols, options) {
  const grid = { maps, rows, cols, options };
  const result = [];
  for (const [kind, channel] of [['prefix', PREFIX], ['bare', BARE]]) {
    for (const group of cluster(votes(grid, channel), options)) {
      const found = candidate(group, kind);
      if (result.some((other) => covers(other, found))) continue;
      found.baseline = follow(grid, found);
      result.push(found);
    }
  }
  return result.sort((a, b) => b.score - a.score);
}

/** The cells that say a link starts here, surest first; ties go to the upper left. */
function votes({ maps, rows, cols, options }, channel) {
  const { stride, reach, channels, cell, bareCell = cell } = options;
  const probability = channel === BARE ? bareCell : cell;
  const least = Math.log(probability / (1 - probability)); // compare logits: most cells say no
  const found = [];
  for (let row = 0; row < rows; row += 1) {
    for (let col = 0; col < cols; col += 1) {
      const at = (row * cols + col) * channels;
      if (maps[at + channel] < least) continue;
      const x = (col + 0.5) * stride;
      const base = (row + 0.5) * stride + maps[at + BASELINE] * stride;
      const slope = maps[at + SLOPE];
      const back = maps[at + START] * reach;
      found.push({
        p: sigmoid(maps[at + channel]),
        x,
        base,
        slope,
        height: Math.exp(maps[at + HEIGHT]) * reach,
        startX: x - back,
        startY: base - slope * back,
        prefixEnd: x + maps[at + PREFIX_END] * reach,
      });
    }
  }
  return found.sort((a, b) => b.p - a.p); // stable: row by row where equal
}

/** Groups votes for the same start; each group begins with its surest vote. */
function cluster(found, { sameX, sameY, sameHeight }) {
  const groups = [];
  let left = found;
  while (left.length) {
    const [seed] = left;
    const same = (vote) =>
      Math.abs(vote.startX - seed.startX) <= sameX * seed.height &&
      Math.abs(vote.startY - seed.startY) <= sameY * seed.height &&
      Math.abs(Math.log(vote.height / seed.height)) <= sameHeight;
    groups.push(left.filter(same));
    left = left.filter((vote) => !same(vote));
  }
  return groups;
}

/** The weighted mean of a group of votes. @returns {Candidate} */
function candidate(group, kind) {
  const total = group.reduce((sum, { p }) => sum + p, 0);
  const mean = (of) => group.reduce((sum, vote) => sum + vote.p * of(vote), 0) / total;
  const x = mean((vote) => vote.startX);
  const height = mean((vote) => vote.height);
  const slope = mean((vote) => vote.slope);
  return {
    kind,
    score: group[0].p,
    x,
    // The cells' baselines, carried to the start along the mean slope, are steadier
    // than their votes for the start's y.
    y: mean((vote) => vote.base - slope * (vote.x - x)),
    height,
    slope,
    prefixEnd: kind === 'prefix' ? mean((vote) => vote.prefixEnd) : x + 3 * height,
    baseline: [],
  };
}

/** Follows a candidate's baseline to the right, a cell's width at a time. */
function follow({ maps, rows, cols, options }, found) {
  const { stride, channels, onLink, longestGap } = options;
  const points = [[found.x, found.y]];
  let { x, y, slope } = found;
  let gap = 0;
  while (gap <= longestGap * found.height) {
    x += stride;
    y += slope * stride;
    const col = Math.floor(x / stride);
    const row = Math.floor((y - MIDDLE * found.height) / stride);
    if (row < 0 || row >= rows || col < 0 || col >= cols) break;
    const at = (row * cols + col) * channels;
    if (sigmoid(maps[at + BODY]) < onLink && x > found.prefixEnd) {
      gap += stride;
      continue;
    }
    gap = 0;
    const here = (row + 0.5) * stride + maps[at + BASELINE] * stride + maps[at + SLOPE] * (x - (col + 0.5) * stride);
    if (Math.abs(here - y) < 0.35 * found.height) {
      // A little of each cell's say: single cells waver by a pixel.
      y += 0.3 * (here - y);
      slope += 0.15 * (Math.min(0.4, Math.max(-0.4, maps[at + SLOPE])) - slope);
    }
    points.push([x, y]);
  }
  return points;
}

/** Whether a candidate starts on another one's line, within its run. */
function covers(other, found) {
  const reach = Math.max(other.baseline.length ? other.baseline.at(-1)[0] : 0, other.prefixEnd);
  const y = other.y + other.slope * (found.x - other.x);
  return other.x - other.height <= found.x && found.x <= reach && Math.abs(y - found.y) <= 0.6 * other.height;
}
