/**
 * Grey values by how often they occur.
 */

/**
 * The tone that this share of the counted ones is not above.
 *
 * @param {Uint32Array | Int32Array} counts of each grey value
 * @param {number} share 0..1
 */
export function toneAt(counts, share) {
  let total = 0;
  for (let tone = 0; tone < counts.length; tone += 1) total += counts[tone];
  const rank = Math.min(total - 1, Math.floor(share * total));
  let tone = 0;
  for (let seen = counts[0]; seen <= rank; seen += counts[tone]) tone += 1;
  return tone;
}
