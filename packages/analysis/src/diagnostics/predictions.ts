import type { AlignmentProblem } from '@rubato/core';
import { refuse } from '../check.ts';
import type { FeatureSequence } from '../targets/feature-sequence.ts';

/** What the network said: the features, or the probabilities behind costs by class. */
export function predictionsOf({ cost, batch, rows }: AlignmentProblem): FeatureSequence {
  switch (cost.kind) {
    case 'features':
      return { data: cost.x, shape: [batch, rows, cost.dimension] };
    case 'gathered':
      // Numbers that are no negative log-probabilities are cut off at 1, where exp would leave the range of numbers.
      return { data: Float64Array.from(cost.values, (value) => Math.min(1, Math.exp(-value))), shape: [batch, rows, cost.classes] };
    default:
      return refuse('options.predictions', undefined, `the predictions [N, D], which a ${cost.kind} cost does not hold`);
  }
}
