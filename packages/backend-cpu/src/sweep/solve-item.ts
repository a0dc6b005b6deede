import { mostCandidates, needsBackward } from '@rubato/core';
import type { PassPlan } from '../plan.ts';
import { Backward } from './backward.ts';
import { Checkpoints } from './checkpoints.ts';
import { Forward } from './forward.ts';
import { RowStore } from './row-store.ts';
import { SharedBackward } from './shared-backward.ts';
import type { Sweep } from './sweep.ts';

/**
 * Values nearer to 0, in units of γ, are worked out anew with logarithms: exp(-D/γ) near 1 has few of the digits of D. Only items of
 * next to no choice among paths come near it, since the logarithm of their number is part of the value.
 */
const LEAST_VALUE = 1e-3;

/** Forward and, where asked for, backward pass, item by item, with stores that live as long as the solve. */
export class ItemSolver {
  private readonly sweep: Sweep;
  private readonly plan: PassPlan;
  private readonly store: RowStore;
  /** Only for a Hessian product: moves of D. */
  private readonly moves: RowStore | undefined;
  /** Where a backward pass comes back: the rows before each block. */
  private readonly distances: Checkpoints;
  private readonly distanceMoves: Checkpoints;
  private readonly forward: Forward;
  private readonly backward: Backward | undefined;
  /** Where steps share a cell's factor and it has room: instead of the other. */
  private readonly sharedBackward: SharedBackward | undefined;
  private readonly endWeights: Float64Array;
  private readonly endChange: Float64Array;

  constructor(sweep: Sweep, plan: PassPlan) {
    const { problem, request, rows } = sweep;
    const hasMoves = request.hessianProduct !== undefined;
    const blocks = Math.ceil(problem.rows / plan.height);
    const ends = mostCandidates(problem.end, problem.rowLengths, problem.columnLengths);
    this.sweep = sweep;
    this.plan = plan;
    this.store = new RowStore(rows, plan.storeSize, sweep.structure.softKernels);
    this.moves = hasMoves ? new RowStore(rows, plan.storeSize) : undefined;
    this.distances = new Checkpoints(plan.checkpointSize, blocks, sweep.structure.softKernels);
    this.distanceMoves = new Checkpoints(hasMoves ? plan.checkpointSize : 0, blocks);
    this.forward = new Forward(sweep, this.store, this.moves, ends);
    this.backward = needsBackward(request) ? new Backward(sweep, this.store, this.forward) : undefined;
    this.sharedBackward =
      this.backward !== undefined && sweep.structure.shared !== undefined ? new SharedBackward(sweep, this.store) : undefined;
    this.endWeights = new Float64Array(ends);
    this.endChange = new Float64Array(hasMoves ? ends : 0);
  }

  /** The item that the sweep has open. Yields cells done. */
  *solve(): Generator<number, void, void> {
    const { sweep, forward, endWeights, endChange } = this;
    const { writer, minimum, gamma, item, ends } = sweep;
    yield* this.goThrough();
    let value = minimum.evaluate(forward.endCosts, ends.count, gamma, endWeights);
    if (!sweep.within || (sweep.extended && Math.abs(value) < LEAST_VALUE * gamma)) {
      sweep.useLogarithms();
      yield* this.goThrough();
      value = minimum.evaluate(forward.endCosts, ends.count, gamma, endWeights);
    }
    writer.value(item, value);
    if (this.backward === undefined || value === Infinity) return;

    const seed = sweep.request.upstream?.[item] ?? 1;
    if (sweep.extended && this.sharedBackward !== undefined) {
      this.sharedBackward.open(endWeights, seed);
      yield* this.comeBack(this.sharedBackward);
      return;
    }
    let temperature = 0;
    if (sweep.request.temperatureGradient === true)
      temperature = seed * minimum.temperatureDerivative(forward.endCosts, ends.count, gamma, endWeights);
    if (this.moves !== undefined) minimum.secondOrderProduct(forward.endCosts, ends.count, gamma, endWeights, forward.endMoves, endChange);
    scale(endWeights, ends.count, seed);
    if (this.moves !== undefined) scale(endChange, ends.count, seed);
    this.backward.open(endWeights, endChange);
    yield* this.comeBack(this.backward);
    writer.temperatureDerivative(item, temperature + this.backward.temperature);
  }

  /** The backward pass, block after block; all but the last are made again. */
  private *comeBack(backward: Backward | SharedBackward): Generator<number, void, void> {
    const { forward, plan } = this;
    const { count } = this.sweep.rows;
    const lastBlock = Math.floor((count - 1) / plan.height) * plan.height;
    for (let from = lastBlock; from >= 0; from -= plan.height) {
      const to = Math.min(count, from + plan.height);
      if (from < lastBlock) {
        this.goBack(from);
        yield* forward.block(from, to, false);
      }
      yield* backward.block(from, to);
    }
  }

  /** The first forward pass; it ends early where costs are too large for extended numbers. */
  private *goThrough(): Generator<number, void, void> {
    const { sweep, forward, plan } = this;
    const { count } = sweep.rows;
    forward.open();
    this.distances.reset();
    this.distanceMoves.reset();
    for (let from = 0; from < count && sweep.within; from += plan.height) {
      if (from > 0) this.goOn(from);
      yield* forward.block(from, Math.min(count, from + plan.height), true);
    }
  }

  /** Turns to the next block of the first forward pass. */
  private goOn(from: number): void {
    if (this.backward !== undefined) {
      const block = from / this.plan.height;
      this.distances.save(block, from, this.store);
      if (this.moves !== undefined) this.distanceMoves.save(block, from, this.moves);
    }
    this.store.advance(from);
    this.moves?.advance(from);
  }

  /** Turns to an earlier block, to make it again. */
  private goBack(from: number): void {
    if (from === 0) {
      this.forward.begin();
      return;
    }
    const block = from / this.plan.height;
    this.distances.restore(block, from, this.store);
    if (this.moves !== undefined) this.distanceMoves.restore(block, from, this.moves);
  }
}

function scale(values: Float64Array, count: number, factor: number): void {
  for (let k = 0; k < count; k++) values[k] *= factor;
}
