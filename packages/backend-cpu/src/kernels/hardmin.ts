/*
 * Hardmin over three steps, for a stretch of one row, with a byte per cell that says which step won: the first of equals.
 * Positions as in softmin.ts; `pointer` is where the stretch's first byte goes.
 */
export function hardThree(
  D: Float64Array,
  own: number,
  a: number,
  b: number,
  c: number,
  costA: Float64Array,
  costB: Float64Array,
  costC: Float64Array,
  offset: number,
  count: number,
  pointers: Uint8Array,
  pointer: number,
): void {
  for (let k = 0; k < count; k++) {
    const x = D[a + k] + costA[offset + k];
    const y = D[b + k] + costB[offset + k];
    const z = D[c + k] + costC[offset + k];
    // Without branches: which of three random numbers is least cannot be predicted.
    const least = Math.min(Math.min(x, y), z);
    const notFirst = Number(x !== least);
    D[own + k] = least;
    pointers[pointer + k] = notFirst + (notFirst & Number(y !== least));
  }
}

/** D(n,m) = the least of three candidates, where nobody asks which. */
export function forwardHardThree(
  D: Float64Array,
  own: number,
  a: number,
  b: number,
  c: number,
  costA: Float64Array,
  costB: Float64Array,
  costC: Float64Array,
  offset: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    const x = D[a + k] + costA[offset + k];
    const y = D[b + k] + costB[offset + k];
    const z = D[c + k] + costC[offset + k];
    D[own + k] = Math.min(Math.min(x, y), z);
  }
}

/** One cell of any number of steps, the start candidate last: leaves the least cost in D and the step in `pointers`. */
export function hardCell(
  D: Float64Array,
  own: number,
  positions: Float64Array,
  costs: readonly Float64Array[],
  m: number,
  k: number,
  startCost: number,
  pointers: Uint8Array,
  pointer: number,
): void {
  let least = Infinity;
  let step = 0;
  for (let s = 0; s < positions.length; s++) {
    const candidate = D[positions[s] + m] + costs[s][k];
    if (candidate < least) {
      least = candidate;
      step = s;
    }
  }
  if (startCost < least) {
    least = startCost;
    step = positions.length;
  }
  D[own] = least;
  pointers[pointer] = step;
}
