import type { AlignmentProblem, LatticeLayout, SolveRequest } from '@rubato/core';
import { tableIndex } from '@rubato/core';
import { candidatePlaces, ItemCandidates } from '../items/item-candidates.ts';
import { ItemCells } from '../items/item-cells.ts';
import { candidateRegions, largestMagnitude } from '../items/regions.ts';
import type { ItemResults } from '../items/results.ts';
import type { ItemWork } from '../items/item-work.ts';
import { STRIPS } from '../items/item-work.ts';
import type { Instance } from '../module/instance.ts';
import { ItemWriter } from './item-writer.ts';
import type { StripLayout } from './layout.ts';
import { COEFFICIENTS_OF_STEP, STEP_BYTES, STRIP_ENTRY_NUMBERS, STRIP_ROWS } from './geometry.ts';
import { stepsOfStrip, stripLayout, stripSteps } from './layout.ts';
import type { CostSource } from './sources.ts';

/** Keeps the first 11 bits of a float32's significand: its products with whole numbers up to 2^13 are exact. */
const SHORT = -0x2000;
const SOLVED = 0;
const INFEASIBLE = 1;
/** With this status the kernels leave an item alone: its costs have numbers that they cannot take. */
const UNKNOWN_COSTS = 3;

/** The items of a problem for the strips' kernels. */
export class StripsWork implements ItemWork {
  readonly kernel = STRIPS;
  readonly batch: number;
  readonly bytes: number;
  readonly checkpointed: boolean;
  private readonly problem: AlignmentProblem;
  private readonly request: SolveRequest;
  private readonly layout: LatticeLayout;
  private readonly source: CostSource;
  private results: ItemResults | undefined;
  private readonly strips: StripLayout;
  private readonly separate: boolean;
  private readonly backward: boolean;
  private readonly cells: ItemCells;
  private readonly starts: ItemCandidates;
  private readonly ends: ItemCandidates;
  /** Offsets of results in the place for them. */
  private readonly alignmentAt: number;
  private readonly gradientAt: number;
  private readonly inputAt: number;
  private readonly largestWeight: number;
  private readonly largestPenalty: number;

  constructor(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, source: CostSource, checkpointed: boolean) {
    const { batch, stepWeights, stepPenalties, start, end } = problem;
    this.problem = problem;
    this.request = request;
    this.layout = layout;
    this.source = source;
    this.batch = batch;
    this.checkpointed = checkpointed;
    this.separate = stepWeights.constant !== 1 || stepPenalties.constant !== 0;
    this.backward = request.gradient === true || request.softAlignment === true || request.inputGradient === true;
    this.cells = new ItemCells(problem, layout);
    this.starts = new ItemCandidates(problem, start);
    this.ends = new ItemCandidates(problem, end);

    const cells = 4 * this.cells.most();
    const wantsRows = request.gradient === true || (request.inputGradient === true && source.inPlace);
    let bytes = 0;
    const take = (wanted: boolean, size: number): number => {
      const at = bytes;
      if (wanted) bytes += Math.ceil(size / 64) * 64;
      return wanted ? at : -1;
    };
    this.gradientAt = take(wantsRows && !source.inPlace, cells);
    this.alignmentAt = take(request.softAlignment === true && (wantsRows || !source.inPlace), cells);
    this.inputAt = take(request.inputGradient === true && !source.inPlace, source.gradientBytes);
    const needs = { ...source.needs, separate: this.separate, backward: this.backward, checkpointed, resultBytes: bytes };
    this.strips = stripLayout(problem, layout, needs);
    this.bytes = this.strips.bytes;
    this.largestWeight = Math.max(
      1,
      largestMagnitude(stepWeights.data),
      largestMagnitude(start.multiplier.data),
      largestMagnitude(end.multiplier.data),
    );
    this.largestPenalty = largestMagnitude(start.penalty.data) + largestMagnitude(end.penalty.data);
  }

  attach(results: ItemResults): void {
    this.results = results;
  }

  effort(b: number): number {
    return this.problem.rowLengths[b] * this.problem.columnLengths[b] * (this.backward ? 2 : 1);
  }

  prepare(instance: Instance, address: number): void {
    const { at } = this.strips;
    const { u8 } = instance.all;
    u8.fill(0, address, address + at.cost);
    u8.fill(0, address + at.costRows, address + at.carry);
    if (this.separate) u8.fill(0, address + at.coefficients, address + at.prefix);
    // Nothing is injected where no candidate stands.
    instance.exports.clearVectors(address + at.inject, at.state - at.inject);

    const { strips, request, source } = this;
    const item = new ItemWriter(instance.all, address);
    item.setFloat('largestWeight', this.largestWeight);
    item.setFloat('largestPenalty', this.largestPenalty);
    item.setWhole('separate', this.separate ? 1 : 0);
    item.setWhole('backward', this.backward ? 1 : 0);
    item.setWhole('keeps', this.backward && !this.separate && !this.layout.banded ? 1 : 0);
    item.setWhole('checkpointed', this.checkpointed ? 1 : 0);
    item.setWhole('rowBytes', strips.rowBytes);
    item.setWhole('carryBytes', strips.carryBytes);
    item.setWhole('coefficientBytes', strips.coefficientBytes);
    item.setWhole('origin', strips.origin);
    for (const region of KNOWN) item.setWhole(region, address + at[region]);
    if (this.layout.banded) item.setWhole('ranges', address + at.ranges);
    if (this.gradientAt >= 0) item.setWhole('gradient', address + at.results + this.gradientAt);
    else if (request.gradient === true || (request.inputGradient === true && source.inPlace)) item.setWhole('gradient', address + at.cost);
    if (this.alignmentAt >= 0) item.setWhole('alignment', address + at.results + this.alignmentAt);
    else if (request.softAlignment === true) item.setWhole('alignment', address + at.cost);
  }

  write(instance: Instance, address: number, b: number): boolean {
    const { problem, strips, layout, request } = this;
    const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
    if (rows === 0 || columns === 0) return false;
    const views = instance.all;
    const item = new ItemWriter(views, address);
    item.setFloat('temperature', problem.temperature[b]);
    item.setFloat('upstream', request.upstream?.[b] ?? 1);
    item.setWhole('phase', 0);
    item.setWhole('rows', rows);
    item.setWhole('columns', columns);
    item.setWhole('strips', Math.ceil(rows / STRIP_ROWS));
    if (layout.banded) this.cells.writeRanges(views.i32, (address + strips.at.ranges) / 4, b);
    this.writeTable(views.i32, address, b);
    if (this.separate) this.writeCoefficients(views.i32, views.f32, address, b);
    item.setWhole('starts', this.starts.write(views, b, candidatePlaces(strips.at, address, 'start')));
    item.setWhole('ends', this.ends.write(views, b, candidatePlaces(strips.at, address, 'end')));
    const within = this.source.write(views, address, strips.at, b, item);
    item.setWhole('status', within ? SOLVED : UNKNOWN_COSTS);
    if (this.inputAt >= 0) this.source.ask(views, address + strips.at.results + this.inputAt, b, item);
    return true;
  }

  /** The steps of every strip, and where what it keeps stands: one behind the other, or all at one place. */
  private writeTable(i32: Int32Array, address: number, b: number): void {
    const { layout, problem, strips, checkpointed, backward } = this;
    const to = (address + strips.at.table) / 4;
    const count = Math.ceil(problem.rowLengths[b] / STRIP_ROWS);
    const whole = layout.banded ? undefined : stripSteps(0, problem.columnLengths[b] - 1);
    const keeps = backward && !checkpointed;
    let kept = 0;
    for (let q = 0; q < count; q++) {
      const [first, last] = whole ?? stepsOfStrip(problem, layout, b, q);
      const place = (kept - first) * STEP_BYTES;
      const entry = to + STRIP_ENTRY_NUMBERS * q;
      i32[entry] = first;
      i32[entry + 1] = last;
      i32[entry + 2] = address + strips.at.prefix + place;
      i32[entry + 3] = address + strips.at.multipliers + place / 2;
      i32[entry + 4] = address + strips.at.factors + place / 2;
      i32[entry + 5] = 0;
      if (keeps) kept += last - first;
    }
  }

  /** Scales, masks and weights of the three steps by column, in reversed order. */
  private writeCoefficients(i32: Int32Array, f32: Float32Array, address: number, b: number): void {
    const { problem, strips } = this;
    const { stepWeights, stepPenalties, temperature } = problem;
    const scale = -Math.LOG2E / temperature[b];
    problem.steps.forEach(([i, j], s) => {
      const place = i === 1 && j === 0 ? 0 : i === 0 ? 1 : 2;
      const width = strips.coefficientBytes / 4;
      const scales = address / 4 + strips.at.coefficients / 4 + COEFFICIENTS_OF_STEP * place * width + strips.origin;
      const [masks, weights, highs, lows] = [1, 2, 3, 4].map((k) => scales + k * width);
      for (let m = 0; m < problem.columnLengths[b]; m++) {
        const weight = stepWeights.data[tableIndex(stepWeights, b, 0, m, s)];
        const isOpen = weight !== Infinity && stepPenalties.data[tableIndex(stepPenalties, b, 0, m, s)] !== Infinity;
        const used = isOpen ? weight * scale : 0;
        f32[scales - m] = used;
        i32[masks - m] = isOpen ? 0 : -1;
        f32[weights - m] = isOpen ? weight : 0;
        // 1/scale in two parts, the first of 11 bits.
        f32[highs - m] = used === 0 ? 0 : 1 / used;
        i32[highs - m] &= SHORT;
        f32[lows - m] = used === 0 ? 0 : 1 / used - f32[highs - m];
      }
    });
  }

  read(instance: Instance, address: number, b: number): boolean {
    const { problem, request, strips } = this;
    const results = this.results!;
    const views = instance.all;
    const item = new ItemWriter(views, address);
    const status = item.whole('status');
    if (status === INFEASIBLE) {
      results.clear(b);
      return true;
    }
    if (status !== SOLVED) return false;
    results.values[b] = -problem.temperature[b] * Math.LN2 * item.float('logarithm');
    const base = address + strips.at.results;
    const cost = address + strips.at.cost;
    if (results.gradient !== undefined)
      this.cells.read(views.f32, (this.gradientAt < 0 ? cost : base + this.gradientAt) / 4, b, results.gradient.data);
    if (results.softAlignment !== undefined) {
      this.cells.read(views.f32, (this.alignmentAt < 0 ? cost : base + this.alignmentAt) / 4, b, results.softAlignment.data);
    }
    if (request.inputGradient === true) {
      this.source.read(views, address, strips.at, base + Math.max(0, this.inputAt), b, results.inputGradient!, request.upstream?.[b] ?? 1);
    }
    return true;
  }
}

/** Arrays that the kernels know by fields of the same names. */
const KNOWN = [
  ...candidateRegions,
  'table',
  'costRows',
  'alignmentRows',
  'gradientRows',
  'carry',
  'backCarry',
  'secondCarry',
  'savedCarries',
  'inject',
  'state',
  'exponential',
  'coefficients',
] as const;
