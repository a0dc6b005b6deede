/** How far a weight may lie below 0, and the sum of all weights from 1, before they count as outside the simplex. */
const tolerance = 1e-9;

/** Whether `weights` is a probability distribution; false for none at all and for NaN. */
export function onSimplex(weights: ArrayLike<number>): boolean {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= -tolerance)) return false;
    sum += weights[i];
  }
  return Math.abs(sum - 1) <= tolerance;
}
