import type { AlignmentProblem } from '@rubato/core';
import type { MinimumFunction } from '@rubato/minimum';

/** What of a problem decides how large a cost may be. */
export type CostRangeProblem = Pick<
  AlignmentProblem,
  'batch' | 'rowLengths' | 'columnLengths' | 'temperature' | 'minimum' | 'stepWeights' | 'start' | 'end'
>;

/** A cost over γ within it is a whole number of powers of two that strips take, and any path's sum of them fits their integers. */
const MOST_POWERS = 2 ** 22;
const MOST_POWERS_OF_PATH = 2 ** 28;

/** See `OnDevice.largestCost`. What fits the strips fits the fronts, whose integers hold 2^29 of a unit that is above γ/2. */
export function largestCost(
  { batch, rowLengths, columnLengths, temperature, stepWeights, start, end }: CostRangeProblem,
  { usesTemperature }: Pick<MinimumFunction, 'usesTemperature'>,
): number {
  let heaviest = 1;
  for (const { data } of [stepWeights, start.multiplier, end.multiplier]) {
    for (let i = 0; i < data.length; i++) if (data[i] < Infinity) heaviest = Math.max(heaviest, Math.abs(data[i]));
  }
  let least = Infinity;
  for (let b = 0; b < batch; b++) {
    const powers = Math.min(MOST_POWERS, MOST_POWERS_OF_PATH / (rowLengths[b] + columnLengths[b] + 2));
    // Without γ a unit is 1.
    least = Math.min(least, powers * Math.LN2 * (usesTemperature ? temperature[b] : 1));
  }
  return least / heaviest;
}
