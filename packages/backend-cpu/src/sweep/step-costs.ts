import type { AlignmentProblem, StepTable } from '@rubato/core';
import { tableIndex, weightedCost } from '@rubato/core';

/**
 * One row's step costs `W·C + P` for every step, and the weights themselves.
 *
 * A step of weight 1 and penalty 0 shares the row of cell costs; other rows are filled in scratch. After `fill`, `costs[s][k]` and
 * `weights[s][k]` belong to column `first + k`.
 */
export class StepCosts {
  readonly costs: Float64Array[];
  readonly weights: Float64Array[];
  private readonly problem: AlignmentProblem;
  /** Per step: whether it shares the cell costs, and its scalar weight where it has one. */
  private readonly shared: boolean[];

  constructor(problem: AlignmentProblem, cellCosts: Float64Array, needWeights: boolean) {
    const { stepWeights, stepPenalties, steps } = problem;
    this.problem = problem;
    this.shared = steps.map((_, s) => scalar(stepWeights, s) === 1 && scalar(stepPenalties, s) === 0);
    this.costs = this.shared.map((shared) => (shared ? cellCosts : new Float64Array(cellCosts.length)));
    this.weights = needWeights ? steps.map((_, s) => constantRow(stepWeights, s, cellCosts.length)) : [];
  }

  /** Bytes of scratch for rows of a length. */
  static bytes(problem: AlignmentProblem, length: number, needWeights: boolean): number {
    return 8 * length * problem.steps.length * (needWeights ? 2 : 1);
  }

  fill(b: number, n: number, first: number, count: number, cellCosts: Float64Array): void {
    const { stepWeights, stepPenalties, steps } = this.problem;
    for (let s = 0; s < steps.length; s++) {
      if (!this.shared[s]) {
        fillRow(this.costs[s], cellCosts, count, stepWeights, tableIndex(stepWeights, b, n, first, s), stepPenalties, tableIndex(stepPenalties, b, n, first, s));
      }
      if (this.weights.length > 0 && scalar(stepWeights, s) === undefined) {
        copyStrided(this.weights[s], stepWeights.data, tableIndex(stepWeights, b, n, first, s), stepWeights.strides[2], count);
      }
    }
  }
}

function fillRow(
  out: Float64Array, cellCosts: Float64Array, count: number, weights: StepTable, weightStart: number, penalties: StepTable, penaltyStart: number,
): void {
  const weightStride = weights.strides[2];
  const penaltyStride = penalties.strides[2];
  for (let k = 0; k < count; k++) {
    out[k] = weightedCost(weights.data[weightStart + k * weightStride], cellCosts[k], penalties.data[penaltyStart + k * penaltyStride]);
  }
}

function copyStrided(out: Float64Array, data: ArrayLike<number>, start: number, stride: number, count: number): void {
  for (let k = 0; k < count; k++) out[k] = data[start + k * stride];
}

/** The one value of a table for step s, or undefined where it varies by item, row or column. */
function scalar(table: StepTable, s: number): number | undefined {
  const [strideB, strideN, strideM, strideS] = table.strides;
  return strideB === 0 && strideN === 0 && strideM === 0 ? table.data[s * strideS] : undefined;
}

function constantRow(table: StepTable, s: number, length: number): Float64Array {
  const value = scalar(table, s);
  return value === undefined ? new Float64Array(length) : new Float64Array(length).fill(value);
}
