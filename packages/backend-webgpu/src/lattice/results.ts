import type {
  AlignmentProblem,
  AlignmentSolution,
  InputGradient,
  ItemStatus,
  LatticeArray,
  LatticeLayout,
  SolveRequest,
} from '@rubato/core';
import { createCostReader, infeasibleReason, latticeArray, SolutionWriter } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import type { ItemScale } from './description.ts';
import { emptyInputGradient, packedStarts } from './input-gradient.ts';
import type { Window } from './parts.ts';
import { INFEASIBLE, INVALID, OUT_OF_RANGE, SOLVED } from './prelude.ts';
import { boundaryWidths, longestPath } from './sizes.ts';
import type { BufferName } from './sizes.ts';
import type { Output } from './solve-part.ts';
import type { Wanted } from './wanted.ts';

const NOWHERE = 0x7f000000;
const WHY_INVALID = 'a cost is no number, or is -Infinity';

/** What the kernels computed, put together on the host: arrays in the problem's precision, sums in float64. */
export class Results {
  private readonly problem: AlignmentProblem;
  private readonly request: SolveRequest;
  private readonly layout: LatticeLayout;
  private readonly wanted: Wanted;
  private readonly scales: readonly ItemScale[];
  private readonly costs: Readonly<Record<string, LocalCost>>;
  private readonly writer: SolutionWriter;
  private readonly status: ItemStatus[] = [];
  private readonly values: Float64Array;
  private readonly endSlopes: Float64Array;
  private readonly slopes: Float64Array;
  private readonly gradient: LatticeArray | undefined;
  private readonly alignment: LatticeArray | undefined;
  private readonly distances: LatticeArray | undefined;
  private readonly hessian: LatticeArray | undefined;
  private readonly input: InputGradient | undefined;
  private readonly pathCosts: Float64Array | undefined;
  private readonly paths: Int32Array[] = [];
  private traces: Uint32Array = new Uint32Array();

  constructor(
    problem: AlignmentProblem,
    request: SolveRequest,
    layout: LatticeLayout,
    wanted: Wanted,
    scales: readonly ItemScale[],
    costs: Readonly<Record<string, LocalCost>>,
    reuse: AlignmentSolution | undefined,
  ) {
    this.problem = problem;
    this.request = request;
    this.layout = layout;
    this.wanted = wanted;
    this.scales = scales;
    this.costs = costs;
    this.writer = new SolutionWriter(problem, summedRequest(request), layout, costs);
    this.values = new Float64Array(problem.batch).fill(Infinity);
    this.endSlopes = new Float64Array(problem.batch);
    this.slopes = new Float64Array(problem.batch);
    const array = (asked: boolean, before: LatticeArray | undefined, fill = 0): LatticeArray | undefined =>
      asked ? latticeArray(problem, layout, 1, fill, before) : undefined;
    this.gradient = array(wanted.gradientOut, reuse?.gradient);
    this.alignment = array(wanted.alignment, reuse?.softAlignment);
    this.distances = array(wanted.distances, reuse?.accumulatedCost, Infinity);
    this.hessian = array(wanted.hessian !== undefined, reuse?.hessianProduct);
    this.input = wanted.inputGradient ? emptyInputGradient(problem) : undefined;
    this.pathCosts = wanted.path ? new Float64Array(problem.batch).fill(Infinity) : undefined;
  }

  /** Items whose costs went beyond what the kernels' integers hold. */
  readonly outOfRange: number[] = [];

  /** Takes one of a window's outputs. */
  take({ name, window }: Output, bytes: ArrayBuffer): void {
    const { wanted } = this;
    switch (name) {
      case 'results':
        return this.takeResults(window, bytes);
      case 'distances':
        return this.takeDistances(window, new Int32Array(bytes), new Float32Array(bytes));
      case 'alignment':
        if (wanted.alignment) this.takeCells(this.alignment, window, new Float32Array(bytes));
        if (wanted.gradientIsAlignment) this.takeGradient(window, new Float32Array(bytes));
        return;
      case 'gradient':
        return this.takeGradient(window, new Float32Array(bytes));
      case 'alignmentMoves':
        return this.takeCells(this.hessian, window, new Float32Array(bytes));
      case 'inputGradient':
      case 'inputGradientY':
        return this.takeInputGradient(name, window, new Float32Array(bytes));
      case 'edges':
        return this.takeEdges(window, new Float32Array(bytes));
      case 'ends':
        return this.takeEnds(window, new Float32Array(bytes));
      case 'starts':
        return this.takeStarts(window, new Float32Array(bytes));
      case 'temperature':
        return this.takeTemperature(window, new Float32Array(bytes));
      case 'pathResults':
        return this.takePathResults(window, bytes);
      case 'traces':
        this.traces = new Uint32Array(bytes);
        return;
      case 'paths':
        return this.takePaths(window, new Uint32Array(bytes));
      default:
        throw new Error(`internal error: nobody takes '${name}'`);
    }
  }

  private upstream(b: number): number {
    return this.request.upstream?.[b] ?? 1;
  }

  private takeResults({ firstItem, items }: Window, bytes: ArrayBuffer): void {
    const [wholes, numbers] = [new Int32Array(bytes), new Float32Array(bytes)];
    for (let i = 0; i < items; i++) {
      const b = firstItem + i;
      const state = wholes[4 * i + 2];
      if (state === OUT_OF_RANGE) this.outOfRange.push(b);
      if (state === SOLVED) this.values[b] = this.scales[b].unit * (wholes[4 * i] + numbers[4 * i + 1]);
      this.endSlopes[b] = numbers[4 * i + 3];
      this.status[b] =
        state === INVALID
          ? { kind: 'invalid', reason: WHY_INVALID }
          : state === INFEASIBLE
            ? { kind: 'infeasible', reason: infeasibleReason(this.problem, b) }
            : { kind: 'solved' };
    }
  }

  /** Rows (item, row) of a window that are its own. */
  private *rows({ firstItem, items, firstRow, endRow }: Window): Generator<readonly [b: number, n: number, row: number], void, void> {
    for (let b = firstItem; b < firstItem + items; b++) {
      for (let n = firstRow; n < Math.min(endRow, this.problem.rowLengths[b]); n++) yield [b, n, b * this.problem.rows + n];
    }
  }

  /** The cell of the solution's arrays at which a window's own rows begin. */
  private firstCell({ firstItem, firstRow }: Window): number {
    const { layout, problem } = this;
    const row = firstItem * problem.rows + firstRow;
    return layout.banded ? layout.offset[row] : row * problem.columns;
  }

  private takeCells(array: LatticeArray | undefined, window: Window, cells: Float32Array): void {
    if (array === undefined) return;
    const from = this.firstCell(window);
    array.data.set(cells, from);
    if (this.request.upstream === undefined) return;
    for (const [b, , row] of this.rows(window)) {
      const scale = this.upstream(b);
      const start = this.layout.offset[row];
      const end = start + this.layout.last[row] - this.layout.first[row] + 1;
      // The product is rounded once.
      for (let i = start; i < end; i++) array.data[i] = cells[i - from] * scale;
    }
  }

  private takeGradient(window: Window, cells: Float32Array): void {
    this.takeCells(this.gradient, window, cells);
    const { input } = this;
    if (input === undefined || (input.kind !== 'dense' && input.kind !== 'banded')) return;
    const { cost, columns } = this.problem;
    const from = this.firstCell(window);
    for (const [b, , row] of this.rows(window)) {
      const scale = this.upstream(b);
      const start = this.layout.offset[row];
      const to = cost.kind === 'banded' ? this.bandedStarts()[row] - cost.first[row] : row * columns;
      for (let m = this.layout.first[row]; m <= this.layout.last[row]; m++) {
        input.data[to + m] = cells[start - from + m - this.layout.first[row]] * scale;
      }
    }
  }

  private starts: Float64Array | undefined;
  private bandedStarts(): Float64Array {
    return (this.starts ??= packedStarts(this.problem));
  }

  private takeDistances(window: Window, wholes: Int32Array, fractions: Float32Array): void {
    const from = this.firstCell(window);
    const { data } = this.distances!;
    for (const [b, , row] of this.rows(window)) {
      const { unit } = this.scales[b];
      const start = this.layout.offset[row];
      const end = start + this.layout.last[row] - this.layout.first[row] + 1;
      for (let i = start; i < end; i++) {
        const whole = wholes[2 * (i - from)];
        data[i] = whole === NOWHERE ? Infinity : unit * (whole + fractions[2 * (i - from) + 1]);
      }
    }
  }

  private takeInputGradient(name: BufferName, { firstItem, items, firstRow, endRow }: Window, numbers: Float32Array): void {
    const { input, problem } = this;
    if (input === undefined || 'data' in input) return;
    const isY = name === 'inputGradientY';
    const target = 'values' in input ? input.values : isY ? input.y : input.x;
    const lines = isY ? problem.columns : problem.rows;
    const depth = target.length / (problem.batch * lines);
    const rows = items > 1 || isY ? lines : endRow - firstRow;
    for (let i = 0; i < items; i++) {
      const scale = this.upstream(firstItem + i);
      const to = ((firstItem + i) * lines + (isY ? 0 : firstRow)) * depth;
      for (let k = 0; k < rows * depth; k++) target[to + k] = numbers[i * rows * depth + k] * scale;
    }
  }

  private takeEdges(window: Window, edges: Float32Array): void {
    const { problem, layout, writer } = this;
    const read = createCostReader(problem, this.costs);
    const S = problem.steps.length;
    const marginals = new Float64Array(problem.columns);
    const costs = new Float64Array(problem.columns);
    const from = this.firstCell(window);
    for (const [b, n, row] of this.rows(window)) {
      const [first, last] = [layout.first[row], layout.last[row]];
      if (last < first) continue;
      read(b, n, first, last, costs, 0);
      const scale = this.upstream(b);
      const start = layout.offset[row] - from;
      for (let s = 0; s < S; s++) {
        for (let i = 0; i <= last - first; i++) marginals[i] = edges[(start + i) * S + s] * scale;
        writer.edges.row(b, n, s, first, last, marginals, 0, costs);
      }
    }
  }

  /** Four words an end cell: its sum in two, its cost, its weight. */
  private takeEnds({ firstItem, items }: Window, ends: Float32Array): void {
    const width = boundaryWidths(this.problem).end;
    for (let i = 0; i < items; i++) {
      for (let k = 0; k < width; k++) {
        const at = 4 * (i * width + k);
        if (ends[at + 3] !== 0) this.writer.endMarginal(firstItem + i, k, ends[at + 3] * this.upstream(firstItem + i), ends[at + 2]);
      }
    }
  }

  private takeStarts({ firstItem, items }: Window, starts: Float32Array): void {
    const width = boundaryWidths(this.problem).start;
    for (let i = 0; i < items; i++) {
      for (let k = 0; k < width; k++) {
        const at = 2 * (i * width + k);
        this.writer.startMarginal(firstItem + i, k, starts[at] * this.upstream(firstItem + i), starts[at + 1]);
      }
    }
  }

  private takeTemperature({ firstItem, items, firstRow, endRow }: Window, sums: Float32Array): void {
    const rows = endRow - firstRow;
    for (let i = 0; i < items; i++) {
      for (let n = 0; n < rows; n++) this.slopes[firstItem + i] += sums[i * rows + n];
    }
  }

  private takePathResults({ firstItem, items }: Window, bytes: ArrayBuffer): void {
    const [wholes, numbers] = [new Int32Array(bytes), new Float32Array(bytes)];
    for (let i = 0; i < items; i++) {
      const b = firstItem + i;
      if (wholes[4 * i + 2] === OUT_OF_RANGE) this.outOfRange.push(b);
      if (wholes[4 * i + 2] === SOLVED) this.pathCosts![b] = this.scales[b].unit * (wholes[4 * i] + numbers[4 * i + 1]);
    }
  }

  private takePaths({ firstItem, items }: Window, cells: Uint32Array): void {
    const stride = 2 * longestPath(this.problem);
    for (let i = 0; i < items; i++) {
      const length = this.traces[4 * i + 2];
      const path = new Int32Array(2 * length);
      // The last cell comes first.
      for (let k = 0; k < length; k++) path.set(cells.subarray(i * stride + 2 * k, i * stride + 2 * k + 2), 2 * (length - 1 - k));
      this.paths[firstItem + i] = path;
    }
  }

  finish(backend: string): AlignmentSolution {
    const { problem, writer, values } = this;
    for (let b = 0; b < problem.batch; b++) {
      const isSolved = values[b] !== Infinity;
      writer.temperatureDerivative(b, isSolved ? this.upstream(b) * (this.endSlopes[b] + this.slopes[b]) : 0);
      if (this.pathCosts !== undefined) writer.path(b, this.paths[b], this.pathCosts[b]);
    }
    return {
      ...writer.finish(backend),
      values: Float32Array.from(values),
      status: this.status,
      ...(this.gradient && { gradient: this.gradient }),
      ...(this.alignment && { softAlignment: this.alignment }),
      ...(this.distances && { accumulatedCost: this.distances }),
      ...(this.hessian && { hessianProduct: this.hessian }),
      ...(this.input && { inputGradient: this.input }),
    };
  }
}

/** What sums of a request the writer collects; the arrays of cells are filled here. */
function summedRequest(request: SolveRequest): SolveRequest {
  const { gradient: _h, softAlignment: _e, accumulatedCost: _d, hessianProduct: _z, inputGradient: _i, ...rest } = request;
  return rest;
}
