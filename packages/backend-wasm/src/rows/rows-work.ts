import type { AlignmentProblem, LatticeLayout, SolveRequest } from '@rubato/core';
import { tableIndex } from '@rubato/core';
import { candidatePlaces, ItemCandidates } from '../items/item-candidates.ts';
import { ItemCells } from '../items/item-cells.ts';
import type { ItemWork } from '../items/item-work.ts';
import { ROWS } from '../items/item-work.ts';
import { candidateRegions, largestMagnitude } from '../items/regions.ts';
import type { ItemResults } from '../items/results.ts';
import type { Instance, Views } from '../module/instance.ts';
import { ItemWriter } from '../strips/item-writer.ts';
import type { CostSource } from '../strips/sources.ts';
import type { RowLayout } from './layout.ts';
import { rowLayout } from './layout.ts';
import type { StepForm } from './step-form.ts';
import { PLAIN, SEPARATE, stepForm, widestStep } from './step-form.ts';

const SOLVED = 0;
const INFEASIBLE = 1;
/** With this status the kernels leave an item alone: its costs have numbers that they cannot take. */
const UNKNOWN_COSTS = 3;
/** What is left of a float32 without its sign: the mask of classes that columns have. */
const MAGNITUDE = 0x7fffffff;

/** The items of a problem whose rows depend on the row before alone. */
export class RowsWork implements ItemWork {
  readonly kernel = ROWS;
  readonly batch: number;
  readonly bytes: number;
  readonly checkpointed: boolean;
  private readonly problem: AlignmentProblem;
  private readonly request: SolveRequest;
  private readonly source: CostSource;
  private readonly cells: ItemCells;
  private readonly banded: boolean;
  private readonly layout: RowLayout;
  private readonly form: StepForm;
  private readonly steps: number;
  private readonly backward: boolean;
  /** Classes that have factors of their own, or 0. */
  private readonly classes: number;
  private readonly starts: ItemCandidates;
  private readonly ends: ItemCandidates;
  /** Offsets of results from the item's address, -1 where nobody asks. */
  private readonly gradientAt: number;
  private readonly alignmentAt: number;
  private readonly inputAt: number;
  private readonly largestWeight: number;
  private readonly largestPenalty: number;
  private results: ItemResults | undefined;

  constructor(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, source: CostSource, checkpointed: boolean) {
    const { cost, columns, stepWeights, start, end } = problem;
    this.problem = problem;
    this.request = request;
    this.source = source;
    this.batch = problem.batch;
    this.checkpointed = checkpointed;
    this.cells = new ItemCells(problem, layout);
    this.banded = layout.banded;
    this.form = stepForm(problem);
    this.steps = widestStep(problem.steps) + 1;
    this.backward = request.gradient === true || request.softAlignment === true || request.inputGradient === true;
    this.classes = cost.kind === 'gathered' && cost.classes <= columns && this.form !== SEPARATE ? cost.classes : 0;
    this.starts = new ItemCandidates(problem, start);
    this.ends = new ItemCandidates(problem, end);

    // H takes the place of the costs where those are rows, E where H is not asked for.
    const wantsGradient = request.gradient === true || (request.inputGradient === true && source.inPlace);
    const wantsAlignment = request.softAlignment === true;
    const rowBytes = 64 * Math.ceil((4 * this.cells.most()) / 64);
    const gradientBytes = wantsGradient && !source.inPlace ? rowBytes : 0;
    const alignmentBytes = wantsAlignment && (wantsGradient || !source.inPlace) ? rowBytes : 0;
    const wantsInput = request.inputGradient === true && !source.inPlace;
    const resultBytes = gradientBytes + alignmentBytes + (wantsInput ? source.gradientBytes : 0);
    this.layout = rowLayout(problem, layout, {
      ...source.needs,
      backward: this.backward,
      checkpointed,
      steps: this.steps,
      separate: this.form === SEPARATE,
      weighted: this.form !== PLAIN,
      classes: this.classes,
      resultBytes,
    });
    const { at, bytes } = this.layout;
    this.bytes = bytes;
    this.gradientAt = !wantsGradient ? -1 : gradientBytes > 0 ? at.results : at.cost;
    this.alignmentAt = !wantsAlignment ? -1 : alignmentBytes > 0 ? at.results + gradientBytes : at.cost;
    this.inputAt = wantsInput ? at.results + gradientBytes + alignmentBytes : -1;
    this.largestWeight = Math.max(
      1,
      largestMagnitude(stepWeights.data),
      largestMagnitude(start.multiplier.data),
      1 + largestMagnitude(end.multiplier.data),
    );
    this.largestPenalty = largestMagnitude(start.penalty.data) + largestMagnitude(end.penalty.data);
  }

  attach(results: ItemResults): void {
    this.results = results;
  }

  effort(b: number): number {
    return this.cells.count(b) * (this.backward ? 2 : 1);
  }

  prepare(instance: Instance, address: number): void {
    const { layout, classes } = this;
    const { at } = layout;
    const views = instance.all;
    views.u8.fill(0, address, address + at.cost);
    // What vectors reach past an item's columns: classes that there are, and weights of any kind.
    views.u8.fill(0, address + at.index, address + at.x);
    views.u8.fill(0, address + at.coefficients, address + at.used);
    const item = new ItemWriter(views, address);
    item.setFloat('largestWeight', this.largestWeight);
    item.setFloat('largestPenalty', this.largestPenalty);
    item.setWhole('form', this.form);
    item.setWhole('steps', this.steps);
    item.setWhole('backward', this.backward ? 1 : 0);
    item.setWhole('height', layout.height);
    item.setWhole('rowBytes', layout.rowBytes);
    item.setWhole('factorBytes', layout.rowBytes);
    item.setWhole('suffixBytes', layout.rowBytes);
    item.setWhole('coefficientBytes', layout.rowBytes);
    item.setWhole('savedBytes', layout.savedBytes);
    item.setWhole('exponentBytes', layout.exponentBytes);
    for (const region of KNOWN) item.setWhole(region, address + at[region]);
    if (this.banded) item.setWhole('ranges', address + at.ranges);
    if (this.form !== PLAIN) item.setWhole('weights', address + at.weights);
    if (classes > 0) item.setWhole('classFactors', address + at.classFactors);
    if (this.gradientAt >= 0) item.setWhole('gradient', address + this.gradientAt);
    if (this.alignmentAt >= 0) item.setWhole('alignment', address + this.alignmentAt);
  }

  write(instance: Instance, address: number, b: number): boolean {
    const { problem, request, layout } = this;
    const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
    if (rows === 0 || columns === 0) return false;
    const { at } = layout;
    const views = instance.all;
    const item = new ItemWriter(views, address);
    item.setFloat('temperature', problem.temperature[b]);
    item.setFloat('upstream', request.upstream?.[b] ?? 1);
    item.setWhole('phase', 0);
    item.setWhole('rows', rows);
    item.setWhole('columns', columns);
    if (this.banded) this.cells.writeRanges(views.i32, (address + at.ranges) / 4, b);
    if (this.form !== PLAIN) this.writeWeights(views.f64, (address + at.weights) / 8, b);
    item.setWhole('starts', this.starts.write(views, b, candidatePlaces(layout.at, address, 'start')));
    item.setWhole('ends', this.ends.write(views, b, candidatePlaces(layout.at, address, 'end')));
    const within = this.source.write(views, address, at, b, item);
    item.setWhole('status', within ? SOLVED : UNKNOWN_COSTS);
    if (this.classes > 0) this.markClasses(views, address, b);
    if (this.inputAt >= 0) this.source.ask(views, address + this.inputAt, b, item);
    return true;
  }

  /** Weights of the steps of no, one and two columns, by column; Infinity where a step is forbidden, or is none. */
  private writeWeights(f64: Float64Array, to: number, b: number): void {
    const { steps, stepWeights, stepPenalties, columnLengths } = this.problem;
    const columns = columnLengths[b];
    f64.fill(Infinity, to, to + 3 * columns);
    steps.forEach(([, j], s) => {
      for (let m = 0; m < columns; m++) {
        const isOpen = stepPenalties.data[tableIndex(stepPenalties, b, 0, m, s)] !== Infinity;
        if (isOpen) f64[to + j * columns + m] = stepWeights.data[tableIndex(stepWeights, b, 0, m, s)];
      }
    });
  }

  /** Marks the classes that the item's columns have. */
  private markClasses({ i32 }: Views, address: number, b: number): void {
    const { problem, classes, layout } = this;
    if (problem.cost.kind !== 'gathered') return;
    const { index } = problem.cost;
    const used = (address + layout.at.used) / 4;
    i32.fill(0, used, used + classes + 3);
    for (let m = 0; m < problem.columnLengths[b]; m++) i32[used + index[b * problem.columns + m]] = MAGNITUDE;
  }

  read(instance: Instance, address: number, b: number): boolean {
    const { problem, request, layout, source, cells } = this;
    const results = this.results!;
    const views = instance.all;
    const item = new ItemWriter(views, address);
    const status = item.whole('status');
    if (status === INFEASIBLE) {
      results.clear(b);
      return true;
    }
    if (status !== SOLVED) return false;
    results.values[b] = 0 - problem.temperature[b] * Math.LN2 * item.float('logarithm');
    if (results.gradient !== undefined) cells.read(views.f32, (address + this.gradientAt) / 4, b, results.gradient.data);
    if (results.softAlignment !== undefined) cells.read(views.f32, (address + this.alignmentAt) / 4, b, results.softAlignment.data);
    if (request.inputGradient === true) {
      source.read(views, address, layout.at, address + Math.max(0, this.inputAt), b, results.inputGradient!, request.upstream?.[b] ?? 1);
    }
    return true;
  }
}

/** Arrays that the kernels know by fields of the same names. */
const KNOWN = [
  ...candidateRegions,
  'coefficients',
  'used',
  'scale',
  'spans',
  'costRows',
  'factors',
  'suffixes',
  'alignmentRows',
  'gradientRows',
  'saved',
  'prefixes',
] as const;
