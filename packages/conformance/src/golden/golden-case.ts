import type { AlignmentSolution, Parameterization, Precision, ProblemInput, SolveRequest } from '@rubato/core';

/** The golden files that this package reads. */
export type GoldenFile = 'minimum' | 'ddtw' | 'sdtw' | 'ctc' | 'table1' | 'hard_dtw';

/** A problem to solve for a case. */
export interface GoldenSolve {
  readonly input: ProblemInput;
  readonly request: SolveRequest;
}

/** Numbers computed and expected. NaN among the expected is "not defined" and not compared. */
export interface GoldenComparison {
  readonly quantity: string;
  readonly actual: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  /** `|actual - expected| ≤ absolute + relative·|expected|`, or relative to the largest of the array. */
  readonly tolerance: GoldenTolerance;
}

export interface GoldenTolerance {
  readonly absolute: number;
  readonly relative: number;
  /** What `relative` refers to. */
  readonly of: 'entry' | 'array';
}

/** One case of a golden file: what to solve, and what must come of it. */
export interface GoldenCase {
  readonly file: GoldenFile;
  readonly id: string;
  readonly tag: string;
  readonly solves: readonly GoldenSolve[];
  /** Compares the solutions of `solves`, in their order. */
  readonly compare: (solutions: readonly AlignmentSolution[]) => readonly GoldenComparison[];
}

/** Presets that the files `ctc` and `table1` need; they are handed in, since this package may not depend on them. */
export interface GoldenPresets {
  readonly ctc?: (labels: readonly (readonly number[])[], options: { readonly blank: number }) => Parameterization;
  /** `labels`: per item class numbers (-1 = rest) or multi-hot rows. */
  readonly table1?: (
    id: never,
    reading: 'published-code' | 'paper',
    labels: readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[],
    options?: { readonly blank: number },
  ) => Parameterization;
}

export interface GoldenOptions {
  readonly precision: Precision;
  readonly presets?: GoldenPresets;
}

/** A case that needs a preset which was not handed in. */
export class MissingPreset extends Error {}
