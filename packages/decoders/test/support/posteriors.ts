import type { Posteriors } from '@rubato/decoders';
import fc from 'fast-check';

/** The softmax of logits, row by row. */
export function softmaxRows(logits: ArrayLike<number>, classes: number): Float64Array {
  const result = Float64Array.from(logits, Math.exp);
  for (let start = 0; start < result.length; start += classes) {
    const row = result.subarray(start, start + classes);
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, k) => void (row[k] = value / sum));
  }
  return result;
}

/** Posteriors of one item from rows of probabilities. */
export function fromRows(rows: readonly (readonly number[])[]): Posteriors {
  return { data: Float64Array.from(rows.flat()), shape: [1, rows.length, rows[0].length] };
}

export interface Sizes {
  readonly batch?: number;
  readonly frames: number;
  readonly classes: number;
  readonly leastClasses?: number;
}

/** Random posteriors: some rows peaked, some flat, some classes of probability 0. */
export function posteriorsArbitrary({ batch = 1, frames, classes, leastClasses = 2 }: Sizes): fc.Arbitrary<Posteriors> {
  const logit = fc.oneof(
    { weight: 9, arbitrary: fc.noBias(fc.integer({ min: -4e6, max: 4e6 })).map((n) => n / 1e6) },
    { weight: 1, arbitrary: fc.constant(-1000) },
  );
  return fc
    .record({
      B: fc.integer({ min: 1, max: batch }),
      N: fc.integer({ min: 1, max: frames }),
      K: fc.integer({ min: leastClasses, max: classes }),
    })
    .chain(({ B, N, K }) =>
      fc
        .array(logit, { minLength: B * N * K, maxLength: B * N * K })
        // No row of zeros only: class 0 of each row is possible.
        .map((logits) => logits.map((value, i) => (i % K === 0 ? Math.max(value, -4) : value)))
        .map((logits): Posteriors => ({ data: softmaxRows(logits, K), shape: [B, N, K] })),
    );
}
