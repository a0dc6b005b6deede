import type { LatticeArray } from '@rubato/core';
import type { Rates } from '../options/parse-rate.ts';

/** What `align` found. */
export interface AlignmentResult {
  /** The cost of the best path. */
  readonly cost: number;
  /** The value under a soft minimum; absent for hardmin, where it is the cost. */
  readonly value?: number;
  /** (row, column) pairs. */
  readonly path: Int32Array;
  readonly rows: number;
  readonly columns: number;
  readonly backend: string;
  readonly milliseconds: number;
  readonly softAlignment?: LatticeArray;
  readonly rates?: Rates;
}
