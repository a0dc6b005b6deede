import type { AlignmentSolution, LatticeArray, ShapedArray } from '@rubato/core';
import { toDense } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import type { QuantityName } from '../tolerances.ts';

/** One array of an answer, dense, with the rule that its entries are compared by. */
export interface Quantity {
  readonly name: QuantityName;
  /** Where it stands in the solution, for messages: `boundaryGradient.startPenalty`. */
  readonly label: string;
  readonly data: FloatArray;
  readonly shape: readonly number[];
}

function isLattice(array: ShapedArray | LatticeArray): array is LatticeArray {
  return 'depth' in array;
}

/** Every number of a solution, by name, lattice arrays in full. */
export function quantitiesOf(solution: AlignmentSolution): readonly Quantity[] {
  const list: Quantity[] = [];
  const add = (name: QuantityName, label: string, array: ShapedArray | LatticeArray | undefined): void => {
    if (array === undefined) return;
    if (!isLattice(array)) list.push({ name, label, data: array.data, shape: array.shape });
    else list.push({ name, label, data: toDense(array), shape: array.depth === 1 ? array.shape : [...array.shape, array.depth] });
  };
  const flat = (name: QuantityName, label: string, data: FloatArray | undefined): void => {
    if (data !== undefined) list.push({ name, label, data, shape: [data.length] });
  };
  flat('values', 'values', solution.values);
  add('gradient', 'gradient', solution.gradient);
  add('softAlignment', 'softAlignment', solution.softAlignment);
  add('accumulatedCost', 'accumulatedCost', solution.accumulatedCost);
  add('stepWeightGradient', 'stepWeightGradient', solution.stepWeightGradient);
  add('stepPenaltyGradient', 'stepPenaltyGradient', solution.stepPenaltyGradient);
  flat('temperatureGradient', 'temperatureGradient', solution.temperatureGradient);
  const boundary = solution.boundaryGradient;
  add('boundaryMultiplierGradient', 'boundaryGradient.startMultiplier', boundary?.startMultiplier);
  add('boundaryPenaltyGradient', 'boundaryGradient.startPenalty', boundary?.startPenalty);
  add('boundaryMultiplierGradient', 'boundaryGradient.endMultiplier', boundary?.endMultiplier);
  add('boundaryPenaltyGradient', 'boundaryGradient.endPenalty', boundary?.endPenalty);
  add('edgeMarginals', 'edgeMarginals', solution.edgeMarginals);
  solution.marginals?.forEach((sums, r) => add('marginals', `marginals[${r}]`, sums));
  add('hessianProduct', 'hessianProduct', solution.hessianProduct);
  flat('pathCosts', 'pathCosts', solution.pathCosts);
  const input = solution.inputGradient;
  if (input !== undefined) {
    if (input.kind === 'features') {
      flat('inputGradient', 'inputGradient.x', input.x);
      flat('inputGradient', 'inputGradient.y', input.y);
    } else
      flat(
        'inputGradient',
        `inputGradient.${input.kind === 'gathered' ? 'values' : 'data'}`,
        input.kind === 'gathered' ? input.values : input.data,
      );
  }
  return list;
}

/** The typed arrays of a solution as they are, banded or not: what belongs to the caller. */
export function arraysOf(solution: AlignmentSolution): readonly (readonly [label: string, array: FloatArray | Int32Array])[] {
  const list: (readonly [string, FloatArray | Int32Array])[] = [];
  const visit = (label: string, value: unknown): void => {
    if (value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array) list.push([label, value]);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value)) visit(label === '' ? name : `${label}.${name}`, part);
    }
  };
  visit('', solution);
  return list;
}
