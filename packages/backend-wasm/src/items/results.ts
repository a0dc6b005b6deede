import type {
  AlignmentProblem,
  AlignmentSolution,
  InputGradient,
  ItemStatus,
  LatticeArray,
  LatticeLayout,
  SolveRequest,
} from '@rubato/core';
import { infeasibleReason, latticeArray, zeroInputGradient } from '@rubato/core';

/** The answer that items are read into: arrays in the problem's precision, which the kernels fill in whole rows. */
export class ItemResults {
  readonly values: Float64Array;
  readonly gradient: LatticeArray | undefined;
  readonly softAlignment: LatticeArray | undefined;
  readonly inputGradient: InputGradient | undefined;
  private readonly problem: AlignmentProblem;
  private readonly layout: LatticeLayout;

  constructor(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, reuse: AlignmentSolution | undefined) {
    this.problem = problem;
    this.layout = layout;
    this.values = new Float64Array(problem.batch).fill(Infinity);
    this.gradient = request.gradient === true ? latticeArray(problem, layout, 1, 0, reuse?.gradient) : undefined;
    this.softAlignment = request.softAlignment === true ? latticeArray(problem, layout, 1, 0, reuse?.softAlignment) : undefined;
    this.inputGradient = request.inputGradient === true ? zeroInputGradient(problem) : undefined;
  }

  /** Sets item b's derivatives to 0, whatever an array that is used again held there: it has no path. */
  clear(b: number): void {
    const { problem, layout } = this;
    for (const array of [this.gradient, this.softAlignment]) {
      for (let row = b * problem.rows; row < b * problem.rows + problem.rowLengths[b]; row++) {
        array?.data.fill(0, layout.offset[row], layout.offset[row] + layout.last[row] - layout.first[row] + 1);
      }
    }
  }

  finish(backend: string): AlignmentSolution {
    const { problem, values, gradient, softAlignment, inputGradient } = this;
    const status = Array.from(values, (value, b): ItemStatus =>
      value === Infinity ? { kind: 'infeasible', reason: infeasibleReason(problem, b) } : { kind: 'solved' },
    );
    return {
      backend,
      precision: problem.precision,
      values: Float32Array.from(values),
      status,
      ...(gradient && { gradient }),
      ...(softAlignment && { softAlignment }),
      ...(inputGradient && { inputGradient }),
    };
  }
}
