import type { FloatArray } from '@rubato/costs';

/** A broadcast table of group numbers, shape [B|1, N|1, M|1, S|1]; -1 belongs to no group. */
export interface GroupTable {
  readonly data: Int32Array;
  readonly shape: readonly [number, number, number, number];
}

/**
 * A sum of edge marginals that is small enough to keep where the marginals themselves are not.
 *
 * - `step`: over all cells, shape [B, S];
 * - `row`, `column`: over the other axis, shapes [B, N, S] and [B, M, S];
 * - `group`: over the edges of each group, shape [B, count];
 * - `transition`: over edges from a column with label a to a column with label b, shape [B, count, count];
 *   `labels` has shape [M] or [B, M], -1 = no label.
 */
export type MarginalReduction =
  | { readonly by: 'step' | 'row' | 'column' }
  | { readonly by: 'group'; readonly groups: GroupTable; readonly count: number }
  | { readonly by: 'transition'; readonly labels: Int32Array; readonly count: number };

/**
 * A direction for a Hessian product, a dense array [B, N, M].
 *
 * - `cost`: `∇²_C value · Z`, the derivative of H when C moves along Z;
 * - `cellPenalty`: the same for a penalty added to each cell whatever the weights, whose first derivative is E.
 */
export interface HessianDirection {
  readonly along: 'cost' | 'cellPenalty';
  readonly direction: FloatArray;
}

/** What to compute beside the value, which always comes. All derivatives are those of Σ_b upstream_b·value_b. */
export interface SolveRequest {
  /** H = ∂value/∂C. */
  readonly gradient?: boolean;
  /** The gradient by the cost's own arrays: values of `gathered`, x and y of `features`, data of `dense` and `banded`. */
  readonly inputGradient?: boolean;
  /** E = ∂value/∂D, the soft alignment. */
  readonly softAlignment?: boolean;
  /** D, the accumulated cost; `Infinity` where no path arrives and outside the lattice. */
  readonly accumulatedCost?: boolean;
  /** ∂value/∂W, summed to the table's own shape or in full [B, N, M, S]. */
  readonly stepWeightGradient?: 'table' | 'full';
  /** ∂value/∂P, which is the edge marginal, summed to the table's own shape or in full. */
  readonly stepPenaltyGradient?: 'table' | 'full';
  /** ∂value/∂γ per item. */
  readonly temperatureGradient?: boolean;
  /** Gradients by the multipliers and penalties of start and end candidates. */
  readonly boundaryGradient?: boolean;
  /** The edge marginals in full [B, N, M, S]. */
  readonly edgeMarginals?: boolean;
  /** Sums of edge marginals. */
  readonly marginals?: readonly MarginalReduction[];
  readonly hessianProduct?: HessianDirection;
  /** The best path of each item under hardmin, whatever the problem's minimum. */
  readonly path?: boolean;
  /** Upstream gradient, shape [B]; default 1 for each item. */
  readonly upstream?: ArrayLike<number>;
}

/** The requests by name, as support tables list them. */
export const requestNames: readonly Exclude<keyof SolveRequest, 'upstream'>[] = [
  'gradient',
  'inputGradient',
  'softAlignment',
  'accumulatedCost',
  'stepWeightGradient',
  'stepPenaltyGradient',
  'temperatureGradient',
  'boundaryGradient',
  'edgeMarginals',
  'marginals',
  'hessianProduct',
  'path',
];

/** Whether anything asked for needs the backward pass. */
export function needsBackward(request: SolveRequest): boolean {
  return requestNames.some((name) => name !== 'accumulatedCost' && name !== 'path' && asks(request, name));
}

/** Whether a request asks for something by name. */
export function asks(request: SolveRequest, name: (typeof requestNames)[number]): boolean {
  const value = request[name];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
