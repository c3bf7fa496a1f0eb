/**
 * What several readings of the same print say together, character by character.
 *
 * Readings are laid side by side by edit distance; in each column the character with the largest
 * sum of confidences wins, or none where most of the weight has nothing there.
 */

/** @typedef {{char: string, confidence: number}} Character */

/**
 * @typedef {object} Column
 * @property {Map<string, number>} weights  character → sum of confidences; '' stands for none
 * @property {Map<string, number>} surest   character → the largest one
 */

/**
 * @param {Character[][]} readings at least one, none empty
 * @returns {Character[]} the voted text; a character's confidence is the share of the weight that
 *   says so, times the surest that does
 */
export function vote(readings) {
  const ordered = [...readings].sort((a, b) => least(b) - least(a)); // the surest lays the ground
  let columns = ordered[0].map((character) => columnOf(character));
  let weight = mean(ordered[0]);
  for (const reading of ordered.slice(1)) {
    columns = merge(columns, reading, weight);
    weight += mean(reading);
  }
  return columns.flatMap(({ weights, surest }) => {
    const [char, won] = winner(weights);
    const all = [...weights.values()].reduce((sum, value) => sum + value, 0);
    return char === '' ? [] : [{ char, confidence: (won / all) * surest.get(char) }];
  });
}

const least = (reading) => Math.min(...reading.map(({ confidence }) => confidence));
const mean = (reading) => reading.reduce((sum, { confidence }) => sum + confidence, 0) / reading.length;

const columnOf = ({ char, confidence }) => ({
  weights: new Map([[char, confidence]]),
  surest: new Map([[char, confidence]]),
});

const winner = (weights) => [...weights].reduce((best, entry) => (entry[1] > best[1] ? entry : best));

function add({ weights, surest }, { char, confidence }) {
  weights.set(char, (weights.get(char) ?? 0) + confidence);
  surest.set(char, Math.max(surest.get(char) ?? 0, confidence));
}

/** @param {number} weight of all readings already in the columns, for columns they do not have */
function merge(columns, reading, weight) {
  const merged = [];
  for (const [column, character] of align(columns, reading)) {
    if (!column) {
      const fresh = columnOf({ char: '', confidence: weight });
      add(fresh, character);
      merged.push(fresh);
      continue;
    }
    add(column, character ?? { char: '', confidence: mean(reading) });
    merged.push(column);
  }
  return merged;
}

/**
 * The cheapest way to lay a reading along columns: a character that a column has heard costs
 * nothing there, any other change costs one.
 *
 * @returns {[Column | null, Character | null][]}
 */
function align(columns, reading) {
  const [m, n] = [columns.length, reading.length];
  const cost = Array.from({ length: m + 1 }, (_, i) => Float32Array.from({ length: n + 1 }, (__, j) => (i && j ? 0 : i + j)));
  const change = (i, j) => (columns[i - 1].weights.has(reading[j - 1].char) ? 0 : 1);
  for (let i = 1; i <= m; i += 1) {
    for (let j = 1; j <= n; j += 1) {
      cost[i][j] = Math.min(cost[i - 1][j - 1] + change(i, j), cost[i - 1][j] + 1, cost[i][j - 1] + 1);
    }
  }
  const steps = [];
  for (let [i, j] = [m, n]; i || j;) {
    if (i && j && cost[i][j] === cost[i - 1][j - 1] + change(i, j)) steps.push([columns[i -= 1], reading[j -= 1]]);
    else if (i && cost[i][j] === cost[i - 1][j] + 1) steps.push([columns[i -= 1], null]);
    else steps.push([null, reading[j -= 1]]);
  }
  return steps.reverse();
}
