import type { DeviceNumbers } from '../device/gpujs.ts';
import type { NamedProgram } from '../kernels/minimum.ts';
import { candidateMoves, edgeMoves, endMoves, weightedMoves } from '../kernels/second-order.ts';
import type { Backward } from './backward.ts';
import { byCost, onwards } from './backward.ts';
import type { Direction } from './direction.ts';
import type { Forward } from './forward.ts';
import { Ends } from './forward.ts';
import type { LatticeRun } from './lattice-run.ts';

/** How the forward pass moves. */
interface Moves {
  /** Of B, [S + 1, batch, places]. */
  readonly weights: readonly DeviceNumbers[];
  /** Of the final minimum's weights, [candidates, batch, 1]. */
  readonly end: DeviceNumbers;
}

/**
 * The Hessian product for a direction, by fronts [1, batch, places]: how H, or E, moves when the costs, or a penalty on cells, move
 * along it (Mensch & Blondel 2018, applied to Algorithms 1 and 2). Counts no places: its sweeps are part of forward and backward.
 */
export function* hessianProduct(
  run: LatticeRun,
  program: NamedProgram,
  pass: Forward,
  { alignment }: Backward,
  direction: Direction,
): Generator<number, readonly DeviceNumbers[], void> {
  const { scope, prepared, slots } = run;
  const { count, reach } = prepared.cells.fronts;
  const moves = yield* forwardMoves(run, program, pass, direction);
  const outside = run.filled(0, slots);
  const edges: DeviceNumbers[] = [];
  const products: DeviceNumbers[] = [];
  for (let t = count - 1; t >= 0; t--) {
    const own = onwards(run, edges, t, moves.end, outside);
    edges[t] = run.front(edgeMoves, slots, [own, pass.weights[t], alignment[t], moves.weights[t]]);
    products[t] = direction.alongCost ? byCost(run, edges[t], t, moves.end) : own;
    if (direction.alongCost) scope.release(own);
    if (t + reach < count) scope.release(edges[t + reach]);
    yield 0;
  }
  return products;
}

/** How D and the minimum's weights move along the direction. */
function* forwardMoves(run: LatticeRun, program: NamedProgram, pass: Forward, direction: Direction): Generator<number, Moves, void> {
  const { scope, prepared, gamma, slots } = run;
  const { batch, width, fronts } = prepared.cells;
  const { count, length, reach } = fronts;
  const [product, outside] = [run.minimum(program, 'product'), run.filled(0, 1)];
  const distances: DeviceNumbers[] = [];
  const weights: DeviceNumbers[] = [];
  const ends = new Ends(run, 1, 0);
  for (let t = 0; t < count; t++) {
    const along = run.front(candidateMoves(reach), slots, [
      ...run.neighbours(distances, t, -1, outside),
      pass.candidates[t],
      run.backwardPlanes(t),
      run.table(t),
      direction.cells.subarray(t * width, (t + 1) * width),
      run.moves,
      length,
      batch,
      slots - 1,
      ...run.tableStrides,
      direction.alongCost ? 1 : 0,
    ]);
    distances[t] = run.front(weightedMoves, 1, [pass.weights[t], along, slots]);
    weights[t] = run.front(product, slots, [pass.candidates[t], along, gamma, slots]);
    ends.collect(distances[t], t);
    scope.release(along);
    scope.release(pass.candidates[t]);
    if (t >= reach) scope.release(distances[t - reach]);
    yield 0;
  }
  const along = run.ends(endMoves, [ends.collected(), pass.end.candidates, direction.ends, batch]);
  return { weights, end: run.ends(product, [pass.end.candidates, along, gamma, prepared.end.count]) };
}
