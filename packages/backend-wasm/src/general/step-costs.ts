import type { AlignmentProblem, StepTable } from '@rubato/core';
import type { Instance } from '../module/instance.ts';
import type { Memory } from './memory.ts';
import type { RowRecord } from './row-record.ts';
import { step } from './row-record.ts';
import type { Structure } from './structure.ts';
import { placeTable, TableRow } from './table-row.ts';

/** What a solve has passes for: softmin's by extended numbers, and backward. */
export interface Passes {
  readonly extended: boolean;
  readonly backward: boolean;
}

/** Where the costs of a row's cells and steps stand; 0 for what is not needed. */
export interface StepCostsPlace {
  readonly cellCosts: number;
  readonly cellFactors: number;
  readonly cellExponents: number;
  readonly stepCosts: readonly number[];
  readonly stepExponents: readonly number[];
  /** A row of ones, one of exponents of 1, and by step where it is allowed: 1, and where not: 0. */
  readonly ones: number;
  readonly zeros: number;
  readonly masks: readonly number[];
  readonly weights: readonly number[];
  readonly penalties: readonly number[];
}

/** Takes room for rows of costs; of factors where they may be extended numbers; of masks where a backward pass needs no more. */
export function placeStepCosts(
  memory: Memory,
  problem: AlignmentProblem,
  { onlyMasks }: Structure,
  { extended, backward }: Passes,
): StepCostsPlace {
  const { columns, steps, stepWeights, stepPenalties } = problem;
  const isOwn = steps.map((_, s) => !sharesCell(problem, s));
  const take = (wanted: boolean, bytes: number): number => (wanted ? memory.take(bytes * columns) : 0);
  return {
    cellCosts: take(true, 8),
    cellFactors: take(extended, 8),
    cellExponents: take(extended, 4),
    stepCosts: isOwn.map((own) => take(own, 8)),
    stepExponents: isOwn.map((own) => take(own && extended && !onlyMasks, 4)),
    ones: take(backward && onlyMasks, 8),
    zeros: take(backward && onlyMasks, 4),
    masks: isOwn.map((own) => take(own && backward && onlyMasks, 8)),
    weights: placeTable(memory, stepWeights, problem),
    penalties: placeTable(memory, stepPenalties, problem),
  };
}

/**
 * What the steps into a row's cells cost: as numbers, or as factors K = exp(-cost/γ) in extended numbers. Steps that cost just what
 * their cell costs share its row; where the others are only forbidden here and there, all share one exponential.
 */
export class StepCosts {
  readonly place: StepCostsPlace;
  readonly weights: TableRow;
  /** Whether all steps share the cell's costs. */
  readonly allShared: boolean;
  private readonly instance: Instance;
  private readonly penalties: TableRow;
  private readonly shared: readonly boolean[];
  private readonly masked: boolean;

  constructor(instance: Instance, problem: AlignmentProblem, { onlyMasks }: Structure, place: StepCostsPlace) {
    this.instance = instance;
    this.place = place;
    this.weights = new TableRow(instance, problem.stepWeights, place.weights);
    this.penalties = new TableRow(instance, problem.stepPenalties, place.penalties);
    this.shared = problem.steps.map((_, s) => sharesCell(problem, s));
    this.allShared = allShareCell(problem);
    this.masked = onlyMasks;
  }

  /** Turns to an item of so many columns. */
  open(b: number, columns: number): void {
    const { weights, penalties, place, instance } = this;
    weights.open(b, columns);
    penalties.open(b, columns);
    if (place.ones === 0) return;
    instance.all.f64.fill(1, place.ones / 8, place.ones / 8 + columns);
    instance.all.i32.fill(0, place.zeros / 4, place.zeros / 4 + columns);
    if (!this.varyByRow) this.fillMasks(0, columns);
  }

  /** Turns to the columns start … end - 1 of row n. */
  turn(b: number, n: number, start: number, end: number): void {
    this.weights.turn(b, n, start, end);
    this.penalties.turn(b, n, start, end);
  }

  /** The same for masks alone. */
  turnMasks(b: number, n: number, start: number, end: number): void {
    if (!this.varyByRow) return;
    this.turn(b, n, start, end);
    this.fillMasks(start, end - start);
  }

  private get varyByRow(): boolean {
    return this.weights.variesByRow || this.penalties.variesByRow;
  }

  private fillMasks(m: number, count: number): void {
    const { place, weights, penalties, instance } = this;
    place.masks.forEach((mask, s) => {
      if (mask === 0) return;
      const [weight, penalty] = [weights.at(s, m), penalties.at(s, m)];
      instance.exports.maskFactors(place.ones, weight, weights.stride, penalty, penalties.stride, mask + 8 * m, count);
    });
  }

  /** Tells the kernels where the costs or factors of step s stand, which they know as step t. */
  point(record: RowRecord, t: number, s: number, extended: boolean): void {
    const { place, shared, masked } = this;
    record.setStep(t, step.factors, shared[s] ? (extended ? place.cellFactors : place.cellCosts) : place.stepCosts[s]);
    record.setStep(t, step.factorExponents, shared[s] || masked ? place.cellExponents : place.stepExponents[s]);
  }

  /** Tells the kernels where the masks of step s stand from column m on. */
  pointToMask(record: RowRecord, t: number, s: number, m: number): void {
    const { place, shared } = this;
    record.setStep(t, step.factors, shared[s] ? place.ones : place.masks[s] + 8 * m);
    record.setStep(t, step.factorExponents, place.zeros);
  }

  /** Works out what the steps into `count` cells cost, whose own costs stand there from the k-th on, column m on. */
  fillCosts(k: number, m: number, count: number): void {
    const { cellCosts, stepCosts } = this.place;
    for (let s = 0; s < stepCosts.length; s++) {
      if (!this.shared[s]) this.weigh(s, cellCosts + 8 * k, m, count, stepCosts[s] + 8 * k);
    }
  }

  /** W·C + P of step s in `count` cells from column m on, whose own costs stand at an address. */
  weigh(s: number, costs: number, m: number, count: number, out: number): void {
    const { weights, penalties } = this;
    this.instance.exports.weighCosts(costs, weights.at(s, m), weights.stride, penalties.at(s, m), penalties.stride, out, count);
  }

  /** The same as factors; false where a cost·scale exceeds the limit. */
  fillFactors(k: number, m: number, count: number, scale: number, limit: number): boolean {
    const { place, shared, masked, weights, penalties } = this;
    const { exponentiate, maskFactors } = this.instance.exports;
    const costs = place.cellCosts + 8 * k;
    const factors = place.cellFactors + 8 * k;
    let within = true;
    if (masked || shared.includes(true)) {
      within = exponentiate(costs, count, scale, limit, factors, place.cellExponents + 4 * k) !== 0;
    }
    for (let s = 0; s < shared.length; s++) {
      if (shared[s]) continue;
      const to = place.stepCosts[s] + 8 * k;
      if (masked) {
        maskFactors(factors, weights.at(s, m), weights.stride, penalties.at(s, m), penalties.stride, to, count);
        continue;
      }
      this.weigh(s, costs, m, count, to);
      if (exponentiate(to, count, scale, limit, to, place.stepExponents[s] + 4 * k) === 0) within = false;
    }
    return within;
  }
}

/** Whether step s costs just what its cell costs, everywhere. */
function sharesCell({ stepWeights, stepPenalties }: AlignmentProblem, s: number): boolean {
  return scalar(stepWeights, s) === 1 && scalar(stepPenalties, s) === 0;
}

/** Whether all steps cost just what their cells cost, everywhere. */
export function allShareCell(problem: AlignmentProblem): boolean {
  return problem.steps.every((_, s) => sharesCell(problem, s));
}

/** The one value of a table for step s, or undefined where it varies by item, row or column. */
function scalar({ data, strides }: StepTable, s: number): number | undefined {
  return strides[0] === 0 && strides[1] === 0 && strides[2] === 0 ? data[s * strides[3]] : undefined;
}
