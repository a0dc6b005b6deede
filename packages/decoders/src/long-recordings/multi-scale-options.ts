import type { AlignmentProblem, StepTable } from '@rubato/core';
import { InvalidArgumentError, UnsupportedError } from '@rubato/core';
import { checkWhole, isList, refuse } from '../check.ts';
import { checkHardProblem } from './linear-memory-path.ts';
import type { PooledNorm } from './pool-features.ts';
import type { WorkOptions } from './run-work.ts';
import { checkWorkOptions } from './run-work.ts';

export interface MultiScaleOptions extends WorkOptions {
  /**
   * Frames that are averaged at each level, from the coarsest to 1, each a multiple of the next. Default: powers of 4, so many that the
   * coarsest lattice has at most `blockCells` cells.
   */
  readonly factors?: readonly number[];
  /** The most cells of a rectangle that is aligned at once, one byte each. Default 2^20. */
  readonly blockCells?: number;
  /** What becomes of averaged frames; `'euclidean'` for costs of normalised features, such as `innerProduct`. Default `'none'`. */
  readonly pooledNorm?: PooledNorm;
}

/** Options with their defaults filled in. */
export interface MultiScaleSettings {
  readonly factors: readonly number[];
  readonly blockCells: number;
  readonly pooledNorm: PooledNorm;
}

/** Refuses problems that cannot be cut into blocks between cells of a path: what is left is DTW of two feature sequences. */
export function checkMultiScaleProblem(problem: AlignmentProblem): void {
  checkHardProblem(problem);
  const { cost, steps, stepWeights, stepPenalties, start, end, band } = problem;
  const decline = (reason: string): never => {
    throw new UnsupportedError('multiScalePath', reason);
  };
  if (cost.kind !== 'features') decline(`coarser levels are made of features, the cost is ${cost.kind}`);
  const isDtw = steps.length === 3 && steps.every(([i, j]) => i <= 1 && j <= 1);
  if (!isDtw) decline('blocks of any shape have paths with the steps (1,0), (0,1), (1,1) only');
  const varies = ({ strides }: StepTable): boolean => strides[1] !== 0 || strides[2] !== 0;
  if (varies(stepWeights) || varies(stepPenalties)) decline('weights and penalties of cells have no meaning at coarser levels');
  if (stepWeights.forbids || stepPenalties.forbids) decline('a step is forbidden, so that not every block has a path');
  if (start.set !== 'corner' || end.set !== 'corner') decline('paths must go from the first cell to the last');
  if (band !== undefined) decline('it makes its own band');
}

/** @returns the settings for sequences of so many frames at most */
export function readMultiScaleOptions(options: MultiScaleOptions, rows: number, columns: number): MultiScaleSettings {
  checkWorkOptions(options, ['factors', 'blockCells', 'pooledNorm']);
  const { factors, blockCells = 2 ** 20, pooledNorm = 'none' } = options;
  if (pooledNorm !== 'none' && pooledNorm !== 'euclidean') refuse('options.pooledNorm', pooledNorm, "'none' or 'euclidean'");
  checkWhole('options.blockCells', blockCells, 25, 2 ** 31 - 1);
  if (factors === undefined) return { factors: usualFactors(rows, columns, blockCells), blockCells, pooledNorm };
  if (!isList(factors) || factors.length === 0 || factors[factors.length - 1] !== 1) {
    refuse('options.factors', factors, 'a list of whole numbers that ends with 1');
  }
  for (let level = factors.length - 2; level >= 0; level--) {
    checkWhole('options.factors', factors[level], 2, 2 ** 31 - 1, [level]);
    const ratio = factors[level] / factors[level + 1];
    if (!Number.isInteger(ratio) || ratio < 2) refuse('options.factors', factors[level], `a multiple of ${factors[level + 1]}`, [level]);
    if ((ratio + 1) ** 2 <= blockCells) continue;
    const expected = `at least ${(ratio + 1) ** 2} for factors ${factors[level]} and ${factors[level + 1]}`;
    throw new InvalidArgumentError({ argument: 'options.blockCells', found: String(blockCells), expected });
  }
  return { factors: [...factors], blockCells, pooledNorm };
}

function usualFactors(rows: number, columns: number, blockCells: number): number[] {
  const factors = [1];
  while (Math.ceil(rows / factors[0]) * Math.ceil(columns / factors[0]) > blockCells) factors.unshift(factors[0] * 4);
  return factors;
}
