import type { AlignmentProblem, GatheredCost } from '@rubato/core';
import { exponentiate } from '../kernels/extended.ts';

/** exp(-cost/γ) by class: for a gathered cost of no more classes than columns, an exponential a class serves all its columns. */
export class ClassFactors {
  private readonly cost: GatheredCost;
  private readonly costs: Float64Array;
  private readonly factors: Float64Array;
  private readonly exponents: Int32Array;

  private constructor(cost: GatheredCost) {
    this.cost = cost;
    this.costs = new Float64Array(cost.classes);
    this.factors = new Float64Array(cost.classes);
    this.exponents = new Int32Array(cost.classes);
  }

  /** For the problem's cost; undefined where it is of another kind, or classes are many. */
  static of({ cost, columns }: AlignmentProblem): ClassFactors | undefined {
    return cost.kind === 'gathered' && cost.classes <= columns ? new ClassFactors(cost) : undefined;
  }

  /** Bytes for a problem. */
  static bytes({ cost, columns }: AlignmentProblem): number {
    return cost.kind === 'gathered' && cost.classes <= columns ? 20 * cost.classes : 0;
  }

  /** Columns m … m + count - 1 of row n of item b, into `factors` from k on; false where a cost over γ exceeds the limit. */
  fill(
    b: number,
    n: number,
    m: number,
    k: number,
    count: number,
    gamma: number,
    limit: number,
    factors: Float64Array,
    exponents: Int32Array,
  ): boolean {
    const { classes, values, index, shape } = this.cost;
    const { costs, factors: classFactors, exponents: classExponents } = this;
    const [, rows, columns] = shape;
    const start = (b * rows + n) * classes;
    // Classes that no column has may hold anything, NaN too; nobody looks at what comes of them.
    for (let c = 0; c < classes; c++) costs[c] = values[start + c];
    const within = exponentiate(costs, 0, classes, gamma, limit, classFactors, classExponents);
    const first = b * columns + m;
    for (let i = 0; i < count; i++) {
      const c = index[first + i];
      factors[k + i] = classFactors[c];
      exponents[k + i] = classExponents[c];
    }
    return within;
  }
}
