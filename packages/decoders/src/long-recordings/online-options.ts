import type { AlignmentProblem, FeaturesCost, Parameterization } from '@rubato/core';
import { InvalidArgumentError, normaliseProblem, UnsupportedError } from '@rubato/core';
import { checkOptions, refuse } from '../check.ts';
import type { FeatureSequence } from '../retrieval/feature-sequence.ts';
import { checkFeatureSequence } from '../retrieval/feature-sequence.ts';

export interface OnlineAlignmentOptions {
  /** Steps, weights by step or column, and an open end: `openEnd(dtw())`; with `openBegin` too, the first frame may be anywhere. */
  readonly parameterization: Parameterization;
  /** The local cost between a frame and a frame of the reference, by name. */
  readonly localCost: FeaturesCost['localCost'];
  /** Frames of the reference to both sides of the last position that are looked at: work and latency of a frame. `Infinity` for all. Default 1000. */
  readonly window?: number;
  /** What the costs of ends are compared by: over `n + m + 2`, or as they are. Default `length`, but `none` where the first frame may be anywhere. */
  readonly normalisation?: Normalisation;
}

/** How ends at different places are compared. */
export type Normalisation = 'length' | 'none';

/** The length of a path is known by where it ends only if it began in the corner. */
export function usualNormalisation({ start }: AlignmentProblem): Normalisation {
  return start.set === 'corner' ? 'length' : 'none';
}

/** The problem of one frame against the reference; its row of x is overwritten with each frame. */
export function onlineProblem(reference: FeatureSequence, options: OnlineAlignmentOptions): AlignmentProblem {
  checkFeatureSequence('reference', reference);
  checkOptions(options, ['parameterization', 'localCost', 'window', 'normalisation']);
  const { parameterization, localCost, window = 1000, normalisation = 'none' } = options;
  if (!(window === Infinity || (Number.isInteger(window) && window >= 1))) {
    refuse('options.window', window, 'a whole number of at least 1, or Infinity');
  }
  if (normalisation !== 'length' && normalisation !== 'none') refuse('options.normalisation', normalisation, "'length' or 'none'");
  if (typeof parameterization !== 'object' || parameterization === null) {
    refuse('options.parameterization', parameterization, 'a parameterization { steps, … }');
  }
  const [columns, dimension] = reference.shape;
  const cost = { kind: 'features', x: new Float64Array(dimension), y: reference.data, shape: [1, columns], dimension, localCost } as const;
  // With no rows yet there is no x to be checked; and there are no rows that would read the tables, which the first frame will.
  const withoutRows = normaliseProblem({ ...parameterization, cost, rowLengths: [0] });
  const firstRow = { kind: 'dense', data: new Float64Array(columns), shape: [1, columns] } as const;
  const { stepWeights, stepPenalties, start, end } = normaliseProblem({ ...parameterization, cost: firstRow });
  const problem: AlignmentProblem = { ...withoutRows, stepWeights, stepPenalties, start, end };
  const decline = (reason: string): never => {
    throw new UnsupportedError('OnlineAlignment', reason);
  };
  if (problem.minimum !== 'hardmin') decline(`a position is that of a best path, the minimum is ${problem.minimum}`);
  if (problem.end.set !== 'lastRow') decline("the end of a growing sequence is open: openEnd(…), the end 'lastRow'");
  if (problem.start.set !== 'corner' && problem.start.set !== 'firstRow') decline('the first frame is where paths start');
  if (problem.band !== undefined) decline('it makes its own band');
  if (problem.steps.every(([i]) => i === 0)) decline('no step leads to the next frame');
  if (problem.start.set === 'firstRow' && window < columns) {
    const expected = 'Infinity where the first frame may be anywhere';
    throw new InvalidArgumentError({ argument: 'options.window', found: String(window), expected });
  }
  if (usualNormalisation(problem) === 'none' && normalisation === 'length') {
    refuse('options.normalisation', normalisation, "'none' where the first frame may be anywhere");
  }
  return problem;
}
