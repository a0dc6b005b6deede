import { latticeArray } from '../lattice/layout.ts';
import type { LatticeLayout } from '../lattice/layout.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { StepTable } from '../problem/table.ts';
import type { Reduction } from './reduction.ts';
import { createReduction } from './reduction.ts';
import type { SolveRequest } from './request.ts';
import type { LatticeArray, ShapedArray } from './solution.ts';

/** Sums of what edges contribute to a broadcast table, in the table's own shape. */
class TableSums {
  readonly sums: Float64Array;
  private readonly table: StepTable;

  constructor(table: StepTable) {
    this.table = table;
    this.sums = new Float64Array(table.data.length);
  }

  /** factor[m - first] · marginal, summed along the row into the table; factors where the marginal is 0 are not looked at. */
  addRow(
    b: number,
    n: number,
    s: number,
    first: number,
    last: number,
    marginals: Float64Array,
    offset: number,
    factors?: Float64Array,
  ): void {
    const [strideB, strideN, strideM, strideS] = this.table.strides;
    const start = b * strideB + n * strideN + s * strideS;
    for (let m = first; m <= last; m++) {
      const marginal = marginals[offset + m - first];
      if (marginal !== 0) this.sums[start + m * strideM] += factors === undefined ? marginal : marginal * factors[m - first];
    }
  }

  finish(convert: (values: Float64Array) => Float32Array | Float64Array): ShapedArray {
    return { data: convert(this.sums), shape: [...this.table.shape] };
  }
}

/** Everything in a request that is made of edge marginals, filled row by row in any order. */
export class EdgeCollector {
  /** Whether the request asks for anything made of edge marginals. */
  readonly needed: boolean;
  private readonly layout: LatticeLayout;
  private readonly rows: number;
  private readonly weightSums: TableSums | undefined;
  private readonly penaltySums: TableSums | undefined;
  private readonly weightFull: LatticeArray | undefined;
  private readonly penaltyFull: LatticeArray | undefined;
  private readonly marginals: LatticeArray | undefined;
  private readonly reductions: readonly Reduction[] | undefined;

  constructor(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout) {
    const full = (): LatticeArray => latticeArray(problem, layout, problem.steps.length);
    this.layout = layout;
    this.rows = problem.rows;
    this.weightSums = request.stepWeightGradient === 'table' ? new TableSums(problem.stepWeights) : undefined;
    this.weightFull = request.stepWeightGradient === 'full' ? full() : undefined;
    this.penaltySums = request.stepPenaltyGradient === 'table' ? new TableSums(problem.stepPenalties) : undefined;
    this.penaltyFull = request.stepPenaltyGradient === 'full' ? full() : undefined;
    this.marginals = request.edgeMarginals === true ? full() : undefined;
    this.reductions = request.marginals?.map((reduction) => createReduction(problem, reduction));
    const parts = [this.weightSums, this.weightFull, this.penaltySums, this.penaltyFull, this.marginals, this.reductions?.[0]];
    this.needed = parts.some((part) => part !== undefined);
  }

  /**
   * Takes the marginals of step s into row n: `marginals[offset + m - first]` for columns first to last; `costs[m - first]` are
   * the row's cell costs.
   */
  row(b: number, n: number, s: number, first: number, last: number, marginals: Float64Array, offset: number, costs: Float64Array): void {
    this.weightSums?.addRow(b, n, s, first, last, marginals, offset, costs);
    this.penaltySums?.addRow(b, n, s, first, last, marginals, offset);
    if (this.weightFull !== undefined) this.store(this.weightFull, b, n, s, first, last, marginals, offset, costs);
    if (this.penaltyFull !== undefined) this.store(this.penaltyFull, b, n, s, first, last, marginals, offset);
    if (this.marginals !== undefined) this.store(this.marginals, b, n, s, first, last, marginals, offset);
    if (this.reductions === undefined) return;
    for (const reduction of this.reductions) {
      for (let m = first; m <= last; m++) {
        const marginal = marginals[offset + m - first];
        if (marginal !== 0) reduction.add(b, n, m, s, marginal);
      }
    }
  }

  private store(
    target: LatticeArray,
    b: number,
    n: number,
    s: number,
    first: number,
    last: number,
    marginals: Float64Array,
    offset: number,
    factors?: Float64Array,
  ): void {
    const { data, depth } = target;
    const start = this.layout.offset[b * this.rows + n] * depth + s;
    for (let i = 0; i <= last - first; i++) {
      const marginal = marginals[offset + i];
      if (marginal !== 0) data[start + i * depth] = factors === undefined ? marginal : marginal * factors[i];
    }
  }

  /** The parts of a solution that this has collected. */
  finish(convert: (values: Float64Array) => Float32Array | Float64Array): {
    stepWeightGradient?: ShapedArray | LatticeArray;
    stepPenaltyGradient?: ShapedArray | LatticeArray;
    edgeMarginals?: LatticeArray;
    marginals?: readonly ShapedArray[];
  } {
    const stepWeightGradient = this.weightSums?.finish(convert) ?? this.weightFull;
    const stepPenaltyGradient = this.penaltySums?.finish(convert) ?? this.penaltyFull;
    const marginals = this.reductions?.map(({ sums, shape }) => ({ data: convert(sums), shape }));
    return {
      ...(stepWeightGradient === undefined ? {} : { stepWeightGradient }),
      ...(stepPenaltyGradient === undefined ? {} : { stepPenaltyGradient }),
      ...(this.marginals === undefined ? {} : { edgeMarginals: this.marginals }),
      ...(marginals === undefined ? {} : { marginals }),
    };
  }
}
