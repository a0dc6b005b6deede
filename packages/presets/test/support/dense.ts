import type { DenseCost } from '@rubato/core';

export type Dense = Omit<DenseCost, 'shape'> & { readonly shape: readonly [rows: number, columns: number] };

/** A cost matrix from its rows. */
export function dense(rows: readonly (readonly number[])[]): Dense {
  return { kind: 'dense', data: Float64Array.from(rows.flat()), shape: [rows.length, rows[0].length] };
}
