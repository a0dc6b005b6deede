import type { Step } from '@rubato/core';

/** What the kernels of softmin by strips are printed for. */
export interface StripStructure {
  readonly steps: readonly Step[];
  /**
   * The axis that is cut into strips, one a thread; all threads sweep along the other one. `'rows'` serves steps within (1,0), (0,1),
   * (1,1), `'columns'` steps that all advance a row, so that cells of one row do not wait for each other.
   */
  readonly strip: 'rows' | 'columns';
  /**
   * `'unit'`: all 1, never read. `'scalar'`: one a step, `scalar_weight(s)`. `'mask'`: `step_weight` answers 1 or FORBIDDEN.
   * `'varying'`: `step_weight` answers anything.
   */
  readonly weights: 'unit' | 'scalar' | 'mask' | 'varying';
  /** `'corner'`: cell (0, 0) alone, at multiplier 1 and without a penalty. `'cells'`: where `start_cost` is not FORBIDDEN. */
  readonly start: 'corner' | 'cells';
  /** `'corner'`: the last cell alone, at no extra cost. `'cells'`: where `end_cost` is not FORBIDDEN. */
  readonly end: 'corner' | 'cells';
  /** Whether `start_multiplier` and `end_multiplier` are to be asked; else they are 1 and 0. */
  readonly multipliers: boolean;
  /** Whether cells outside `first_column` to before `end_column` of their row are absent. */
  readonly banded: boolean;
  /** Whether H, the gradient by the cost, is written to `gradient`. */
  readonly gradient: boolean;
  /** Whether E, the gradient by the accumulated cost, is written to `alignment`. */
  readonly alignment: boolean;
}

/** Positions of a strip at most: more would not fit into registers. */
export const LONGEST_STRIP = 8;
const LONGEST_LAG = 4;
/** Numbers handed on at each position at most, so that the shortest workgroup finds memory for them. */
const MOST_EXCHANGED = 32;

/** A step in the kernels' own axes: p along the strip, q along the sweep. */
export interface Reach {
  readonly p: number;
  readonly q: number;
}

export function reaches({ steps, strip }: StripStructure): Reach[] {
  return steps.map(([i, j]) => (strip === 'rows' ? { p: i, q: j } : { p: j, q: i }));
}

/** How far the steps reach along the strip. */
export function depthOf(structure: StripStructure): number {
  return Math.max(...reaches(structure).map(({ p }) => p));
}

/** How far the steps reach along the sweep. */
export function lagOf(structure: StripStructure): number {
  return Math.max(...reaches(structure).map(({ q }) => q));
}

/** Whether steps have costs of their own, so that each has a factor of its own. */
export function isWeighted({ weights }: StripStructure): boolean {
  return weights === 'scalar' || weights === 'varying';
}

/** Whether H is more than E, so that the mean weight G of each cell's arrivals is kept: H = E·G. */
export function keepsMeans(structure: StripStructure): boolean {
  return structure.gradient && (isWeighted(structure) || structure.multipliers);
}

/**
 * Why the kernels cannot serve these steps, or undefined.
 *
 * A strip takes from the one beside it alone, so no step is longer than a strip.
 */
export function declinesSteps(structure: StripStructure): string | undefined {
  if (depthOf(structure) > LONGEST_STRIP) return `a step advances by more than ${LONGEST_STRIP}`;
  if (lagOf(structure) > LONGEST_LAG) return `a step advances by more than ${LONGEST_LAG}`;
  if (reaches(structure).reduce((sum, { p }) => sum + p, 0) > MOST_EXCHANGED) return 'the steps together advance too far';
  return undefined;
}
