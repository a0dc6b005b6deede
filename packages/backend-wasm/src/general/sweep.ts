import type { AlignmentProblem, LatticeLayout, SolutionWriter, SolveRequest } from '@rubato/core';
import { boundaryCost, BoundaryIndex } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import type { Instance } from '../module/instance.ts';
import type { CostRows } from './cost-rows.ts';
import { createCostRows } from './cost-rows.ts';
import type { FeaturePlace } from './feature-rows.ts';
import { placeFeatures } from './feature-rows.ts';
import { ItemRows } from './item-rows.ts';
import type { Memory } from './memory.ts';
import type { StartPlace } from './start-costs.ts';
import { placeStarts, StartCosts } from './start-costs.ts';
import type { Passes, StepCostsPlace } from './step-costs.ts';
import { placeStepCosts, StepCosts } from './step-costs.ts';
import type { Structure } from './structure.ts';

/** What a sweep does with cells of the row that is open: `count` of them, the k-th on; the start is a step more where `starts`. */
export type Stretch = (k: number, count: number, starts: boolean) => void;

/** Where the sweeps over an item's rows have their scratch. */
export interface SweepPlace {
  readonly features: FeaturePlace | undefined;
  readonly stepCosts: StepCostsPlace;
  readonly starts: StartPlace;
}

/** Takes room for the sweeps' scratch. */
export function placeSweep(memory: Memory, problem: AlignmentProblem, structure: Structure, passes: Passes, features: boolean): SweepPlace {
  return {
    features: features ? placeFeatures(memory, problem) : undefined,
    stepCosts: placeStepCosts(memory, problem, structure, passes),
    starts: placeStarts(memory, problem, passes),
  };
}

/** Nanoseconds, roughly, between two looks at the clock. */
const PIECE_NANOSECONDS = 1e6;

/** What a row costs beside its cells, in cells. */
export const ROW_EFFORT = 32;

/** What the sweeps over the rows of an item share: the item's rows, boundaries, and the costs of the row that is open. */
export class Sweep {
  readonly instance: Instance;
  readonly problem: AlignmentProblem;
  readonly request: SolveRequest;
  readonly structure: Structure;
  readonly writer: SolutionWriter;
  readonly rows: ItemRows;
  readonly starts: StartCosts;
  readonly ends: BoundaryIndex;
  readonly stepCosts: StepCosts;
  /** Costs of the row that is open, from its first cell on. */
  readonly cellCosts: Float64Array;
  readonly costs: CostRows;
  item = 0;
  gamma = 1;
  /** How many cells a sweep does between two looks at the clock. */
  piece = 1;
  private readonly cellCostsAt: number;

  constructor(
    instance: Instance,
    problem: AlignmentProblem,
    request: SolveRequest,
    layout: LatticeLayout,
    structure: Structure,
    writer: SolutionWriter,
    costs: Readonly<Record<string, LocalCost>>,
    place: SweepPlace,
  ) {
    this.instance = instance;
    this.problem = problem;
    this.request = request;
    this.structure = structure;
    this.writer = writer;
    this.rows = new ItemRows(problem, layout, structure);
    this.starts = new StartCosts(instance, problem, this.rows, place.starts);
    this.ends = new BoundaryIndex(problem.end);
    this.stepCosts = new StepCosts(instance, problem, structure, place.stepCosts);
    this.cellCostsAt = place.stepCosts.cellCosts;
    this.cellCosts = instance.all.f64.subarray(this.cellCostsAt / 8, this.cellCostsAt / 8 + problem.columns);
    this.costs = createCostRows(instance, problem, costs, place.features);
  }

  /** Turns to item b. */
  open(b: number): void {
    this.item = b;
    this.gamma = this.problem.temperature[b];
    this.rows.open(b);
    this.starts.open(b);
    this.ends.open(b, this.rows.count, this.rows.columns);
    if (this.rows.count === 0) return;
    this.costs.open(b);
    this.stepCosts.open(b, this.rows.columns);
  }

  /** Says what a cell costs beside reading its cost, in nanoseconds, so that pieces of work are short whatever that is. */
  expect(nanoseconds: number): void {
    const { cost } = this.problem;
    const reading = cost.kind === 'features' ? 2 * cost.dimension : 1;
    this.piece = Math.max(16, Math.round(PIECE_NANOSECONDS / (reading + nanoseconds)));
  }

  /** Reads the costs of columns start … end - 1 of row n, and turns the tables to them. */
  readCosts(n: number, start: number, end: number): void {
    this.costs.read(n, start, end - 1, this.cellCostsAt + 8 * (start - this.rows.first[n]));
    this.stepCosts.turn(this.item, n, start, end);
  }

  /** Reads the cost of one cell. */
  readCell(n: number, m: number): number {
    const k = m - this.rows.first[n];
    this.costs.read(n, m, m, this.cellCostsAt + 8 * k);
    return this.cellCosts[k];
  }

  /** Hands the columns start … end - 1 of row n to a kernel, ascending: those with a start step by themselves. */
  ascend(n: number, start: number, end: number, kernel: Stretch): void {
    const first = this.rows.first[n];
    const from = Math.min(end, Math.max(start, this.starts.from));
    const to = Math.max(from, Math.min(end, this.starts.to));
    if (from > start) kernel(start - first, from - start, false);
    if (to > from) kernel(from - first, to - from, true);
    if (end > to) kernel(to - first, end - to, false);
  }

  /** The same, descending. */
  descend(n: number, start: number, end: number, kernel: Stretch): void {
    const first = this.rows.first[n];
    const from = Math.min(end, Math.max(start, this.starts.from));
    const to = Math.max(from, Math.min(end, this.starts.to));
    if (end > to) kernel(to - first, end - to, false);
    if (to > from) kernel(from - first, to - from, true);
    if (from > start) kernel(start - first, from - start, false);
  }

  /** What end candidate k in row n costs. */
  endCost(n: number, k: number): number {
    return boundaryCost(this.problem.end, this.item, k, this.cellCosts[this.ends.column(k) - this.rows.first[n]]);
  }
}
