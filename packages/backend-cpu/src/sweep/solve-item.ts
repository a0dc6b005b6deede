import { needsBackward } from '@rubato/core';
import type { PassPlan } from '../plan.ts';
import { Backward } from './backward.ts';
import { Forward } from './forward.ts';
import { RowStore } from './row-store.ts';
import type { Sweep } from './sweep.ts';

/** Forward and, where asked for, backward pass, item by item, with stores that live as long as the solve. */
export class ItemSolver {
  private readonly sweep: Sweep;
  private readonly plan: PassPlan;
  private readonly store: RowStore;
  /** Only for a Hessian product: moves of D. */
  private readonly moves: RowStore | undefined;
  private readonly forward: Forward;
  private readonly backward: Backward | undefined;
  private readonly keep: boolean;

  constructor(sweep: Sweep, plan: PassPlan) {
    this.sweep = sweep;
    this.plan = plan;
    this.keep = needsBackward(sweep.request);
    this.store = new RowStore(sweep.rows, plan.storeSize);
    this.moves = sweep.request.hessianProduct === undefined ? undefined : new RowStore(sweep.rows, plan.storeSize);
    this.forward = new Forward(sweep, this.store, this.moves);
    this.backward = this.keep ? new Backward(sweep, this.store, this.forward) : undefined;
  }

  /** The item that the sweep has open. Yields cells done. */
  *solve(): Generator<number, void, void> {
    const { sweep, forward, plan } = this;
    const { rows, writer, minimum, gamma, item, ends } = sweep;
    const checkpoints: Checkpoint[] = [];
    let passing: Checkpoint | undefined;
    forward.open();
    for (let from = 0; from < rows.count; from += plan.height) {
      if (from === 0) this.openBlock(0);
      else {
        const checkpoint = this.takeCheckpoint(from, passing);
        if (this.keep) checkpoints[from / plan.height] = checkpoint;
        else passing = checkpoint;
        this.restoreBlock(from, checkpoint);
      }
      yield* forward.block(from, Math.min(rows.count, from + plan.height), true);
    }

    const endWeights = new Float64Array(ends.count);
    const value = minimum.evaluate(forward.endCosts, ends.count, gamma, endWeights);
    writer.value(item, value);
    if (this.backward === undefined || value === Infinity) return;

    const seed = sweep.request.upstream?.[item] ?? 1;
    const change = new Float64Array(ends.count);
    if (this.moves !== undefined) minimum.secondOrderProduct(forward.endCosts, ends.count, gamma, endWeights, forward.endMoves, change);
    this.backward.open(endWeights.map((weight) => seed * weight), change.map((move) => seed * move));
    const lastBlock = Math.floor((rows.count - 1) / plan.height) * plan.height;
    for (let from = lastBlock; from >= 0; from -= plan.height) {
      const to = Math.min(rows.count, from + plan.height);
      if (from < lastBlock) {
        if (from === 0) this.openBlock(0);
        else this.restoreBlock(from, checkpoints[from / plan.height]);
        yield* forward.block(from, to, false);
      }
      yield* this.backward.block(from, to);
    }
    if (sweep.request.temperatureGradient === true) {
      const atEnd = seed * minimum.temperatureDerivative(forward.endCosts, ends.count, gamma, endWeights);
      writer.temperatureDerivative(item, atEnd + this.backward.temperature);
    }
  }

  private openBlock(from: number): void {
    this.store.open(from);
    this.moves?.open(from);
  }

  private takeCheckpoint(from: number, reuse: Checkpoint | undefined): Checkpoint {
    const size = this.keep ? this.store.checkpointSize(from) : this.plan.passingSize;
    const checkpoint = reuse ?? {
      distances: new Float64Array(size),
      moves: new Float64Array(this.moves === undefined ? 0 : size),
    };
    this.store.save(from, checkpoint.distances);
    this.moves?.save(from, checkpoint.moves);
    return checkpoint;
  }

  private restoreBlock(from: number, checkpoint: Checkpoint): void {
    this.store.restore(from, checkpoint.distances);
    this.moves?.restore(from, checkpoint.moves);
  }
}

/** The rows before a block: accumulated costs and, for a Hessian product, how they move. */
interface Checkpoint {
  readonly distances: Float64Array;
  readonly moves: Float64Array;
}
