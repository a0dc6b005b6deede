import type { AlignmentProblem } from '@rubato/core';
import { exponentiate } from '../kernels/extended.ts';
import { StepCosts } from './step-costs.ts';

/** One row's K = exp(-(step cost)/γ) for every step, as extended numbers; steps that cost what their cell costs have one row. */
export class StepFactors {
  /** Three rows always; of two steps the last is repeated. */
  readonly factors: readonly Float64Array[];
  readonly exponents: readonly Int32Array[];
  private readonly stepCosts: StepCosts;
  private readonly cellCosts: Float64Array;
  /** The steps whose rows are worked out. */
  private readonly distinct: readonly number[];

  constructor(stepCosts: StepCosts, cellCosts: Float64Array) {
    const { costs } = stepCosts;
    this.stepCosts = stepCosts;
    this.cellCosts = cellCosts;
    this.distinct = costs.map((_, s) => s).filter((s) => costs.indexOf(costs[s]) === s);
    const rowOf = <T>(rows: readonly T[]): T[] =>
      [0, 1, 2].map((s) => rows[this.distinct.indexOf(costs.indexOf(costs[Math.min(s, costs.length - 1)]))]);
    this.factors = rowOf(this.distinct.map(() => new Float64Array(cellCosts.length)));
    this.exponents = rowOf(this.distinct.map(() => new Int32Array(cellCosts.length)));
  }

  /** Bytes for a problem. */
  static bytes(problem: AlignmentProblem): number {
    const own = StepCosts.ownSteps(problem).length;
    return 12 * problem.columns * (own + (own < problem.steps.length ? 1 : 0));
  }

  /** Works out `count` columns from column m on, the k-th of row n on; false where a cost over γ exceeds the limit. */
  fill(b: number, n: number, m: number, k: number, count: number, gamma: number, limit: number): boolean {
    this.stepCosts.fill(b, n, m, k, count, this.cellCosts);
    let within = true;
    for (const s of this.distinct) {
      within = exponentiate(this.stepCosts.costs[s], k, count, gamma, limit, this.factors[s], this.exponents[s]) && within;
    }
    return within;
  }
}
