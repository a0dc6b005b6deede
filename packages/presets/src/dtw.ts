import type { Parameterization, Step } from '@rubato/core';
import { checkOptions, refuse } from './check.ts';
import { diagonalFirstSteps, freezeSteps } from './steps.ts';

export interface DtwOptions {
  /** Step sizes; the first of equally good ones wins. Default (1,1), (1,0), (0,1). */
  readonly steps?: readonly Step[];
}

/**
 * Classical DTW: `D(n,m) = C(n,m) + min{D(n-1,m-1), D(n-1,m), D(n,m-1)}`, from the first cell to the last.
 *
 * The minimum is hard: the value is the cost of the best path, and H = E is 1 on that path and 0 elsewhere. Among equally good
 * steps the first in the list wins, so by default the diagonal. Weights of your own: `{ ...dtw(), stepWeights: [2, 1, 1] }`.
 * Sources: Sakoe & Chiba, IEEE Trans. ASSP 26(1), 1978; Müller, "Fundamentals of Music Processing", Springer 2015, section 3.2.
 *
 * @throws InvalidArgumentError for an unknown option or steps that are no list of pairs; `normaliseProblem` checks the numbers
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { dtw } from '@rubato/presets';
 * const cost = { kind: 'dense', data: Float64Array.of(0, 0, 9, 9, 0, 1), shape: [2, 3] } as const;
 * const { values, paths } = openReference().solveSync(normaliseProblem({ ...dtw(), cost }), { path: true });
 * values[0]; // → 1
 * Array.from(paths![0]); // → [0, 0, 0, 1, 1, 2]
 * ```
 */
export function dtw(options: DtwOptions = {}): Parameterization {
  checkOptions(options, ['steps']);
  const { steps } = options;
  if (steps === undefined) return Object.freeze({ steps: diagonalFirstSteps, minimum: 'hardmin' });
  if (!Array.isArray(steps)) refuse('steps', steps, 'a list of steps (i, j)');
  for (let s = 0; s < steps.length; s++) {
    const step: unknown = steps[s];
    if (!Array.isArray(step) || step.length !== 2) refuse('steps', step, 'a pair (rows, columns)', [s]);
  }
  return Object.freeze({ steps: freezeSteps(steps), minimum: 'hardmin' });
}
