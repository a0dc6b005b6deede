import type { Wanted } from '@rubato/core/fronts';
import type { DeviceNumbers } from '../device/gpujs.ts';
import { alignment, edges, gradient, product } from '../kernels/backward.ts';
import type { Forward } from './forward.ts';
import type { LatticeRun } from './lattice-run.ts';

/** The backward pass, by fronts, for an upstream gradient of 1; what nobody asked for is empty. */
export interface Backward {
  /** E, [1, batch, places]. */
  readonly alignment: readonly DeviceNumbers[];
  /** H, [1, batch, places]. */
  readonly gradient: readonly DeviceNumbers[];
  /** Marginals of steps and the start, [S + 1, batch, places]. */
  readonly edges: readonly DeviceNumbers[];
  /** E·∂μ/∂γ, [1, batch, places]. */
  readonly slopes: readonly DeviceNumbers[];
}

/** Algorithm 2 front by front: each front asks the later ones for their marginals. Yields the places of each front. */
export function* backward(run: LatticeRun, pass: Forward, wanted: Wanted): Generator<number, Backward, void> {
  const { scope, prepared, slots } = run;
  const { count, reach } = prepared.cells.fronts;
  const outside = run.filled(0, slots);
  const all: Record<keyof Backward, DeviceNumbers[]> = { alignment: [], gradient: [], edges: [], slopes: [] };
  for (let t = count - 1; t >= 0; t--) {
    const own = onwards(run, all.edges, t, pass.end.weights, outside);
    all.edges[t] = run.front(edges, slots, [own, pass.weights[t]]);
    if (wanted.gradient) all.gradient[t] = byCost(run, all.edges[t], t, pass.end.weights);
    if (pass.slopes.length > 0) all.slopes[t] = run.front(product, 1, [own, pass.slopes[t]]);
    if (!wanted.hessian) {
      scope.release(pass.weights[t]);
      if (pass.slopes.length > 0) scope.release(pass.slopes[t]);
    }
    if (wanted.alignment || wanted.hessian) all.alignment[t] = own;
    else scope.release(own);
    if (!wanted.edges && t + reach < count) scope.release(all.edges[t + reach]);
    yield prepared.cells.width;
  }
  return { ...all, alignment: wanted.alignment || wanted.hessian ? all.alignment : [], edges: wanted.edges ? all.edges : [] };
}

/** What goes back to the cells of front t: E, where `later` are marginals and `ends` the weights of the final minimum. */
export function onwards(
  run: LatticeRun,
  later: readonly DeviceNumbers[],
  t: number,
  ends: DeviceNumbers,
  outside: DeviceNumbers,
): DeviceNumbers {
  const { batch, fronts } = run.prepared.cells;
  const neighbours = run.neighbours(later, t, 1, outside);
  return run.front(alignment(fronts.reach), 1, [
    ...neighbours,
    ends,
    run.backwardPlanes(t),
    run.moves,
    fronts.length,
    batch,
    run.slots - 1,
  ]);
}

/** How marginals into the cells of front t move with the cells' costs. */
export function byCost(run: LatticeRun, marginals: DeviceNumbers, t: number, ends: DeviceNumbers): DeviceNumbers {
  const { batch, fronts } = run.prepared.cells;
  return run.front(gradient, 1, [
    marginals,
    ends,
    run.backwardPlanes(t),
    run.table(t),
    fronts.length,
    batch,
    run.slots - 1,
    ...run.tableStrides,
  ]);
}
