import type { AlignmentProblem, CostReader, LatticeLayout, SolutionWriter, SolveRequest } from '@rubato/core';
import { BoundaryIndex, boundaryCost, boundaryValue, createCostReader } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import type { Predecessors } from '../kernels/general.ts';
import { largestArgument } from '../kernels/extended.ts';
import { GeneralCell } from '../kernels/general.ts';
import type { Structure } from '../structure.ts';
import { CellFactors } from './cell-factors.ts';
import { ItemRows } from './item-rows.ts';
import { StepCosts } from './step-costs.ts';
import { StepFactors } from './step-factors.ts';

/** What a sweep does with the cells of a row. */
export interface RowKernel {
  /** Columns start … end - 1 of row n, none of them a start cell; there may be none. */
  between(n: number, start: number, end: number): void;
  /** Column m of row n, where start candidate k stands. */
  cell(n: number, m: number, k: number): void;
}

/** Nanoseconds, roughly, between two looks at the clock. */
const PIECE_NANOSECONDS = 1.5e6;

/** What a row costs beside its cells, in cells. */
export const ROW_EFFORT = 16;

/** What the sweeps over the rows of an item share: the item's rows, costs, boundaries and kernels' scratch. */
export class Sweep {
  readonly problem: AlignmentProblem;
  readonly request: SolveRequest;
  readonly structure: Structure;
  readonly minimum: MinimumFunction;
  readonly writer: SolutionWriter;
  readonly rows: ItemRows;
  readonly starts: BoundaryIndex;
  readonly ends: BoundaryIndex;
  readonly cell: GeneralCell;
  readonly cellCosts: Float64Array;
  readonly stepCosts: StepCosts;
  /** Position of each step's predecessor of column 0 in the row that is open. */
  readonly positions: Float64Array;
  readonly predecessors: Predecessors;
  /** Factors of extended numbers, where softmin's kernels serve: one for all steps into a cell, or one for each. */
  readonly cellFactors: CellFactors | undefined;
  readonly stepFactors: StepFactors | undefined;
  /** Whether the item that is open is computed in extended numbers, and whether all its costs so far have room in them. */
  extended = false;
  within = true;
  /** How many cells a sweep does between two looks at the clock. */
  readonly piece: number;
  item = 0;
  gamma = 1;
  private readonly read: CostReader;
  /** The next start candidate of the row that is gone through. */
  private nextStart = 0;
  /** The largest |cost|/γ that extended numbers have room for. */
  private limit = 0;

  constructor(
    problem: AlignmentProblem,
    request: SolveRequest,
    layout: LatticeLayout,
    structure: Structure,
    minimum: MinimumFunction,
    writer: SolutionWriter,
    costs: Readonly<Record<string, LocalCost>>,
  ) {
    this.problem = problem;
    this.request = request;
    this.structure = structure;
    this.minimum = minimum;
    this.writer = writer;
    this.rows = new ItemRows(problem, layout, structure);
    this.starts = new BoundaryIndex(problem.start);
    this.ends = new BoundaryIndex(problem.end);
    this.cell = new GeneralCell(minimum, structure.count);
    this.cellCosts = new Float64Array(problem.columns);
    this.stepCosts = new StepCosts(problem, this.cellCosts, !structure.unitWeights);
    this.positions = new Float64Array(structure.count);
    this.predecessors = { positions: this.positions, costs: this.stepCosts.costs };
    const { softKernels, shared, pad } = structure;
    this.cellFactors = shared === undefined ? undefined : new CellFactors(problem, shared, this.cellCosts, pad);
    this.stepFactors = softKernels && shared === undefined ? new StepFactors(this.stepCosts, this.cellCosts) : undefined;
    this.read = createCostReader(problem, costs);
    this.piece = Math.max(16, Math.round(PIECE_NANOSECONDS / this.nanosecondsPerCell()));
  }

  /** Bytes of the scratch that every sweep has, beside the rows' starts. */
  static bytes(problem: AlignmentProblem, structure: Structure): number {
    const steps = StepCosts.bytes(problem, problem.columns, !structure.unitWeights);
    const { softKernels, shared, pad } = structure;
    const factors = shared !== undefined ? CellFactors.bytes(problem, pad) : softKernels ? StepFactors.bytes(problem) : 0;
    return 8 * problem.columns + steps + factors;
  }

  /** A rough guess, so that pieces of work are short whatever a cell costs. */
  private nanosecondsPerCell(): number {
    const { cost } = this.problem;
    const { count } = this.structure;
    const reading = cost.kind === 'features' ? 2 * cost.dimension : 2;
    if (this.request.hessianProduct !== undefined) return reading + 100 * (count + 1);
    return reading + (this.structure.softKernels || this.structure.hardKernels ? 8 * count : 40 * (count + 1));
  }

  /** Turns to item b. */
  open(b: number): void {
    this.item = b;
    this.gamma = this.problem.temperature[b];
    this.rows.open(b);
    this.limit = largestArgument(this.rows.count + this.rows.columns);
    this.extended = this.structure.softKernels;
    this.cellFactors?.open(b);
    this.within = true;
    this.starts.open(b, this.rows.count, this.rows.columns);
    this.ends.open(b, this.rows.count, this.rows.columns);
  }

  /** Leaves extended numbers for the item that is open: rows of step costs are filled from here on. */
  useLogarithms(): void {
    this.extended = false;
    this.within = true;
  }

  /** Begins a row that will be gone through from its first column on. */
  enterAtFirst(): void {
    this.nextStart = 0;
  }

  /** Begins a row that will be gone through from its last column back. */
  enterAtLast(n: number): void {
    this.nextStart = this.starts.rowCount(n) - 1;
  }

  /** Hands the columns start … end - 1 of row n to a kernel, ascending: start cells one by one, what lies between them at once. */
  ascend(n: number, start: number, end: number, kernel: RowKernel): void {
    const { starts } = this;
    this.readColumns(n, start, end);
    const count = starts.rowCount(n);
    let position = start;
    for (; this.nextStart < count; this.nextStart++) {
      const k = starts.candidate(n, this.nextStart);
      const column = starts.column(k);
      if (column >= end) break;
      // Outside of the band.
      if (column < position) continue;
      kernel.between(n, position, column);
      kernel.cell(n, column, k);
      position = column + 1;
    }
    kernel.between(n, position, end);
  }

  /** The same, descending. */
  descend(n: number, start: number, end: number, kernel: RowKernel): void {
    const { starts } = this;
    this.readColumns(n, start, end);
    let position = end;
    for (; this.nextStart >= 0; this.nextStart--) {
      const k = starts.candidate(n, this.nextStart);
      const column = starts.column(k);
      if (column < start) break;
      if (column >= position) continue;
      kernel.between(n, column + 1, position);
      kernel.cell(n, column, k);
      position = column;
    }
    kernel.between(n, start, position);
  }

  /** Reads the costs of columns of row n and works out what steps into them cost. */
  readColumns(n: number, start: number, end: number): void {
    const { item, gamma, limit, cellCosts } = this;
    const offset = start - this.rows.first[n];
    const count = end - start;
    if (!this.extended || this.needsCosts(n)) this.read(item, n, start, end - 1, cellCosts, offset);
    if (!this.extended) this.stepCosts.fill(item, n, start, offset, count, cellCosts);
    else if (!(this.cellFactors ?? this.stepFactors!).fill(item, n, start, offset, count, gamma, limit)) this.within = false;
  }

  /** Whether costs themselves are looked at, where factors may come without them. */
  private needsCosts(n: number): boolean {
    return this.cellFactors?.needsCosts !== false || this.writer.edges.needed || this.starts.rowCount(n) > 0 || this.ends.rowCount(n) > 0;
  }

  /** Finds the predecessors of row n in a store of rows: where each step's stands for column 0. */
  locate(n: number, rows: { base(n: number): number }, positions: Float64Array): void {
    const { rowsBack, columnsBack, count } = this.structure;
    for (let s = 0; s < count; s++) positions[s] = rows.base(n - rowsBack[s]) - columnsBack[s];
  }

  /** Works out what steps into one cell cost, where the row's factors stand in for them. */
  readCell(n: number, m: number): void {
    if (this.extended) this.stepCosts.fill(this.item, n, m, m - this.rows.first[n], 1, this.cellCosts);
  }

  /** What start candidate k costs, in the row that is open. */
  startCost(n: number, k: number): number {
    return boundaryCost(this.problem.start, this.item, k, this.cellCosts[this.starts.column(k) - this.rows.first[n]]);
  }

  startMultiplier(k: number): number {
    return boundaryValue(this.problem.start.multiplier, this.item, k);
  }

  endMultiplier(k: number): number {
    return boundaryValue(this.problem.end.multiplier, this.item, k);
  }

  /** Whether column m is part of row n. */
  contains(n: number, m: number): boolean {
    return m >= this.rows.first[n] && m <= this.rows.last[n];
  }
}
