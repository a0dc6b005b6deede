import type { AlignmentProblem } from '@rubato/core';
import { stepCost } from '@rubato/core';
import { exponentiate } from '../kernels/extended.ts';
import type { SharedSteps } from '../shared-steps.ts';
import { ClassFactors } from './class-factors.ts';

/** Where all steps share their cell's factor: one row's K = exp(-C/γ) as extended numbers, and the mask of the third step. */
export class CellFactors {
  readonly factors: Float64Array;
  readonly exponents: Int32Array;
  /** By column, 1 where the third step is allowed; 0 where not, beyond the last column, and where there is no third step. */
  readonly mask: Float64Array;
  private readonly problem: AlignmentProblem;
  private readonly shared: SharedSteps;
  private readonly cellCosts: Float64Array;
  /** Where cells of one class cost the same and classes are few: an exponential a class. */
  private readonly classFactors: ClassFactors | undefined;

  constructor(problem: AlignmentProblem, shared: SharedSteps, cellCosts: Float64Array, pad: number) {
    this.problem = problem;
    this.shared = shared;
    this.cellCosts = cellCosts;
    this.factors = new Float64Array(cellCosts.length);
    this.exponents = new Int32Array(cellCosts.length);
    this.mask = new Float64Array(CellFactors.maskLength(problem, pad));
    this.classFactors = ClassFactors.of(problem);
  }

  /** Bytes for a problem whose steps go so many columns back. */
  static bytes(problem: AlignmentProblem, pad: number): number {
    return 12 * problem.columns + 8 * CellFactors.maskLength(problem, pad) + ClassFactors.bytes(problem);
  }

  /** Kernels look at masks two columns further, whether there is a step or not. */
  private static maskLength({ columns }: AlignmentProblem, pad: number): number {
    return columns + Math.max(2, pad);
  }

  /** Whether rows of cell costs have to be read. */
  get needsCosts(): boolean {
    return this.classFactors === undefined;
  }

  /** Turns to item b. */
  open(b: number): void {
    const { problem, shared, mask } = this;
    const { order, masked } = shared;
    const columns = problem.rowLengths[b] === 0 || order.length < 3 ? 0 : problem.columnLengths[b];
    mask.fill(1, 0, columns).fill(0, columns);
    if (!masked) return;
    for (let m = 0; m < columns; m++) if (stepCost(problem, b, 0, m, order[2], 0) === Infinity) mask[m] = 0;
  }

  /** Works out `count` columns from column m on, the k-th of row n on; false where a cost over γ exceeds the limit. */
  fill(b: number, n: number, m: number, k: number, count: number, gamma: number, limit: number): boolean {
    const { cellCosts, classFactors, factors, exponents } = this;
    return classFactors === undefined
      ? exponentiate(cellCosts, k, count, gamma, limit, factors, exponents)
      : classFactors.fill(b, n, m, k, count, gamma, limit, factors, exponents);
  }
}
