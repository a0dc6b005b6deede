import type { Tensor } from '../tfjs.ts';
import type { Forward } from './forward.ts';
import type { LatticeTensors } from './lattice-tensors.ts';

/** The backward pass, by fronts, for an upstream gradient of 1. */
export interface Backward {
  /** E, [width]. */
  readonly alignment: readonly Tensor[];
  /** H, [width]; none where nobody asked. */
  readonly gradient: readonly Tensor[];
  /** Marginals of steps and the start, [width, S + 1]; none where nobody asked. */
  readonly edges: readonly Tensor[];
  /** Σ E·∂μ/∂γ of each front's places, [width]; none where nobody asked. */
  readonly slopes: readonly Tensor[];
}

/** What to keep of a backward pass. */
export interface BackwardWants {
  readonly gradient: boolean;
  readonly edges: boolean;
}

/** Algorithm 2 front by front: each front asks the later ones for their marginals. Yields the places of each front. */
export function* backward(lattice: LatticeTensors, pass: Forward, wants: BackwardWants): Generator<number, Backward, void> {
  const { scope, prepared } = lattice;
  const { tf } = scope;
  const { count, moves } = prepared.cells.fronts;
  const furthest = Math.max(...moves.map(({ fronts }) => fronts));
  const alignment: Tensor[] = [];
  const gradient: Tensor[] = [];
  const edges: Tensor[] = [];
  const slopes: Tensor[] = [];
  const seeds = scope.step(() => scope.hold(atCells(lattice, pass.end.weights)));
  const factors = scope.step(() => scope.hold(atCells(lattice, tf.mul(pass.end.weights, pass.end.multipliers))));
  for (let t = count - 1; t >= 0; t--) {
    scope.step(() => {
      const seed = lattice.front(seeds, t);
      const later = lattice.returning(edges, t);
      const own = later === undefined ? seed : tf.add(seed, later);
      alignment[t] = scope.hold(own);
      edges[t] = scope.hold(tf.mul(tf.expandDims(own, 1), pass.weights[t]));
      if (wants.gradient) gradient[t] = scope.hold(tf.add(byCost(lattice, edges[t], t), lattice.front(factors, t)));
      if (pass.slopes.length > 0) slopes[t] = scope.hold(tf.mul(own, pass.slopes[t]));
    });
    if (!wants.edges && t + furthest < count) scope.release(edges[t + furthest]);
    yield prepared.cells.width;
  }
  return { alignment, gradient, edges: wants.edges ? edges : [], slopes };
}

/** Numbers of end candidates, [batch, candidates], where their cells stand, [fronts, width]. */
export function atCells({ scope: { tf }, prepared: { cells, end } }: LatticeTensors, numbers: Tensor): Tensor {
  const size = cells.batch * end.candidates;
  const withNone = tf.concat([tf.reshape(numbers, [size]), tf.zeros([1])], 0);
  return tf.reshape(tf.gather(withNone, tf.tensor1d(end.candidateOf, 'int32')), [cells.fronts.count, cells.width]);
}

/** How marginals into the cells of front t, [width, S + 1], move with the cells' costs: weighted by step weights and multipliers. */
function byCost(lattice: LatticeTensors, edges: Tensor, t: number): Tensor {
  return lattice.scope.tf.sum(lattice.scope.tf.mul(edges, costFactors(lattice, t)), 1);
}

/** ∂candidate/∂C of the cells of front t, [width, S + 1]. */
export function costFactors(lattice: LatticeTensors, t: number): Tensor {
  const { scope, prepared } = lattice;
  const { tf } = scope;
  const { width } = prepared.cells;
  const weights = lattice.table(lattice.stepWeights, t);
  const steps = weights.shape[1]!;
  return tf.concat([tf.broadcastTo(weights, [width, steps]), tf.expandDims(lattice.front(lattice.startMultipliers, t), 1)], 1);
}
