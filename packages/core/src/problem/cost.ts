import type { FloatArray, LocalCostSpecification } from '@rubato/costs';

/** Batch, rows (elements of the prediction X), columns (elements of the target Y). */
export type LatticeShape = readonly [batch: number, rows: number, columns: number];

/** A cost matrix in full: `data[(b·N + n)·M + m]`. */
export interface DenseCost {
  readonly kind: 'dense';
  readonly data: FloatArray;
  readonly shape: LatticeShape;
}

/**
 * A cost matrix of which only a range of columns per row exists. Row (b, n) holds columns `first[b·N + n]` to
 * `last[b·N + n]`, both included; the rows follow each other in `data` without gaps. `last = first - 1` is an empty row.
 */
export interface BandedCost {
  readonly kind: 'banded';
  readonly data: FloatArray;
  readonly shape: LatticeShape;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/**
 * Costs by class: `C(b, n, m) = values[(b·N + n)·K + index[b·M + m]]`. CTC and its kin never expand posteriors to label columns.
 * `values` has shape [B, N, K] (`classes` = K), `index` has shape [B, M].
 */
export interface GatheredCost {
  readonly kind: 'gathered';
  readonly values: FloatArray;
  readonly shape: LatticeShape;
  readonly classes: number;
  readonly index: Int32Array;
}

/**
 * Two feature sequences and a local cost by name: `C(b, n, m) = c(x[b, n], y[b, m])`, computed row by row when needed, so that no
 * cost matrix stands in memory. `x` has shape [B, N, D], `y` has shape [B, M, D] (`dimension` = D).
 */
export interface FeaturesCost {
  readonly kind: 'features';
  readonly x: FloatArray;
  readonly y: FloatArray;
  readonly shape: LatticeShape;
  readonly dimension: number;
  readonly localCost: LocalCostSpecification;
}

/** A cost matrix that lives on a device: a handle that only the backend named here understands. */
export interface DeviceCost {
  readonly kind: 'device';
  readonly backend: string;
  readonly handle: unknown;
  readonly shape: LatticeShape;
  readonly precision: 'float32' | 'float64';
}

/** Where the costs of the lattice's cells come from. */
export type Cost = DenseCost | BandedCost | GatheredCost | FeaturesCost | DeviceCost;
export type CostKind = Cost['kind'];
