import type { AlignmentProblem, LatticeLayout, SolveRequest } from '@rubato/core';
import { createCostReader, SolutionWriter } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import type { SumBy } from './edge-sums.ts';
import { edgeSumsOf } from './edge-sums.ts';
import type { Window } from './parts.ts';
import type { BoundaryWidths } from './sizes.ts';
import { boundaryWidths } from './sizes.ts';
import { SummedEdges } from './summed-edges.ts';

/** Rows (item, row) of a window that are its own. */
export function* ownRows(
  { rows, rowLengths }: AlignmentProblem,
  { firstItem, items, firstRow, endRow }: Window,
): Generator<readonly [b: number, n: number, row: number], void, void> {
  for (let b = firstItem; b < firstItem + items; b++) {
    for (let n = firstRow; n < Math.min(endRow, rowLengths[b]); n++) yield [b, n, b * rows + n];
  }
}

/** The cell of the solution's arrays at which a window's own rows begin. */
export function firstCell({ rows, columns }: AlignmentProblem, layout: LatticeLayout, { firstItem, firstRow }: Window): number {
  const row = firstItem * rows + firstRow;
  return layout.banded ? layout.offset[row] : row * columns;
}

/** What is summed over cells, in float64: marginals of edges and of boundary candidates, derivatives by γ. */
export class Sums {
  readonly writer: SolutionWriter;
  /** ∂value/∂γ of each item, before the upstream gradient. */
  readonly slopes: Float64Array;
  /** What the device has summed; undefined where marginals are summed here. */
  readonly summed: SummedEdges | undefined;
  private readonly problem: AlignmentProblem;
  private readonly layout: LatticeLayout;
  private readonly widths: BoundaryWidths;
  private readonly upstreams: ArrayLike<number> | undefined;
  private readonly costs: Readonly<Record<string, LocalCost>>;

  constructor(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, costs: Readonly<Record<string, LocalCost>>) {
    this.problem = problem;
    this.layout = layout;
    this.widths = boundaryWidths(problem);
    this.upstreams = request.upstream;
    this.costs = costs;
    this.slopes = new Float64Array(problem.batch);
    const summed = edgeSumsOf(problem, request) !== undefined;
    this.summed = summed ? new SummedEdges(problem, request) : undefined;
    this.writer = new SolutionWriter(problem, writtenRequest(request, summed), layout, costs);
  }

  private upstream(b: number): number {
    return this.upstreams?.[b] ?? 1;
  }

  takeEdgeSums(by: SumBy, window: Window, pairs: Float32Array): void {
    this.summed?.take(by, window, pairs, (b) => this.upstream(b));
  }

  /** Edge marginals of a window's own rows, S numbers a cell. */
  takeEdges(window: Window, edges: Float32Array): void {
    const { problem, layout, writer } = this;
    // Nobody reads costs on the device here: what needs them is declined.
    const read = problem.cost.kind === 'device' ? undefined : createCostReader(problem, this.costs);
    const S = problem.steps.length;
    const marginals = new Float64Array(problem.columns);
    const costs = new Float64Array(problem.columns);
    const from = firstCell(problem, layout, window);
    for (const [b, n, row] of ownRows(problem, window)) {
      const [first, last] = [layout.first[row], layout.last[row]];
      if (last < first) continue;
      read?.(b, n, first, last, costs, 0);
      const scale = this.upstream(b);
      const start = layout.offset[row] - from;
      for (let s = 0; s < S; s++) {
        for (let i = 0; i <= last - first; i++) marginals[i] = edges[(start + i) * S + s] * scale;
        writer.edges.row(b, n, s, first, last, marginals, 0, costs);
      }
    }
  }

  /** Four words an end cell: its sum in two, its cost, its weight. */
  takeEnds({ firstItem, items }: Window, ends: Float32Array): void {
    const width = this.widths.end;
    for (let i = 0; i < items; i++) {
      for (let k = 0; k < width; k++) {
        const at = 4 * (i * width + k);
        if (ends[at + 3] !== 0) this.writer.endMarginal(firstItem + i, k, ends[at + 3] * this.upstream(firstItem + i), ends[at + 2]);
      }
    }
  }

  /** Two numbers a start cell: its marginal and its cost. */
  takeStarts({ firstItem, items }: Window, starts: Float32Array): void {
    const width = this.widths.start;
    for (let i = 0; i < items; i++) {
      for (let k = 0; k < width; k++) {
        const at = 2 * (i * width + k);
        this.writer.startMarginal(firstItem + i, k, starts[at] * this.upstream(firstItem + i), starts[at + 1]);
      }
    }
  }

  /** Sums of each row's E·∂μ/∂γ. */
  takeTemperature({ firstItem, items, firstRow, endRow }: Window, sums: Float32Array): void {
    const rows = endRow - firstRow;
    for (let i = 0; i < items; i++) {
      for (let n = 0; n < rows; n++) this.slopes[firstItem + i] += sums[i * rows + n];
    }
  }

  finishItem(b: number, isSolved: boolean, path: Int32Array, pathCost: number | undefined): void {
    this.writer.temperatureDerivative(b, isSolved ? this.upstream(b) * this.slopes[b] : 0);
    if (pathCost !== undefined) this.writer.path(b, path, pathCost);
  }
}

/** What of a request the writer collects: neither arrays of cells, nor what the device has summed. */
function writtenRequest(request: SolveRequest, summed: boolean): SolveRequest {
  const { gradient: _h, softAlignment: _e, accumulatedCost: _d, hessianProduct: _z, inputGradient: _i, ...rest } = request;
  if (!summed) return rest;
  const { stepWeightGradient: _w, stepPenaltyGradient: _p, marginals: _m, ...others } = rest;
  return others;
}
