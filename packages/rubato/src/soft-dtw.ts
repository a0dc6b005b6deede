import { toDense } from '@rubato/core';
import * as presets from '@rubato/presets';
import { checkOptions } from './check.ts';
import type { PairOptions } from './pair.ts';
import { pairProblem } from './pair.ts';
import type { Sequence, Shaped } from './sequence.ts';
import { readSequence, shapeLike, toRows } from './sequence.ts';
import { solveSync } from './solver.ts';

export interface SoftDtwOptions extends PairOptions {
  /** γ > 0, in units of the cost: the higher, the softer. Default 1. */
  readonly temperature?: number;
}

export interface SoftDtwResult<A extends Sequence = Sequence, B extends Sequence = Sequence> {
  /** The soft minimum over all paths; may be negative, even for equal sequences. `Infinity` where the band leaves no path. */
  readonly value: number;
  /** E, N rows of M numbers from 0 to 1: the probability that a path passes through the cell. */
  readonly alignment: number[][];
  /** The gradients by both sequences, in their own form. */
  readonly gradient: { readonly a: Shaped<A>; readonly b: Shaped<B> };
}

export const softDtwOptionNames: readonly string[] = ['cost', 'band', 'temperature'];

/**
 * Soft-DTW of two sequences: a differentiable alignment cost, its soft alignment, and its gradient by both sequences.
 *
 * `value = -γ log Σ_paths exp(-cost of the path/γ)`, with γ the temperature and `C(n,m)` the local cost of a's element n and b's
 * element m, by default their squared Euclidean distance. As γ → 0 it tends to the cost of `dtw`.
 * Source: Cuturi & Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017.
 *
 * @param a a sequence of N numbers or vectors
 * @param b a sequence of M numbers or vectors
 * @throws InvalidArgumentError naming the sequence and the first element that is NaN, ragged or outside the cost's domain
 *
 * @example
 * ```ts
 * import { softDtw } from 'rubato';
 * const { value, alignment, gradient } = softDtw([0, 1], [0, 3], { temperature: 0.01 });
 * value; // → 4
 * alignment; // → [[1, 0], [0, 1]]
 * gradient; // → { a: [0, -4], b: [0, 4] }
 * ```
 */
export function softDtw<A extends Sequence, B extends Sequence>(a: A, b: B, options: SoftDtwOptions = {}): SoftDtwResult<A, B> {
  checkOptions(options, softDtwOptionNames);
  const { temperature = 1 } = options;
  const first = readSequence('a', a);
  const second = readSequence('b', b);
  const problem = pairProblem(first, second, presets.softDtw({ temperature }), options);
  const { values, softAlignment, inputGradient } = solveSync(problem, { softAlignment: true, inputGradient: true });
  // Of a features problem it is a gradient by features.
  const { x, y } = inputGradient as { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
  return {
    value: values[0],
    alignment: toRows(toDense(softAlignment!), second.length),
    gradient: { a: shapeLike(first, x) as Shaped<A>, b: shapeLike(second, y) as Shaped<B> },
  };
}
