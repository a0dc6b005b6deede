import type { AlignmentProblem, CostReader, LatticeLayout, SolutionWriter, SolveRequest } from '@rubato/core';
import { BoundaryIndex, boundaryCost, boundaryValue, createCostReader } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin, softmin } from '@rubato/minimum';
import type { Predecessors } from '../kernels/general.ts';
import { GeneralCell } from '../kernels/general.ts';
import type { Structure } from '../structure.ts';
import { ItemRows } from './item-rows.ts';
import { StepCosts } from './step-costs.ts';

/** How many cells a sweep does between two looks at the clock: about a millisecond. */
export const CELLS_BETWEEN_YIELDS = 16384;

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
  /** Whether a fast kernel serves cells without a start candidate; by identity, since a caller may bring a record of the same name. */
  readonly hasSoftminKernel: boolean;
  readonly hasHardminKernel: boolean;
  item = 0;
  gamma = 1;
  private readonly read: CostReader;

  constructor(
    problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, structure: Structure,
    minimum: MinimumFunction, writer: SolutionWriter, costs: Readonly<Record<string, LocalCost>>,
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
    this.hasSoftminKernel = minimum === softmin && (structure.count === 2 || structure.count === 3);
    this.hasHardminKernel = minimum === hardmin && structure.count === 3;
    this.read = createCostReader(problem, costs);
  }

  /** Turns to item b. */
  open(b: number): void {
    this.item = b;
    this.gamma = this.problem.temperature[b];
    this.rows.open(b);
    this.starts.open(b, this.rows.count, this.rows.columns);
    this.ends.open(b, this.rows.count, this.rows.columns);
  }

  /** Reads the costs of row n and works out what its steps cost. */
  readRow(n: number): void {
    const first = this.rows.first[n];
    const last = this.rows.last[n];
    if (last < first) return;
    this.read(this.item, n, first, last, this.cellCosts, 0);
    this.stepCosts.fill(this.item, n, first, last - first + 1, this.cellCosts);
  }

  /** Finds the predecessors of row n in a store of rows: where each step's stands for column 0. */
  locate(n: number, rows: { base(n: number): number }, positions: Float64Array): void {
    const { rowsBack, columnsBack, count } = this.structure;
    for (let s = 0; s < count; s++) positions[s] = rows.base(n - rowsBack[s]) - columnsBack[s];
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
