import type { FloatArray } from '@rubato/costs';
import type { LatticeShape } from '../problem/cost.ts';
import type { Precision } from '../problem/problem.ts';

/**
 * How an item ended: solved; without any path, and why; or with a cost that is no number, which only `device` costs can have, since
 * nobody can look at them beforehand.
 */
export type ItemStatus =
  | { readonly kind: 'solved' }
  | { readonly kind: 'infeasible'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Where the rows of a banded array lie: row (b, n) has columns first to last at `offset[b·N + n]` (in cells). */
export interface RowRanges {
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly offset: Float64Array;
}

/**
 * Numbers on the cells of the lattice, `depth` per cell (1, or S for edges). Without `band` a full array [B, N, M, depth];
 * with it only the cells inside. `toDense` expands.
 */
export interface LatticeArray {
  readonly data: FloatArray;
  readonly shape: LatticeShape;
  readonly depth: number;
  readonly band?: RowRanges;
  /** What stands outside the band and the item's lengths: 0, or Infinity for accumulated costs. */
  readonly fill: number;
}

/** A flat array with its shape. */
export interface ShapedArray {
  readonly data: FloatArray;
  readonly shape: readonly number[];
}

/** Gradients by the cost's own arrays, by its kind. */
export type InputGradient =
  | { readonly kind: 'dense' | 'banded'; readonly data: FloatArray }
  | { readonly kind: 'gathered'; readonly values: FloatArray }
  | { readonly kind: 'features'; readonly x: FloatArray; readonly y: FloatArray };

/** Gradients by boundary candidates, shape [B, K] each; 0 past an item's own candidates. */
export interface BoundaryGradient {
  readonly startMultiplier: ShapedArray;
  readonly startPenalty: ShapedArray;
  readonly endMultiplier: ShapedArray;
  readonly endPenalty: ShapedArray;
}

/** The answer of a backend. Arrays belong to the caller. What was not asked for is absent. */
export interface AlignmentSolution {
  readonly backend: string;
  readonly precision: Precision;
  /** The value of each item, shape [B]; `Infinity` where there is no path. */
  readonly values: FloatArray;
  readonly status: readonly ItemStatus[];
  readonly gradient?: LatticeArray;
  readonly inputGradient?: InputGradient;
  readonly softAlignment?: LatticeArray;
  readonly accumulatedCost?: LatticeArray;
  readonly stepWeightGradient?: ShapedArray | LatticeArray;
  readonly stepPenaltyGradient?: ShapedArray | LatticeArray;
  /** ∂value/∂γ, shape [B]. */
  readonly temperatureGradient?: FloatArray;
  readonly boundaryGradient?: BoundaryGradient;
  readonly edgeMarginals?: LatticeArray;
  /** In the order of the request. */
  readonly marginals?: readonly ShapedArray[];
  readonly hessianProduct?: LatticeArray;
  /** Per item: (row, column) pairs from start to end; empty where there is no path. */
  readonly paths?: readonly Int32Array[];
  /** The cost of each best path, shape [B]. */
  readonly pathCosts?: FloatArray;
}

/**
 * A lattice array in full: [B, N, M] or [B, N, M, depth] in row-major order.
 *
 * @param array any lattice array of a solution
 * @returns its data where it has no band (not a copy), else a new array
 *
 * @example
 * ```ts
 * import { toDense } from '@rubato/core';
 * const band = { first: Int32Array.of(0, 1), last: Int32Array.of(0, 1), offset: Float64Array.of(0, 1) };
 * const diagonal = { data: Float64Array.of(7, 8), shape: [1, 2, 2] as const, depth: 1, band, fill: 0 };
 * Array.from(toDense(diagonal)); // → [7, 0, 0, 8]
 * ```
 */
export function toDense(array: LatticeArray): FloatArray {
  const { band, data, depth, fill } = array;
  if (band === undefined) return data;
  const [batch, rows, columns] = array.shape;
  const size = batch * rows * columns * depth;
  const dense = data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  if (fill !== 0) dense.fill(fill);
  for (let row = 0; row < batch * rows; row++) {
    if (band.last[row] < band.first[row]) continue;
    const from = band.offset[row] * depth;
    const width = (band.last[row] - band.first[row] + 1) * depth;
    dense.set(data.subarray(from, from + width), (row * columns + band.first[row]) * depth);
  }
  return dense;
}
