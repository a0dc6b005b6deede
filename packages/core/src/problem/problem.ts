import type { Band, BandInput } from './band.ts';
import type { Boundary, BoundaryInput } from './boundary.ts';
import type { BandedCost, Cost, DenseCost, DeviceCost, FeaturesCost, GatheredCost } from './cost.ts';
import type { StepTable, StepTableInput } from './table.ts';

/** A step (i, j) comes from cell (n - i, m - j). */
export type Step = readonly [rows: number, columns: number];

export type Precision = 'float32' | 'float64';

/** Everything of a dDTW problem but its cost: what a preset makes. */
export interface Parameterization {
  /** Whole numbers ≥ 0, not both 0, each step once. */
  readonly steps: readonly Step[];
  /** Factors on the cost of the cell that a step enters, ≥ 0; `Infinity` forbids the step. Default 1. */
  readonly stepWeights?: StepTableInput;
  /** Costs added to a step; `Infinity` forbids it. Default 0. */
  readonly stepPenalties?: StepTableInput;
  /** Where a path may start. Default the corner (0, 0). */
  readonly start?: BoundaryInput;
  /** Where a path may end. Default the corner (N-1, M-1). */
  readonly end?: BoundaryInput;
  readonly band?: BandInput;
  /** The name of a minimum function. Default `softmin`. */
  readonly minimum?: string;
  /** γ > 0, one for all items or one per item. Default 1. */
  readonly temperature?: number | ArrayLike<number>;
  /** The number of columns of each item, where the parameterization knows them (label presets do). */
  readonly columnLengths?: ArrayLike<number>;
  /** The class of each column, shape [B, M], where the parameterization knows it: the `index` of a `gathered` cost. */
  readonly columnClasses?: Int32Array;
}

type Loosely<C> = C extends unknown
  ? Omit<C, 'shape'> & { readonly shape: readonly [number, number] | readonly [number, number, number] }
  : never;

/** A cost as a caller gives it: [N, M] stands for a batch of one. */
export type CostInput = Loosely<DenseCost> | Loosely<BandedCost> | Loosely<GatheredCost> | Loosely<FeaturesCost> | DeviceCost;

/** What `normaliseProblem` takes. */
export interface ProblemInput extends Parameterization {
  readonly cost: CostInput;
  /** The number of rows of each item, for ragged batches; default N for all. */
  readonly rowLengths?: ArrayLike<number>;
  /** Default: the precision of the cost's arrays. */
  readonly precision?: Precision;
}

/**
 * A checked dDTW problem: plain, structured-cloneable data, made by `normaliseProblem` only. Backends trust it.
 *
 * `D(n,m) = μ_γ({D(n-i_s, m-j_s) + W(n,m,s)·C(n,m) + P(n,m,s)} ∪ {start candidates})`, value `μ_γ({end candidates})`
 * (Zeitler & Müller 2026, Algorithm 1, with additive step penalties and weighted boundary candidates).
 */
export interface AlignmentProblem {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowLengths: Int32Array;
  readonly columnLengths: Int32Array;
  readonly cost: Cost;
  readonly steps: readonly Step[];
  readonly stepWeights: StepTable;
  readonly stepPenalties: StepTable;
  readonly start: Boundary;
  readonly end: Boundary;
  readonly band?: Band;
  readonly minimum: string;
  /** γ of each item, shape [B]. */
  readonly temperature: Float64Array;
  readonly precision: Precision;
}
