/**
 * How sure a whole link is, from how sure its characters are.
 *
 * The twin of training/reader/confidence.py; both are held to tests/vectors/confidence.json.
 */

/** Beyond this nothing can be told apart: the fit has no strips there. */
const MOST = 12;

/**
 * The share of links that are right among those whose characters multiply to this.
 *
 * @param {number} product 0..1, of the characters' confidences
 * @param {[number, number][]} curve from calibration: [log-odds of the product, share], both rising
 * @returns {number} 0..1
 */
export function calibrated(product, curve) {
  const x = Math.min(MOST, Math.max(-MOST, Math.log(product) - Math.log1p(-product)));
  const after = curve.findIndex(([odds]) => odds >= x);
  if (after === 0) return curve[0][1];
  if (after < 0) return curve.at(-1)[1];
  const [[x0, y0], [x1, y1]] = [curve[after - 1], curve[after]];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/**
 * Two readers that agree are righter than one: the odds of being right are multiplied.
 *
 * @param {number} confidence 0..1
 * @param {number} factor from calibration, at least 1
 */
export const agreed = (confidence, factor) => (confidence * factor) / (confidence * factor + 1 - confidence);
