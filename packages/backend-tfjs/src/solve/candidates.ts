import { FORBIDDEN, LIMIT } from '@rubato/core/fronts';
import type { Tensor } from '../tfjs.ts';
import type { LatticeTensors } from './lattice-tensors.ts';

/** Candidates of a minimum at many places, [places, count]: all finite. */
export interface Candidates {
  readonly x: Tensor;
  /** Which of them are allowed. */
  readonly allowed: Tensor;
}

/** The candidates of the cells of front t: the steps in their order, then the start. */
export function frontCandidates(lattice: LatticeTensors, distances: readonly Tensor[], t: number): Candidates {
  const { tf } = lattice.scope;
  const cost = tf.expandDims(lattice.front(lattice.costs, t), 1);
  const barrier = tf.expandDims(lattice.front(lattice.barriers, t), 1);
  const byStep = tf.add(tf.mul(lattice.table(lattice.stepWeights, t), cost), lattice.table(lattice.stepPenalties, t));
  const byStart = tf.expandDims(lattice.front(lattice.startCosts, t), 1);
  const arriving = tf.add(lattice.arriving(distances, t, lattice.before), byStep);
  return marked(lattice, tf.add(tf.concat([arriving, byStart], 1), barrier));
}

/** Makes forbidden candidates equal, whatever they were summed from. */
export function marked({ scope: { tf } }: LatticeTensors, sums: Tensor): Candidates {
  const allowed = tf.less(sums, LIMIT);
  return { x: tf.where(allowed, sums, FORBIDDEN), allowed };
}
