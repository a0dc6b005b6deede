import type { AlignmentProblem } from '@rubato/core';
import { stepCost } from '@rubato/core';
import { exponentiate } from '../kernels/extended.ts';
import { ClassFactors } from './class-factors.ts';
import type { StepCosts } from './step-costs.ts';

/**
 * One row's K = exp(-(step cost)/γ) for every step, as extended numbers. Where allowed steps cost just what their cell costs, one
 * exponential serves all of them, and forbidden ones are masked.
 */
export class StepFactors {
  /** Three rows always; of two steps the last is repeated. */
  readonly factors: Float64Array[] = [];
  readonly exponents: Int32Array[] = [];
  private readonly problem: AlignmentProblem;
  private readonly stepCosts: StepCosts;
  private readonly cellCosts: Float64Array;
  private readonly cellFactors: Float64Array;
  private readonly cellExponents: Int32Array;
  /** Where cells of one class cost the same and classes are few: an exponential a class. */
  private readonly classFactors: ClassFactors | undefined;
  /** Rows for steps that do not share the cell's; of those, steps that an item allows everywhere do share it. */
  private readonly ownFactors: readonly Float64Array[];
  /** By step and column, 1 where the step is allowed and 0 where not; absent for steps that share the cell's row. */
  private readonly masks: (Float64Array | undefined)[] | undefined;
  /** Whether masks are the same in all rows of an item. */
  private readonly constantMasks: boolean;

  constructor(problem: AlignmentProblem, stepCosts: StepCosts, cellCosts: Float64Array, onlyMasks: boolean) {
    const { length } = cellCosts;
    this.problem = problem;
    this.stepCosts = stepCosts;
    this.cellCosts = cellCosts;
    this.cellFactors = new Float64Array(length);
    this.cellExponents = new Int32Array(length);
    this.constantMasks = problem.stepWeights.strides[1] === 0 && problem.stepPenalties.strides[1] === 0;
    this.masks = onlyMasks ? stepCosts.costs.map((costs) => (costs === cellCosts ? undefined : new Float64Array(length))) : undefined;
    this.classFactors = onlyMasks ? ClassFactors.of(problem) : undefined;
    for (const costs of stepCosts.costs) {
      const shared = costs === cellCosts;
      this.factors.push(shared ? this.cellFactors : new Float64Array(length));
      this.exponents.push(shared || onlyMasks ? this.cellExponents : new Int32Array(length));
    }
    this.ownFactors = [...this.factors];
    this.repeatLast();
  }

  /** Bytes for a problem of which `own` steps do not share the cell's costs. */
  static bytes(problem: AlignmentProblem, own: number, onlyMasks: boolean): number {
    return problem.columns * (12 + own * (onlyMasks ? 16 : 12)) + (onlyMasks ? ClassFactors.bytes(problem) : 0);
  }

  /** Turns to item b. */
  open(b: number): void {
    const { masks, problem, factors } = this;
    if (masks === undefined || !this.constantMasks || problem.rowLengths[b] === 0) return;
    const columns = problem.columnLengths[b];
    this.fillMasks(b, 0, 0, columns);
    masks.forEach((mask, s) => {
      const isOpen = mask === undefined || mask.subarray(0, columns).every((allowed) => allowed === 1);
      factors[s] = isOpen ? this.cellFactors : this.ownFactors[s];
    });
    this.repeatLast();
  }

  private repeatLast(): void {
    const { factors, exponents, problem } = this;
    for (let s = problem.steps.length; s < 3; s++) {
      factors[s] = factors[s - 1];
      exponents[s] = exponents[s - 1];
    }
  }

  /** Works out `count` columns from column m on, the k-th of row n on; false where a cost over γ exceeds the limit. */
  fill(b: number, n: number, m: number, k: number, count: number, gamma: number, limit: number): boolean {
    const { cellCosts, cellFactors, cellExponents, masks } = this;
    if (masks === undefined) {
      this.stepCosts.fill(b, n, m, k, count, cellCosts);
      let within = true;
      for (let s = 0; s < this.problem.steps.length; s++) {
        within = exponentiate(this.stepCosts.costs[s], k, count, gamma, limit, this.factors[s], this.exponents[s]) && within;
      }
      return within;
    }
    const within =
      this.classFactors === undefined
        ? exponentiate(cellCosts, k, count, gamma, limit, cellFactors, cellExponents)
        : this.classFactors.fill(b, n, m, k, count, gamma, limit, cellFactors, cellExponents);
    if (!this.constantMasks) this.fillMasks(b, n, m, count);
    for (let s = 0; s < masks.length; s++) {
      const mask = masks[s];
      if (mask !== undefined && this.factors[s] !== cellFactors) maskRow(cellFactors, mask, m - k, k, count, this.factors[s]);
    }
    return within;
  }

  private fillMasks(b: number, n: number, m: number, count: number): void {
    const { masks, problem } = this;
    if (masks === undefined) return;
    for (let s = 0; s < masks.length; s++) {
      const mask = masks[s];
      if (mask === undefined) continue;
      for (let column = m; column < m + count; column++) mask[column] = stepCost(problem, b, n, column, s, 0) === Infinity ? 0 : 1;
    }
  }
}

function maskRow(cellFactors: Float64Array, mask: Float64Array, shift: number, k: number, count: number, factors: Float64Array): void {
  for (let i = k; i < k + count; i++) factors[i] = cellFactors[i] * mask[shift + i];
}
