import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { mostCandidates, needsBackward } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import type { BackwardPlace } from './backward.ts';
import { Backward, placeBackward } from './backward.ts';
import { Checkpoints, placeCheckpoints } from './checkpoints.ts';
import { Forward } from './forward.ts';
import type { Memory } from './memory.ts';
import { placeRing, Ring } from './ring.ts';
import { placeRecord, RowRecord } from './row-record.ts';
import type { StorePlace } from './row-store.ts';
import { placeStore, RowStore } from './row-store.ts';
import type { Structure } from './structure.ts';
import type { Sweep } from './sweep.ts';

/** How softmin's passes keep accumulated costs: in blocks of `height` rows. */
export interface SoftPlan {
  readonly height: number;
  /** Blocks of the largest item. */
  readonly blocks: number;
  readonly storeSize: number;
  /** Numbers in the checkpoints of the largest item; 0 where one block holds all rows or no pass comes back. */
  readonly checkpointSize: number;
}

/** Where the passes have their arrays. */
export interface SoftPlace {
  readonly record: number;
  readonly store: StorePlace;
  readonly checkpoints: StorePlace;
  /** A row of D, where it is asked for. */
  readonly distances: number;
  readonly ring: number;
  readonly backward: BackwardPlace | undefined;
}

/** Takes room for the passes. */
export function placeSoft(
  memory: Memory,
  { columns }: AlignmentProblem,
  request: SolveRequest,
  structure: Structure,
  plan: SoftPlan,
): SoftPlace {
  const comesBack = needsBackward(request);
  return {
    record: placeRecord(memory, structure.count),
    store: placeStore(memory, plan.storeSize, true),
    checkpoints: placeCheckpoints(memory, plan.checkpointSize, true),
    distances: request.accumulatedCost === true ? memory.take(8 * columns) : 0,
    ring: comesBack ? placeRing(memory, columns, structure) : 0,
    backward: comesBack ? placeBackward(memory, request, columns, structure) : undefined,
  };
}

/**
 * Values nearer to 0, in units of γ, are worked out anew with logarithms: exp(-D/γ) near 1 has few of the digits of D. Only items of
 * next to no choice among paths come near it, since the logarithm of their number is part of the value.
 */
const LEAST_VALUE = 1e-3;

/** Softmin's forward and, where asked for, backward pass, item by item. */
export class SoftSolver {
  private readonly sweep: Sweep;
  private readonly height: number;
  private readonly store: RowStore;
  /** Where a backward pass comes back: the rows before each block. */
  private readonly checkpoints: Checkpoints;
  private readonly forward: Forward;
  private readonly backward: Backward | undefined;
  private readonly endWeights: Float64Array;

  constructor(sweep: Sweep, plan: SoftPlan, place: SoftPlace) {
    const { problem, structure, instance, rows } = sweep;
    const ends = mostCandidates(problem.end, problem.rowLengths, problem.columnLengths);
    const record = new RowRecord(instance, place.record, structure.count);
    this.sweep = sweep;
    this.height = plan.height;
    this.store = new RowStore(instance, rows, place.store);
    this.checkpoints = new Checkpoints(place.checkpoints, plan.checkpointSize === 0 ? 0 : plan.blocks);
    this.forward = new Forward(sweep, this.store, record, ends, place.distances);
    this.endWeights = new Float64Array(ends);
    if (place.backward === undefined) return;
    const ring = new Ring(instance, rows, problem.columns, structure, place.ring);
    this.backward = new Backward(sweep, this.store, this.forward, record, ring, place.backward);
  }

  /** The item that the sweep has open. Yields cells done. */
  *solve(): Generator<number, void, void> {
    const { sweep, forward, backward, height, endWeights } = this;
    const { rows, writer, gamma, item, ends } = sweep;
    const evaluate = (): number => softmin.evaluate(forward.endCosts, ends.count, gamma, endWeights);
    yield* this.goThrough(true);
    let value = evaluate();
    if (!forward.within || Math.abs(value) < LEAST_VALUE * gamma) {
      yield* this.goThrough(false);
      value = evaluate();
    }
    writer.value(item, value);
    if (backward === undefined || value === Infinity) return;

    const seed = sweep.request.upstream?.[item] ?? 1;
    const ownDerivative = seed * softmin.temperatureDerivative(forward.endCosts, ends.count, gamma, endWeights);
    for (let k = 0; k < ends.count; k++) endWeights[k] *= seed;
    backward.open(endWeights);
    const lastBlock = Math.floor((rows.count - 1) / height) * height;
    for (let from = lastBlock; from >= 0; from -= height) {
      const to = Math.min(rows.count, from + height);
      if (from < lastBlock) {
        if (from === 0) this.store.begin();
        else this.checkpoints.restore(from / height, from, this.store);
        yield* forward.block(from, to, false);
      }
      yield* backward.block(from, to);
    }
    writer.temperatureDerivative(item, ownDerivative + backward.temperature);
  }

  /** The first forward pass; it ends early where costs are too large for extended numbers. */
  private *goThrough(extended: boolean): Generator<number, void, void> {
    const { sweep, forward, height, checkpoints, store } = this;
    const { count } = sweep.rows;
    forward.open(extended);
    checkpoints.reset();
    for (let from = 0; from < count && forward.within; from += height) {
      if (from > 0) {
        if (this.backward !== undefined) checkpoints.save(from / height, from, store);
        store.advance(from);
      }
      yield* forward.block(from, Math.min(count, from + height), true);
    }
  }
}
