import { writeNpy, writeNpz, writeSafetensors } from '@rubato/io';

/** Two short sequences. */
export const a: readonly (readonly number[])[] = [
  [0, 1],
  [2, 2],
  [3, 1],
  [3, 0],
];
export const b: readonly (readonly number[])[] = [
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 3],
  [3, 1],
];

/** A table as .npy. */
export function npy(rows: readonly (readonly number[])[]): Uint8Array {
  return writeNpy({ dtype: 'float64', shape: [rows.length, rows[0].length], data: Float64Array.from(rows.flat()) });
}

/** A table as text. */
export function csv(rows: readonly (readonly number[])[]): string {
  return rows.map((row) => `${row.join(',')}\n`).join('');
}

export function transposed(rows: readonly (readonly number[])[]): number[][] {
  return rows[0].map((_, column) => rows.map((row) => row[column]));
}

/** The sequences in every format, either axis. */
export const files: Readonly<Record<string, Uint8Array | string>> = {
  'a.npy': npy(a),
  'b.npy': npy(b),
  'a.csv': csv(a),
  'b.csv': csv(b),
  'at.npy': npy(transposed(a)),
  'bt.npy': npy(transposed(b)),
  'both.npz': writeNpz({
    a: { dtype: 'float32', shape: [4, 2], data: Float32Array.from(a.flat()) },
    b: { dtype: 'int16', shape: [5, 2], data: Int16Array.from(b.flat()) },
  }),
  'b.safetensors': writeSafetensors({ chroma: { dtype: 'float64', shape: [5, 2], data: Float64Array.from(b.flat()) } }),
  'a.json': JSON.stringify(a),
};
