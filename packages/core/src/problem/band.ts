/**
 * What a caller may give for a band.
 *
 * - `sakoeChiba`: `|m - n·(M-1)/(N-1)| ≤ radius` with the item's own lengths (N = 1: all columns; Sakoe & Chiba 1978).
 * - `itakura`: both cones of slope `slope` ≥ 1 about the same normalised diagonal (Itakura 1975).
 * - `ranges`: columns `first` to `last`, both included, of each row; shape [N] for all items or [B, N]; both non-decreasing.
 */
export type BandInput =
  | { readonly kind: 'sakoeChiba'; readonly radius: number }
  | { readonly kind: 'itakura'; readonly slope: number }
  | { readonly kind: 'ranges'; readonly first: ArrayLike<number>; readonly last: ArrayLike<number> };

/** Row ranges, shape [B|1, N]: cells outside are not part of the lattice. `last < first` is an empty row. */
export interface Band {
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Distance between items: N, or 0 where all items share one band. */
  readonly batchStride: number;
}
