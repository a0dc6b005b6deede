import type { AlignmentProblem, Boundary, GatheredCost, SolveRequest } from '@rubato/core';
import { boundaryValue, candidateColumn, candidateCount } from '@rubato/core';
import type { ItemWork } from '../items/item-work.ts';
import { ROWS } from '../items/item-work.ts';
import { candidateRegions, largestMagnitude } from '../items/regions.ts';
import type { ItemResults } from '../items/results.ts';
import type { Instance, Views } from '../module/instance.ts';
import { ItemWriter } from '../strips/item-writer.ts';
import type { InterleavedLayout } from './interleaved-layout.ts';
import { BLOCK_BYTES, blocksOf, interleavedLayout } from './interleaved-layout.ts';
import { isForbidden } from './interleaved-serves.ts';
import type { ItemClasses } from './item-classes.ts';
import { itemClasses } from './item-classes.ts';

const SOLVED = 0;
const INFEASIBLE = 1;
/** The form of steps that stands for this lattice, by the number that the kernels know. */
const INTERLEAVED = 4;
/** The exponent of zero. */
const ZERO = -(2 ** 29);
/** Bytes of a class's factor, a mantissa and an exponent: the kernels name classes by them. */
const FACTOR_BYTES = 8;
/** What is left of a float32 without its sign: the mask of classes that columns have. */
const MAGNITUDE = 0x7fffffff;

/** The items of a problem with an interleaved lattice. */
export class InterleavedWork implements ItemWork {
  readonly kernel = ROWS;
  readonly batch: number;
  readonly bytes: number;
  readonly checkpointed: boolean;
  private readonly problem: AlignmentProblem;
  private readonly request: SolveRequest;
  private readonly classes: ItemClasses;
  private readonly backward: boolean;
  private readonly layout: InterleavedLayout;
  private readonly skip: number;
  private readonly largestMultiplier: number;
  private readonly largestPenalty: number;
  private results: ItemResults | undefined;

  constructor(problem: AlignmentProblem, request: SolveRequest, checkpointed: boolean) {
    const { start, end, steps } = problem;
    this.problem = problem;
    this.request = request;
    this.batch = problem.batch;
    this.checkpointed = checkpointed;
    this.classes = itemClasses(problem, problem.cost as GatheredCost);
    this.backward = request.inputGradient === true;
    this.layout = interleavedLayout(problem, this.classes.count, this.backward, checkpointed);
    this.bytes = this.layout.bytes;
    this.skip = steps.findIndex(([, j]) => j === 2);
    this.largestMultiplier = largestMagnitude(start.multiplier.data) + largestMagnitude(end.multiplier.data) + 1;
    this.largestPenalty = largestMagnitude(start.penalty.data) + largestMagnitude(end.penalty.data);
  }

  attach(results: ItemResults): void {
    this.results = results;
  }

  effort(b: number): number {
    return this.problem.rowLengths[b] * this.problem.columnLengths[b] * (this.backward ? 2 : 1);
  }

  prepare(instance: Instance, address: number): void {
    const { at, height, rowBytes, factorBytes } = this.layout;
    const item = new ItemWriter(instance.all, address);
    item.setFloat('largestWeight', this.largestMultiplier);
    item.setFloat('largestPenalty', this.largestPenalty);
    item.setWhole('form', INTERLEAVED);
    item.setWhole('backward', this.backward ? 1 : 0);
    item.setWhole('height', height);
    item.setWhole('rowBytes', rowBytes);
    item.setWhole('factorBytes', factorBytes);
    for (const region of KNOWN) item.setWhole(region, address + at[region]);
    item.setWhole('prefixes', address + at.prefixes + BLOCK_BYTES);
  }

  write(instance: Instance, address: number, b: number): boolean {
    const { problem, request, layout, classes } = this;
    const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
    if (rows === 0 || columns === 0) return false;
    const { at } = layout;
    const views = instance.all;
    const item = new ItemWriter(views, address);
    item.setFloat('temperature', problem.temperature[b]);
    item.setFloat('upstream', request.upstream?.[b] ?? 1);
    item.setWhole('phase', 0);
    item.setWhole('status', SOLVED);
    item.setWhole('rows', rows);
    item.setWhole('blocks', blocksOf(columns));
    item.setWhole('classes', classes.open(b));
    item.setWhole('blank', FACTOR_BYTES * classes.classOf(0));
    classes.writeCosts(views.f32, (address + at.cost) / 4);
    this.writeColumns(views.i32, address, b);
    const starts = this.writeCandidates(views, address, b, problem.start, at.startColumns, at.startMultipliers, at.startPenalties);
    const ends = this.writeCandidates(views, address, b, problem.end, at.endColumns, at.endMultipliers, at.endPenalties);
    let lastStart = 0;
    let firstEnd = columns - 1;
    for (let k = 0; k < starts; k++) lastStart = Math.max(lastStart, views.i32[(address + at.startColumns) / 4 + k]);
    for (let k = 0; k < ends; k++) firstEnd = Math.min(firstEnd, views.i32[(address + at.endColumns) / 4 + k]);
    item.setWhole('starts', starts);
    item.setWhole('ends', ends);
    item.setWhole('lastStart', lastStart);
    item.setWhole('firstEnd', firstEnd);
    return true;
  }

  /** Of every block the classes of its labels, whether the blank before each and the one after it may be skipped; the classes in use. */
  private writeColumns(i32: Int32Array, address: number, b: number): void {
    const { problem, classes, layout, skip } = this;
    const { stepWeights, stepPenalties } = problem;
    const used = (address + layout.at.used) / 4;
    const labels = (address + layout.at.labels) / 4;
    const columns = problem.columnLengths[b];
    const blank = classes.classOf(0);
    i32.fill(0, used, used + 4 * Math.ceil(classes.count / 4));
    i32[used + blank] = MAGNITUDE;
    const slots = 4 * (blocksOf(columns) + 1);
    let mask = 0;
    for (let label = 0; label < slots; label++) {
      const m = 2 * label + 1;
      const c = m < columns ? classes.classOf(m) : blank;
      const nextMask = m + 2 < columns && isForbidden(stepWeights, stepPenalties, b, m + 2, skip) ? ZERO : 0;
      const place = labels + (BLOCK_BYTES / 4) * (label >> 2) + (label & 3);
      i32[place] = FACTOR_BYTES * c;
      i32[place + 4] = mask;
      i32[place + 8] = nextMask;
      i32[used + c] = MAGNITUDE;
      mask = nextMask;
    }
  }

  /** The candidates of a role in any order; returns their number. */
  private writeCandidates(
    { i32, f64 }: Views,
    address: number,
    b: number,
    boundary: Boundary,
    columns: number,
    multipliers: number,
    penalties: number,
  ): number {
    const { rowLengths, columnLengths } = this.problem;
    const count = candidateCount(boundary, b, rowLengths[b], columnLengths[b]);
    for (let k = 0; k < count; k++) {
      i32[(address + columns) / 4 + k] = candidateColumn(boundary, b, k, columnLengths[b]);
      f64[(address + multipliers) / 8 + k] = boundaryValue(boundary.multiplier, b, k);
      f64[(address + penalties) / 8 + k] = boundaryValue(boundary.penalty, b, k);
    }
    return count;
  }

  read(instance: Instance, address: number, b: number): boolean {
    const results = this.results!;
    const item = new ItemWriter(instance.all, address);
    const status = item.whole('status');
    if (status === INFEASIBLE) return true;
    if (status !== SOLVED) return false;
    results.values[b] = 0 - this.problem.temperature[b] * Math.LN2 * item.float('logarithm');
    if (this.backward) {
      // With threads other items have been written since.
      this.classes.open(b);
      this.classes.readGradient(instance.all.f32, (address + this.layout.at.classGradient) / 4, results.inputGradient!);
    }
    return true;
  }
}

/** Arrays that the kernels know by fields of the same names. */
const KNOWN = [
  ...candidateRegions,
  'used',
  'labels',
  'cost',
  'classGradient',
  'suffixes',
  'alignmentRows',
  'sums',
  'scale',
  'classFactors',
  'saved',
] as const;
