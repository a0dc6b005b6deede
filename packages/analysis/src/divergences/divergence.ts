import type { AlignmentProblem, Backend, ItemStatus, SolveProgress } from '@rubato/core';
import { InvalidArgumentError, normaliseProblem } from '@rubato/core';
import type { LocalCost, LocalCostSpecification } from '@rubato/costs';
import { checkFlag, checkOptions, checkWork } from '../check.ts';
import { computeLoss } from '../losses/compute-loss.ts';
import type { LossResult } from '../losses/compute-loss.ts';
import type { Loss } from '../losses/loss.ts';
import type { CheckedSequences, SequenceBatch } from './sequence-batch.ts';
import { checkSequences } from './sequence-batch.ts';

export interface DivergenceOptions {
  /** γ > 0, in units of the cost: one number, or one per item. Default 1. */
  readonly temperature?: number | ArrayLike<number>;
  /** Default `squaredEuclidean`; Blondel, Mensch & Vert use `halfSquaredEuclidean`. It must be symmetric. */
  readonly localCost?: string | LocalCostSpecification;
  /** Gradients by x and y. */
  readonly gradient?: boolean;
  /** Upstream gradient, shape [B]; default 1 for each item. */
  readonly upstream?: ArrayLike<number>;
  /** An opened backend that computes in float64. Default: core's reference solver, which is right and slow. */
  readonly backend?: Backend;
  /** Local costs beside the built-in ones, by name, as the backend was opened with. */
  readonly costs?: Readonly<Record<string, LocalCost>>;
  /** Stops the work itself; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** In visits of lattice cells of all solves so far; `total` grows with each. */
  readonly onProgress?: (progress: SolveProgress) => void;
}

/** Divergences of a batch. */
export interface DivergenceResult {
  /** Shape [B]; `Infinity` for an item with a sequence of length 0. */
  readonly values: Float64Array;
  readonly status: readonly ItemStatus[];
  /** In the shapes of x and y; 0 in the padding, and for items without a finite value. */
  readonly gradient?: { readonly x: Float64Array; readonly y: Float64Array };
}

export const divergenceOptions: readonly string[] = [
  'temperature',
  'localCost',
  'gradient',
  'upstream',
  'backend',
  'costs',
  'signal',
  'onProgress',
];

/** The steps of soft-DTW. */
export const softDtwSteps = [
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

/**
 * `f(X, Y) - f(X, X)/2 - f(Y, Y)/2` for a function f of an alignment. The terms cancel where X is near Y, so they are computed in float64
 * whatever the arrays are.
 */
export async function divergence(
  x: SequenceBatch,
  y: SequenceBatch,
  options: DivergenceOptions,
  lossOf: (problem: AlignmentProblem) => Loss,
): Promise<DivergenceResult> {
  checkOptions(options, divergenceOptions);
  checkFlag('options.gradient', options.gradient);
  checkWork(options);
  const [left, right] = [checkSequences('x', x), checkSequences('y', y)];
  for (const axis of ['batch', 'dimension'] as const) {
    if (left[axis] === right[axis]) continue;
    throw new InvalidArgumentError({ argument: 'y.shape', found: `of ${axis} ${right[axis]}`, expected: `${left[axis]} as in x.shape` });
  }
  const { temperature = 1, localCost = 'squaredEuclidean', gradient = false, onProgress, costs, ...rest } = options;
  const problemOf = (a: CheckedSequences, b: CheckedSequences): AlignmentProblem =>
    normaliseProblem(
      {
        steps: softDtwSteps,
        temperature,
        cost: {
          kind: 'features',
          x: a.data,
          y: b.data,
          shape: [a.batch, a.length, b.length],
          dimension: a.dimension,
          localCost: typeof localCost === 'string' ? { name: localCost } : localCost,
        },
        rowLengths: a.lengths,
        columnLengths: b.lengths,
        precision: 'float64',
      },
      { costs },
    );
  const problems = [problemOf(left, right), problemOf(left, left), problemOf(right, right)];
  const results: LossResult[] = [];
  let before = 0;
  for (const problem of problems) {
    let cells = 0;
    results.push(
      await computeLoss(lossOf(problem), {
        ...rest,
        inputGradient: gradient,
        ...(costs === undefined ? {} : { costs }),
        onProgress: ({ done, total }) => {
          cells = total;
          onProgress?.({ done: before + done, total: before + total });
        },
      }),
    );
    before += cells;
  }
  const [cross, own, other] = results;
  const values = cross.values.map((value, b) => {
    const difference = value - own.values[b] / 2 - other.values[b] / 2;
    return Number.isFinite(difference) ? difference : Infinity;
  });
  // All three are needed: a sequence may have no alignment with itself.
  const status = cross.status.map((found, b) => results.find((result) => result.status[b].kind !== 'solved')?.status[b] ?? found);
  if (!gradient) return { values, status };
  const [byX, byY] = sides(cross);
  return { values, status, gradient: { x: less(byX, own, values), y: less(byY, other, values) } };
}

function sides({ inputGradient }: LossResult): readonly [ArrayLike<number>, ArrayLike<number>] {
  return inputGradient!.kind === 'features' ? [inputGradient!.x, inputGradient!.y] : [[], []];
}

/** A gradient less half of that of a sequence's alignment with itself, in which it stands on both sides. */
function less(gradient: ArrayLike<number>, self: LossResult, values: Float64Array): Float64Array {
  const [left, right] = sides(self);
  const size = gradient.length / values.length;
  return Float64Array.from(gradient, (slope, k) => (values[Math.floor(k / size)] === Infinity ? 0 : slope - (left[k] + right[k]) / 2));
}
