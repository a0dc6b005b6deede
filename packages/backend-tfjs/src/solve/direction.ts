import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import { largestDirections } from '@rubato/core/fronts';
import type { Tensor } from '../tfjs.ts';
import type { LatticeTensors } from './lattice-tensors.ts';

/** A direction [B, N, M] over its item's largest entry, by fronts [fronts, width]; 0 outside lengths and band. */
export function directionTensor(
  { scope, prepared: { cells } }: LatticeTensors,
  problem: AlignmentProblem,
  layout: LatticeLayout,
  direction: ArrayLike<number>,
): Tensor {
  const scales = largestDirections(problem, layout, direction);
  const numbers = new Float32Array(cells.size);
  cells.each((b, n, m, at) => {
    numbers[at] = direction[(b * problem.rows + n) * problem.columns + m] / scales[b];
  });
  return scope.hold(scope.tf.tensor(numbers, [cells.fronts.count, cells.width], 'float32'));
}
