/**
 * The polynomial nearest to some points.
 */

/**
 * @param {[number, number][]} points t and y; t of the order of one
 * @param {number} order  coefficients
 * @param {object} [known]
 * @param {number[]} [known.weights] of the points
 * @param {number[]} [known.prior]   how many points' worth it is that each coefficient is zero
 * @returns {number[]} of 1, t, t² …
 */
export function leastSquares(points, order, { weights, prior } = {}) {
  const m = Array.from({ length: order }, () => new Float64Array(order + 1));
  prior?.forEach((worth, i) => { m[i][i] = worth; });
  points.forEach(([t, y], k) => {
    const weight = weights?.[k] ?? 1;
    for (let i = 0; i < order; i += 1) {
      for (let j = 0; j < order; j += 1) m[i][j] += weight * t ** (i + j);
      m[i][order] += weight * t ** i * y;
    }
  });
  return solve(m);
}

/** Gauss's elimination on a small, well-behaved system [n][n + 1]. */
function solve(m) {
  const n = m.length;
  for (let i = 0; i < n; i += 1) {
    for (let k = i + 1; k < n; k += 1) {
      const factor = m[k][i] / m[i][i];
      for (let j = i; j <= n; j += 1) m[k][j] -= factor * m[i][j];
    }
  }
  const out = new Array(n);
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = m[i][n];
    for (let j = i + 1; j < n; j += 1) sum -= m[i][j] * out[j];
    out[i] = sum / m[i][i];
  }
  return out;
}
