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
import type { LocalCost } from '@rubato/costs';
import type { ItemScale } from './description.ts';
import { NOWHERE } from './exact.ts';
import type { Window } from './parts.ts';
import type { Plan } from './plan.ts';
import { Flaw, FLAW_SHIFT, INFEASIBLE, INVALID, OUT_OF_RANGE, SOLVED } from './prelude.ts';
import { longestPath } from './sizes.ts';
import type { BufferName } from './sizes.ts';
import type { Output } from './solve-part.ts';
import { firstCell, ownRows, Sums } from './sums.ts';
import type { Wanted } from './wanted.ts';

const STATUS_MASK = 2 ** FLAW_SHIFT - 1;
const WHY_INVALID = 'a cost is no number, or is -Infinity';

/** What the kernels computed, put together on the host: arrays in the problem's precision, sums in float64. */
export class Results {
  private readonly problem: AlignmentProblem;
  private readonly request: SolveRequest;
  private readonly layout: LatticeLayout;
  private readonly costStarts: Float64Array | undefined;
  private readonly wanted: Wanted;
  private readonly scales: readonly ItemScale[];
  private readonly sums: Sums;
  private readonly status: ItemStatus[] = [];
  private readonly values: Float64Array;
  private readonly gradient: LatticeArray | undefined;
  private readonly alignment: LatticeArray | undefined;
  private readonly distances: LatticeArray | undefined;
  private readonly hessian: LatticeArray | undefined;
  private readonly input: InputGradient | undefined;
  private readonly pathCosts: Float64Array | undefined;
  private readonly paths: Int32Array[] = [];
  private traces: Uint32Array = new Uint32Array();

  constructor(
    { problem, layout, wanted, costStarts }: Pick<Plan, 'problem' | 'layout' | 'wanted' | 'costStarts'>,
    request: SolveRequest,
    scales: readonly ItemScale[],
    costs: Readonly<Record<string, LocalCost>>,
    reuse: AlignmentSolution | undefined,
  ) {
    this.costStarts = costStarts;
    this.problem = problem;
    this.request = request;
    this.layout = layout;
    this.wanted = wanted;
    this.scales = scales;
    this.sums = new Sums(problem, request, layout, costs);
    this.values = new Float64Array(problem.batch).fill(Infinity);
    const array = (asked: boolean, before: LatticeArray | undefined, fill = 0): LatticeArray | undefined =>
      asked ? latticeArray(problem, layout, 1, fill, before) : undefined;
    this.gradient = array(wanted.gradientOut, reuse?.gradient);
    this.alignment = array(wanted.alignment, reuse?.softAlignment);
    this.distances = array(wanted.distances, reuse?.accumulatedCost, Infinity);
    this.hessian = array(wanted.hessian !== undefined, reuse?.hessianProduct);
    this.input = wanted.inputGradient ? zeroInputGradient(problem) : undefined;
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
      case 'stripResults':
        return this.takeStripResults(window, bytes);
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
      case 'rowSums':
      case 'columnSums':
        return this.sums.takeEdgeSums(name === 'rowSums' ? 'row' : 'column', window, new Float32Array(bytes));
      case 'edges':
        return this.sums.takeEdges(window, new Float32Array(bytes));
      case 'ends':
        return this.sums.takeEnds(window, new Float32Array(bytes));
      case 'starts':
        return this.sums.takeStarts(window, new Float32Array(bytes));
      case 'temperature':
        return this.sums.takeTemperature(window, new Float32Array(bytes));
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
      const state = wholes[4 * i + 2] & STATUS_MASK;
      // A cell to which only a dropped step leads has an accumulated cost all the same.
      const isPartial = this.wanted.distances && ((wholes[4 * i + 2] >> FLAW_SHIFT) & Flaw.DROPPED) !== 0;
      if (state === OUT_OF_RANGE || (state !== INVALID && isPartial)) this.outOfRange.push(b);
      if (state === SOLVED) this.values[b] = this.scales[b].unit * (wholes[4 * i] + numbers[4 * i + 1]);
      this.sums.slopes[b] += numbers[4 * i + 3];
      this.status[b] = this.statusOf(b, state);
    }
  }

  /** Strips give Z = mantissa · 2^exponent, and the value is -γ ln Z. */
  private takeStripResults({ firstItem, items }: Window, bytes: ArrayBuffer): void {
    const [wholes, numbers] = [new Int32Array(bytes), new Float32Array(bytes)];
    for (let i = 0; i < items; i++) {
      const b = firstItem + i;
      const state = wholes[4 * i + 2];
      if (state === OUT_OF_RANGE || state === INVALID) this.outOfRange.push(b);
      if (state === SOLVED) this.values[b] = -this.scales[b].gamma * Math.LN2 * (wholes[4 * i + 1] + Math.log2(numbers[4 * i]));
      this.status[b] = this.statusOf(b, state);
    }
  }

  private statusOf(b: number, state: number): ItemStatus {
    if (state === INVALID) return { kind: 'invalid', reason: WHY_INVALID };
    return state === INFEASIBLE ? { kind: 'infeasible', reason: infeasibleReason(this.problem, b) } : { kind: 'solved' };
  }

  private takeCells(array: LatticeArray | undefined, window: Window, cells: Float32Array): void {
    if (array === undefined) return;
    const from = firstCell(this.problem, this.layout, window);
    array.data.set(cells, from);
    if (this.request.upstream === undefined) return;
    for (const [b, , row] of ownRows(this.problem, window)) {
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
    const from = firstCell(this.problem, this.layout, window);
    for (const [b, , row] of ownRows(this.problem, window)) {
      const scale = this.upstream(b);
      const start = this.layout.offset[row];
      const to = cost.kind === 'banded' ? this.costStarts![row] - cost.first[row] : row * columns;
      for (let m = this.layout.first[row]; m <= this.layout.last[row]; m++) {
        input.data[to + m] = cells[start - from + m - this.layout.first[row]] * scale;
      }
    }
  }

  private takeDistances(window: Window, wholes: Int32Array, fractions: Float32Array): void {
    const from = firstCell(this.problem, this.layout, window);
    const { data } = this.distances!;
    for (const [b, , row] of ownRows(this.problem, window)) {
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

  private takePathResults({ firstItem, items }: Window, bytes: ArrayBuffer): void {
    const [wholes, numbers] = [new Int32Array(bytes), new Float32Array(bytes)];
    for (let i = 0; i < items; i++) {
      const b = firstItem + i;
      const state = wholes[4 * i + 2] & STATUS_MASK;
      // An item with a cost that is no number has no path, either; its cost is all that the path's own sweep sees.
      if (state === OUT_OF_RANGE && this.status[b].kind !== 'invalid') this.outOfRange.push(b);
      if (state === SOLVED) this.pathCosts![b] = this.scales[b].unit * (wholes[4 * i] + numbers[4 * i + 1]);
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
    const { sums, values } = this;
    for (let b = 0; b < this.problem.batch; b++) sums.finishItem(b, values[b] !== Infinity, this.paths[b], this.pathCosts?.[b]);
    return {
      ...sums.writer.finish(backend),
      ...sums.summed?.finish(),
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
