import * as elementary from './elementary.ts';
import { inWords } from './parameters.ts';
import type { LocalCost, LocalCostSpecification, PreparedCost } from './record.ts';
import { weightedSum } from './weighted-sum.ts';

/** The local costs of this package by name. To add your own, pass `{ ...localCosts, mine }` as records. */
export const localCosts: Readonly<Record<string, LocalCost>> = Object.freeze({ ...elementary, weightedSum });

/**
 * Looks a local cost up by name and fixes its parameters and dimension.
 *
 * @param specification the cost's name and parameters
 * @param dimension D, the number of features in a row of X and of Y, at least 1
 * @param records where names are looked up, default `localCosts`; the terms of a weighted sum are looked up there too
 * @throws RangeError when no record has that name, a parameter is unknown or out of range, or D is no positive whole
 * number
 *
 * @example
 * ```ts
 * import { prepareLocalCost } from '@rubato/costs';
 * const cost = prepareLocalCost({ name: 'squaredEuclidean' }, 2);
 * const gradientX = new Float64Array(2);
 * const gradientY = new Float64Array(2);
 * const [x, y, upstream] = [Float64Array.of(1, 2), Float64Array.of(4, 6), Float64Array.of(0.5)];
 * cost.pullback(x, 0, y, 0, 1, upstream, 0, gradientX, 0, gradientY, 0);
 * [...gradientX]; // → [-3, -4]
 * [...gradientY]; // → [3, 4]
 * ```
 */
export function prepareLocalCost(
  specification: LocalCostSpecification,
  dimension: number,
  records: Readonly<Record<string, LocalCost>> = localCosts,
): PreparedCost {
  const name: unknown = specification?.name;
  if (typeof name !== 'string' || !Object.hasOwn(records, name)) {
    const known = Object.keys(records).toSorted().join(', ');
    throw new RangeError(`unknown local cost ${inWords(name)}; known are: ${known}`);
  }
  return records[name].prepare(specification, dimension, records);
}
