import type { AlignmentProblem, StepTable } from '@rubato/core';
import { tableIndex, weightedCost } from '@rubato/core';

/**
 * One row's step costs `W·C + P` for every step, and the weights themselves.
 *
 * A step of weight 1 and penalty 0 shares the row of cell costs; other rows are filled in scratch. `costs[s][k]` and
 * `weights[s][k]` belong to the k-th column of the row.
 */
export class StepCosts {
  readonly costs: Float64Array[];
  readonly weights: Float64Array[];
  private readonly problem: AlignmentProblem;
  /** Per step: whether it shares the cell costs, and whether its weight varies. */
  private readonly shared: boolean[];
  private readonly varies: boolean[];

  constructor(problem: AlignmentProblem, cellCosts: Float64Array, needWeights: boolean) {
    const { stepWeights, stepPenalties, steps } = problem;
    this.problem = problem;
    this.shared = steps.map((_, s) => isShared(stepWeights, stepPenalties, s));
    this.varies = steps.map((_, s) => scalar(stepWeights, s) === undefined);
    this.costs = this.shared.map((shared) => (shared ? cellCosts : new Float64Array(cellCosts.length)));
    this.weights = needWeights ? steps.map((_, s) => constantRow(stepWeights, s, cellCosts.length)) : [];
  }

  /** Bytes of scratch for rows of a length. */
  static bytes(problem: AlignmentProblem, length: number, needWeights: boolean): number {
    return 8 * length * (StepCosts.ownSteps(problem).length + (needWeights ? problem.steps.length : 0));
  }

  /** Steps that do not share the row of cell costs. */
  static ownSteps({ stepWeights, stepPenalties, steps }: AlignmentProblem): number[] {
    return steps.map((_, s) => s).filter((s) => !isShared(stepWeights, stepPenalties, s));
  }

  /** Works out `count` columns from column m on, the k-th of row n on, whose cell costs stand in `cellCosts`. */
  fill(b: number, n: number, m: number, k: number, count: number, cellCosts: Float64Array): void {
    const { stepWeights, stepPenalties, steps } = this.problem;
    for (let s = 0; s < steps.length; s++) {
      if (!this.shared[s]) {
        const weightStart = tableIndex(stepWeights, b, n, m, s);
        const penaltyStart = tableIndex(stepPenalties, b, n, m, s);
        fillRow(this.costs[s], cellCosts, k, count, stepWeights, weightStart, stepPenalties, penaltyStart);
      }
      if (this.weights.length > 0 && this.varies[s]) {
        copyStrided(this.weights[s], k, count, stepWeights.data, tableIndex(stepWeights, b, n, m, s), stepWeights.strides[2]);
      }
    }
  }
}

function fillRow(
  out: Float64Array,
  cellCosts: Float64Array,
  from: number,
  count: number,
  weights: StepTable,
  weightStart: number,
  penalties: StepTable,
  penaltyStart: number,
): void {
  const weightStride = weights.strides[2];
  const penaltyStride = penalties.strides[2];
  for (let i = 0; i < count; i++) {
    out[from + i] = weightedCost(
      weights.data[weightStart + i * weightStride],
      cellCosts[from + i],
      penalties.data[penaltyStart + i * penaltyStride],
    );
  }
}

function copyStrided(out: Float64Array, from: number, count: number, data: ArrayLike<number>, start: number, stride: number): void {
  for (let i = 0; i < count; i++) out[from + i] = data[start + i * stride];
}

/** Whether a step costs just what its cell costs, everywhere. */
function isShared(weights: StepTable, penalties: StepTable, s: number): boolean {
  return scalar(weights, s) === 1 && scalar(penalties, s) === 0;
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
