import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { latticeLayout, normaliseProblem } from '@rubato/core';
import type { BenchCase } from './bench-case.ts';
import { makeInput } from './make-input.ts';

/** A case made ready: the checked problem, what of it exists, and what peers need beside it. */
export interface Task {
  readonly benchCase: BenchCase;
  readonly problem: AlignmentProblem;
  /** Cells inside lengths and band: what "per cell" divides by. */
  readonly cells: number;
  /** The labels of each item, for CTC. */
  readonly labels: readonly (readonly number[])[];
}

export function makeTask(benchCase: BenchCase, seed: number): Task {
  const { input, labels } = makeInput(benchCase, seed);
  const problem = normaliseProblem(input);
  return { benchCase, problem, cells: latticeLayout(problem).cells, labels };
}

/** What is asked for beside the value: the gradient by what the caller gave, or the path. */
export function requestOf({ kind, cost }: BenchCase): SolveRequest {
  if (kind === 'dtw') return { path: true };
  return cost === 'dense' ? { gradient: true } : { inputGradient: true };
}
