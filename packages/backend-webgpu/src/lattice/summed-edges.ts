import type { AlignmentProblem, AlignmentSolution, ShapedArray, SolveRequest, StepTable } from '@rubato/core';
import type { SumBy } from './edge-sums.ts';
import { sumsOfTable } from './edge-sums.ts';
import type { Window } from './parts.ts';

/** A sum that a request asks for: what each pair of sums of a line adds to it. */
interface Target {
  readonly by: SumBy;
  readonly sums: Float64Array;
  readonly shape: readonly number[];
  /** The position of step s into row or column `line` of item b. */
  readonly at: (b: number, line: number, s: number) => number;
  /** Whether marginals count times their costs. */
  readonly weighted: boolean;
}

/** Gradients by tables and sums of marginals, from the sums of rows and columns that the device has made. */
export class SummedEdges {
  private readonly problem: AlignmentProblem;
  private readonly weights: Target | undefined;
  private readonly penalties: Target | undefined;
  private readonly marginals: readonly Target[] | undefined;
  private readonly targets: readonly Target[];

  constructor(problem: AlignmentProblem, { stepWeightGradient, stepPenaltyGradient, marginals }: SolveRequest) {
    this.problem = problem;
    const { batch, rows, columns, steps } = problem;
    const S = steps.length;
    this.weights = stepWeightGradient === undefined ? undefined : tableTarget(problem.stepWeights, true);
    this.penalties = stepPenaltyGradient === undefined ? undefined : tableTarget(problem.stepPenalties, false);
    this.marginals = marginals?.map(({ by }): Target => {
      const shape = by === 'step' ? [batch, S] : [batch, by === 'row' ? rows : columns, S];
      const sums = new Float64Array(shape.reduce((product, side) => product * side, 1));
      const at = (b: number, line: number, s: number): number => (by === 'step' ? b * S : (b * shape[1] + line) * S) + s;
      return { by: by === 'column' ? 'column' : 'row', sums, shape, at, weighted: false };
    });
    this.targets = [this.weights, this.penalties, ...(this.marginals ?? [])].filter((target) => target !== undefined);
  }

  /** Takes the pairs of sums of a window's rows, or of all columns of its items. */
  take(by: SumBy, { firstItem, items, firstRow, endRow }: Window, pairs: Float32Array, upstream: (b: number) => number): void {
    const S = this.problem.steps.length;
    const [first, lines] = by === 'row' ? [firstRow, endRow - firstRow] : [0, this.problem.columns];
    for (const target of this.targets) {
      if (target.by !== by) continue;
      for (let i = 0; i < items; i++) {
        const b = firstItem + i;
        const scale = upstream(b);
        for (let line = 0; line < lines; line++) {
          for (let s = 0; s < S; s++) {
            target.sums[target.at(b, first + line, s)] += scale * pairs[2 * ((i * lines + line) * S + s) + (target.weighted ? 1 : 0)];
          }
        }
      }
    }
  }

  /** The parts of a solution that this has summed. */
  finish(): Pick<AlignmentSolution, 'stepWeightGradient' | 'stepPenaltyGradient' | 'marginals'> {
    const { weights, penalties, marginals } = this;
    const shaped = ({ sums, shape }: Target): ShapedArray => ({ data: Float32Array.from(sums), shape });
    return {
      ...(weights && { stepWeightGradient: shaped(weights) }),
      ...(penalties && { stepPenaltyGradient: shaped(penalties) }),
      ...(marginals && { marginals: marginals.map(shaped) }),
    };
  }
}

function tableTarget(table: StepTable, weighted: boolean): Target {
  const by = sumsOfTable(table)!;
  const [strideB, strideN, strideM, strideS] = table.strides;
  const stride = by === 'row' ? strideN : strideM;
  return {
    by,
    sums: new Float64Array(table.data.length),
    shape: [...table.shape],
    at: (b, line, s) => b * strideB + line * stride + s * strideS,
    weighted,
  };
}
