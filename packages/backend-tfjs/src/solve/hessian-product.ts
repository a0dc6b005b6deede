import type { Program } from '@rubato/expression';
import { minimumOutputs } from '../program/minimum-outputs.ts';
import type { Tensor } from '../tfjs.ts';
import type { Backward } from './backward.ts';
import { atCells, costFactors } from './backward.ts';
import { frontCandidates, marked } from './candidates.ts';
import type { Forward } from './forward.ts';
import type { LatticeTensors } from './lattice-tensors.ts';

/** How the forward pass moves. */
interface Moves {
  /** Of B, [width, S + 1]. */
  readonly weights: readonly Tensor[];
  /** Of the final minimum's weights, [batch, candidates]. */
  readonly end: Tensor;
}

/**
 * The Hessian product for a direction [fronts, width], by fronts [width]: how H, or E, moves when the costs, or a penalty on cells,
 * move along the direction (Mensch & Blondel 2018, applied to Algorithms 1 and 2). Counts no places: its sweeps are part of forward
 * and backward.
 */
export function* hessianProduct(
  lattice: LatticeTensors,
  program: Program,
  pass: Forward,
  { alignment }: Backward,
  direction: Tensor,
  alongCost: boolean,
): Generator<number, readonly Tensor[], void> {
  const { scope, prepared } = lattice;
  const { tf } = scope;
  const { count } = prepared.cells.fronts;
  const moves = yield* forwardMoves(lattice, program, pass, direction, alongCost);
  const seeds = scope.step(() => scope.hold(atCells(lattice, moves.end)));
  const factors = scope.step(() => scope.hold(atCells(lattice, tf.mul(moves.end, pass.end.multipliers))));
  const edges: Tensor[] = [];
  const products: Tensor[] = [];
  for (let t = count - 1; t >= 0; t--) {
    scope.step(() => {
      const seed = lattice.front(seeds, t);
      const later = lattice.returning(edges, t);
      const own = later === undefined ? seed : tf.add(seed, later);
      const column = (tensor: Tensor): Tensor => tf.expandDims(tensor, 1);
      edges[t] = scope.hold(tf.add(tf.mul(column(own), pass.weights[t]), tf.mul(column(alignment[t]), moves.weights[t])));
      const product = alongCost ? tf.add(tf.sum(tf.mul(edges[t], costFactors(lattice, t)), 1), lattice.front(factors, t)) : own;
      products[t] = scope.hold(product);
    });
    yield 0;
  }
  return products;
}

/** How D and the minimum's weights move along the direction. */
function* forwardMoves(
  lattice: LatticeTensors,
  program: Program,
  pass: Forward,
  direction: Tensor,
  alongCost: boolean,
): Generator<number, Moves, void> {
  const { scope, prepared } = lattice;
  const { tf } = scope;
  const { cells, end } = prepared;
  const outside = scope.hold(tf.zerosLike(lattice.before));
  const distances: Tensor[] = [];
  const weights: Tensor[] = [];
  for (let t = 0; t < cells.fronts.count; t++) {
    scope.step(() => {
      const own = tf.expandDims(lattice.front(direction, t), 1);
      const { x, allowed } = frontCandidates(lattice, pass.distances, t);
      const before = tf.concat([lattice.arriving(distances, t, outside), tf.zeros([cells.width, 1])], 1);
      const z = tf.where(allowed, tf.add(before, alongCost ? tf.mul(costFactors(lattice, t), own) : own), 0);
      const [product] = minimumOutputs(tf, program, { x, gamma: lattice.gamma, z }, ['product']);
      distances[t] = scope.hold(lattice.padded(tf.sum(tf.mul(pass.weights[t], z), 1), 0));
      weights[t] = scope.hold(tf.where(allowed, product, 0));
    });
    yield 0;
  }
  const moved = scope.step(() => {
    const at = (tensor: Tensor): Tensor =>
      tf.reshape(tf.gather(tf.reshape(tensor, [cells.size]), pass.end.cells), [cells.batch, end.candidates]);
    const { x, allowed } = marked(lattice, pass.end.x);
    const before = at(lattice.joined(distances));
    const z = tf.where(allowed, alongCost ? tf.add(before, tf.mul(pass.end.multipliers, at(direction))) : before, 0);
    const [product] = minimumOutputs(tf, program, { x, gamma: lattice.itemGamma, z }, ['product']);
    return scope.hold(tf.where(allowed, product, 0));
  });
  return { weights, end: moved };
}
