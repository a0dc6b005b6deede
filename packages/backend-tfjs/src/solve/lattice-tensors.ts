import { FORBIDDEN, LIMIT } from '@rubato/core/fronts';
import type { Prepared } from '../lattice/prepare.ts';
import type { Tensor } from '../tfjs.ts';
import type { TensorScope } from './tensor-scope.ts';

/** The tensors of a problem; `width` is batch times places of a front, S the number of steps. */
export class LatticeTensors {
  readonly scope: TensorScope;
  readonly prepared: Prepared;
  /** Costs of cells, 0 where forbidden, [fronts, width]. */
  readonly costs: Tensor;
  /** The sentinel where a cell is forbidden, else 0, [fronts, width]. */
  readonly barriers: Tensor;
  /** [fronts or 1, width or 1, S]. */
  readonly stepWeights: Tensor;
  readonly stepPenalties: Tensor;
  /** [fronts, width]. */
  readonly startMultipliers: Tensor;
  readonly startCosts: Tensor;
  /** γ of each place of a front, [width, 1]. */
  readonly gamma: Tensor;
  /** γ of each item, [batch, 1]. */
  readonly itemGamma: Tensor;
  /** Candidates before the first front, [batch, reach + length], all forbidden. */
  readonly before: Tensor;

  constructor(scope: TensorScope, prepared: Prepared) {
    const { tf } = scope;
    const { cells, steps, start, units } = prepared;
    const { batch, width, fronts } = cells;
    this.scope = scope;
    this.prepared = prepared;
    const all = [fronts.count, width];
    const [costs, barriers] = scope.step(() => {
      const source = tf.tensor1d(prepared.source, 'float32');
      const own = tf.reshape(tf.gather(source, tf.tensor1d(prepared.sourceIndex, 'int32')), all);
      const forbidden = tf.greater(own, LIMIT);
      return [tf.where(forbidden, 0, own), tf.where(forbidden, FORBIDDEN, tf.zerosLike(own))].map((tensor) => scope.hold(tensor));
    });
    this.costs = costs;
    this.barriers = barriers;
    const upload = (values: Float32Array, shape: readonly number[]): Tensor => scope.hold(tf.tensor(values, [...shape], 'float32'));
    this.stepWeights = upload(steps.weights, steps.shape);
    this.stepPenalties = upload(steps.penalties, steps.shape);
    this.startMultipliers = upload(start.multipliers, all);
    this.startCosts = upload(start.costs, all);
    this.itemGamma = upload(units.gamma, [batch, 1]);
    this.gamma = scope.step(() => scope.hold(tf.reshape(tf.tile(this.itemGamma, [1, fronts.length]), [width, 1])));
    this.before = scope.step(() => scope.hold(tf.broadcastTo(tf.scalar(FORBIDDEN), [batch, fronts.placesReach + fronts.length])));
  }

  /** Front t of a tensor [fronts, width], as [width]. */
  front(tensor: Tensor, t: number): Tensor {
    const { tf } = this.scope;
    const { width } = this.prepared.cells;
    return tf.reshape(tf.slice(tensor, [t, 0], [1, width]), [width]);
  }

  /** Front t of a step table, as [width or 1, S]. */
  table(tensor: Tensor, t: number): Tensor {
    const { tf } = this.scope;
    const [count, places, steps] = this.prepared.steps.shape;
    return tf.reshape(tf.slice(tensor, [count > 1 ? t : 0, 0, 0], [1, places, steps]), [places, steps]);
  }

  /**
   * What stands where the steps into front t come from, [width, S].
   *
   * @param fronts earlier fronts with `reach` places in front of them, [batch, reach + length]
   * @param outside what stands before the first front
   */
  arriving(fronts: readonly Tensor[], t: number, outside: Tensor): Tensor {
    const { tf } = this.scope;
    const { batch, width, fronts: cut } = this.prepared.cells;
    const columns = cut.moves.map(({ fronts: back, places }) => {
      const from = back <= t ? fronts[t - back] : outside;
      return tf.reshape(tf.slice(from, [0, cut.placesReach - places], [batch, cut.length]), [width]);
    });
    return tf.stack(columns, 1);
  }

  /**
   * What goes back from later fronts to the cells of front t, summed, [width]; undefined where nothing does.
   *
   * @param edges later fronts' numbers for each step and the start, [width, S + 1]
   */
  returning(edges: readonly Tensor[], t: number): Tensor | undefined {
    const { tf } = this.scope;
    const { batch, width, fronts: cut } = this.prepared.cells;
    const slots = cut.moves.length + 1;
    const sums: Tensor[] = [];
    cut.moves.forEach(({ fronts: ahead, places }, s) => {
      const kept = cut.length - places;
      if (t + ahead >= cut.count || kept <= 0) return;
      const later = tf.reshape(edges[t + ahead], [batch, cut.length, slots]);
      const own = tf.reshape(tf.slice(later, [0, places, s], [batch, kept, 1]), [batch, kept]);
      sums.push(
        tf.reshape(
          tf.pad(own, [
            [0, 0],
            [0, places],
          ]),
          [width],
        ),
      );
    });
    return sums.length === 0 ? undefined : sums.reduce((sum, own) => tf.add(sum, own));
  }

  /** Puts `reach` places in front of each item's, so that steps may come from there. */
  padded(front: Tensor, outside: number): Tensor {
    const { tf } = this.scope;
    const { batch, fronts } = this.prepared.cells;
    return tf.pad(
      tf.reshape(front, [batch, fronts.length]),
      [
        [0, 0],
        [fronts.placesReach, 0],
      ],
      outside,
    );
  }

  /** Padded fronts as one tensor [fronts, width]. */
  joined(fronts: readonly Tensor[]): Tensor {
    const { tf } = this.scope;
    const { batch, width, fronts: cut } = this.prepared.cells;
    const stacked = tf.stack([...fronts], 0);
    return tf.reshape(tf.slice(stacked, [0, 0, cut.placesReach], [cut.count, batch, cut.length]), [cut.count, width]);
  }
}
