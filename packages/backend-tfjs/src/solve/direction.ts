import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import { largestDirections } from '@rubato/core/fronts';
import type { Tensor } from '../tfjs.ts';
import type { LatticeTensors } from './lattice-tensors.ts';

/** A direction [B, N, M] over its item's largest entry, by fronts [fronts, width]; 0 outside lengths and band. Yields 0 now and then. */
export function* directionTensor(
  { scope, prepared: { cells } }: LatticeTensors,
  problem: AlignmentProblem,
  layout: LatticeLayout,
  direction: ArrayLike<number>,
): Generator<number, Tensor, void> {
  const scales = largestDirections(problem, layout, direction);
  const numbers = new Float32Array(cells.size);
  yield* cells.each((b, n, m) => {
    numbers[cells.at(b, n, m)] = direction[(b * problem.rows + n) * problem.columns + m] / scales[b];
  });
  return scope.hold(scope.tf.tensor(numbers, [cells.fronts.count, cells.width], 'float32'));
}
