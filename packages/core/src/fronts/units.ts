import type { MinimumFunction } from '@rubato/minimum';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { BoundaryTable, StepTable } from '../problem/table.ts';
import { LARGEST_FACTOR, LARGEST_PATH, LIMIT } from './sentinels.ts';

/** The units that an item's costs are computed in, so that float32 holds them: all minimum functions scale with costs and γ alike. */
export interface Units {
  /** Powers of two, [B]. */
  readonly unit: Float64Array;
  /** γ over the unit, [B]. */
  readonly gamma: Float32Array;
}

/** γ over the unit is at least this: below it no difference of two candidates is small enough to see γ. */
const LEAST_GAMMA = 1e-24;

/**
 * Each item's unit: the power of two at or below its γ (or its largest cost where γ plays no part), and coarser where the costs of a
 * path would be too large in it.
 *
 * @param largest the largest finite |cost| of each item
 * @returns a reason in words where factors are too large for float32
 */
export function chooseUnits(problem: AlignmentProblem, { usesTemperature }: MinimumFunction, largest: Float64Array): Units | string {
  const { batch, rows, columns, stepWeights, stepPenalties, start, end, temperature } = problem;
  const factor = Math.max(1, ...[stepWeights, start.multiplier, end.multiplier].map(largestFinite));
  if (factor > LARGEST_FACTOR)
    return `a weight or multiplier of ${factor} is too large for its float32 arithmetic: the most is ${LARGEST_FACTOR}`;
  const penalty = Math.max(...[stepPenalties, start.penalty, end.penalty].map(largestFinite));
  const unit = new Float64Array(batch);
  const gamma = new Float32Array(batch);
  for (let b = 0; b < batch; b++) {
    const path = (factor * largest[b] + penalty) * (rows + columns + 1);
    const fine = usesTemperature ? temperature[b] : Math.max(largest[b], penalty);
    const least = Math.max(fine, path / LARGEST_PATH, Number.MIN_VALUE ** 0.5);
    unit[b] = 2 ** Math.floor(Math.log2(least));
    gamma[b] = usesTemperature ? Math.max(LEAST_GAMMA, temperature[b] / unit[b]) : 1;
  }
  return { unit, gamma };
}

/** A cost of whole units and a fraction, `Infinity` where it is forbidden. */
export const costInUnits = (whole: number, fraction: number, unit: number): number =>
  whole < LIMIT ? (whole + fraction) * unit : Infinity;

/** The largest magnitude in a table, `Infinity` left aside. */
function largestFinite({ data }: StepTable | BoundaryTable): number {
  let most = 0;
  for (let i = 0; i < data.length; i++) {
    const magnitude = Math.abs(data[i]);
    if (magnitude > most && magnitude !== Infinity) most = magnitude;
  }
  return most;
}
