import fc from 'fast-check';
import { expect } from 'vitest';
import { distanceOf, exponentOf, mantissaOf, ZERO_EXPONENT } from '../../src/kernels/extended.ts';

/** Cells of a stretch, and zeros on both sides of a row. */
export const COUNT = 12;
export const PAD = 3;
export const WIDTH: number = COUNT + 2 * PAD;

/** Stretches of one distance, near or far, so that inner loops go on for a while, stop and go on again. */
const distances = fc
  .array(
    fc.tuple(
      fc.nat({ max: 6 }),
      fc.oneof(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -4e3, max: 4e3, noNaN: true }), fc.constant(Infinity)),
    ),
    { minLength: 4, maxLength: 9 },
  )
  .map((runs) => runs.flatMap(([length, level]) => Array.from({ length: length + 1 }, (_, i) => level + i / 7)).slice(0, COUNT))
  .map((list) => Float64Array.from({ length: COUNT }, (_, k) => list[k] ?? 0));

/** A case: what the row before, or after, holds at γ = 1, another row further away, the costs of the row, and a mask. */
export const sharedRows: fc.Arbitrary<SharedRows> = fc.record({
  near: distances,
  far: distances,
  costs: distances,
  slack: distances,
  mask: fc.array(fc.boolean(), { minLength: WIDTH, maxLength: WIDTH }).map((list) => Float64Array.from(list, Number)),
});

export interface SharedRows {
  readonly near: Float64Array;
  readonly far: Float64Array;
  readonly costs: Float64Array;
  readonly slack: Float64Array;
  readonly mask: Float64Array;
}

/** Extended numbers with exp(-distance) at a position; zeros elsewhere. */
export class ExtendedRows {
  readonly data: Float64Array = new Float64Array(3 * WIDTH);
  readonly exponents: Int32Array = new Int32Array(3 * WIDTH).fill(ZERO_EXPONENT);

  put(position: number, distances: Float64Array): void {
    distances.forEach((distance, k) => {
      const exponent = exponentOf(distance, 1);
      this.exponents[position + k] = exponent;
      this.data[position + k] = mantissaOf(distance, exponent, 1);
    });
  }

  distance(position: number): number {
    return distanceOf(this.data[position], this.exponents[position], 1);
  }
}

/** Factors of costs, as the kernels take them: `Infinity` is 0 with the exponent of 1. */
export function factorsOf(costs: Float64Array): readonly [factors: Float64Array, exponents: Int32Array] {
  const exponents = Int32Array.from(costs, (cost) => (cost === Infinity ? 0 : exponentOf(cost, 1)));
  return [costs.map((cost, k) => mantissaOf(cost, exponents[k], 1)), exponents];
}

/** -ln Σ exp(-distance). */
function softSum(list: readonly number[]): number {
  const least = Math.min(...list);
  return least === Infinity ? Infinity : least - Math.log(list.reduce((sum, distance) => sum + Math.exp(least - distance), 0));
}

/** That a distance is what it should be, to the digits that its size leaves. */
function expectDistance(found: number, expected: number): void {
  if (expected === Infinity) expect(found).toBe(Infinity);
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(expected) / 1e4));
}

/**
 * That a forward kernel gives softmin's D of a row, first cell first.
 *
 * @param predecessors positions of the k-th cell's predecessors; the row itself stands at 2·WIDTH + PAD, the near row before it
 */
export function checkForward(
  { near, far, costs }: SharedRows,
  run: (rows: ExtendedRows, K: Float64Array, KX: Int32Array) => void,
  predecessors: (k: number) => readonly number[],
): void {
  const rows = new ExtendedRows();
  rows.put(PAD, far);
  rows.put(WIDTH + PAD, near);
  run(rows, ...factorsOf(costs));
  for (let k = 0; k < COUNT; k++) {
    const expected = softSum(predecessors(k).map((position) => rows.distance(position))) + costs[k];
    expectDistance(rows.distance(2 * WIDTH + PAD + k), expected);
  }
}

/** Distances of R in a later row, so that P·Q is a probability where paths come from up to three columns before. */
export function laterRow(distances: Float64Array, D: Float64Array): Float64Array {
  return distances.map((distance, m) => {
    const before = Array.from(D.subarray(Math.max(0, m - 3), m + 1)).filter((earlier) => earlier < Infinity);
    return Math.abs(distance) + 2 - Math.min(0, ...before);
  });
}

/** That R at PAD and E of a row are right, given what its successors hold, and P at `own`. */
export function checkRow(
  P: ExtendedRows,
  own: number,
  R: ExtendedRows,
  { costs }: SharedRows,
  scale: number,
  E: Float64Array,
  successors: (k: number) => readonly number[],
): void {
  for (let k = 0; k < COUNT; k++) {
    const D = P.distance(own + k);
    const Q = softSum(successors(k).map((position) => R.distance(position)));
    const found = R.distance(PAD + k);
    // Where nothing is left of P·Q, nothing need be left of R.
    if (found < Infinity || D + Q < 350) expectDistance(found, Q + costs[k]);
    expect(Math.abs(E[k] - scale * Math.exp(-D - Q))).toBeLessThanOrEqual(1e-10);
  }
}

/**
 * That a backward kernel gives R and E of a row, last cell first.
 *
 * @param successors positions of the k-th cell's successors; the row itself stands at PAD, the near row after it
 */
export function checkBackward(
  rows: SharedRows,
  run: (P: ExtendedRows, R: ExtendedRows, K: Float64Array, KX: Int32Array, scale: number, E: Float64Array) => void,
  successors: (k: number) => readonly number[],
): void {
  const { near, far, costs, slack } = rows;
  // No more than what a step within the row would give.
  const D = slack.slice();
  for (let k = 1; k < COUNT; k++) D[k] = Math.min(D[k], D[k - 1] + costs[k]);
  const [P, R] = [new ExtendedRows(), new ExtendedRows()];
  P.put(PAD, D);
  R.put(WIDTH + PAD, laterRow(near, D));
  R.put(2 * WIDTH + PAD, laterRow(far, D));
  const E = new Float64Array(COUNT).fill(NaN);
  run(P, R, ...factorsOf(costs), -3, E);
  checkRow(P, PAD, R, rows, -3, E, successors);
}
