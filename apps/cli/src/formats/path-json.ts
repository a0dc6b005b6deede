import { toDense } from '@rubato/core';
import { encodeJson } from '@rubato/io';
import { UsageError } from '../errors.ts';
import type { AlignmentResult } from './result.ts';

/** JavaScript strings end at 2^29 characters; base64 takes four for three bytes. */
const MOST_BYTES = 2 ** 28;

/**
 * The result as one object: cost, path as [row, column] pairs, rows, columns, backend, milliseconds; under a soft minimum also its
 * value. With `matrix` the soft alignment too, [rows, columns].
 *
 * @throws UsageError for a soft alignment that no JSON text can hold
 */
export function resultJson(result: AlignmentResult, matrix: boolean): string {
  const { cost, value, path, rows, columns, backend, milliseconds, softAlignment } = result;
  const soft = matrix && softAlignment !== undefined ? denseAlignment(result) : undefined;
  if (soft !== undefined && soft.data.byteLength > MOST_BYTES) {
    throw new UsageError('the soft alignment is too large for JSON; write it with --out FILE.npz');
  }
  return `${encodeJson({ cost, value, path: pairsOf(path), rows, columns, backend, milliseconds, softAlignment: soft })}\n`;
}

/** A path as [row, column] pairs. */
export function pairsOf(path: Int32Array): readonly (readonly [number, number])[] {
  return Array.from({ length: path.length / 2 }, (_, i) => [path[2 * i], path[2 * i + 1]] as const);
}

/** The soft alignment in full. */
export function denseAlignment({ softAlignment, rows, columns }: AlignmentResult): {
  readonly dtype: 'float32' | 'float64';
  readonly shape: readonly [number, number];
  readonly data: Float32Array | Float64Array;
} {
  const data = toDense(softAlignment!);
  return { dtype: data instanceof Float32Array ? 'float32' : 'float64', shape: [rows, columns], data };
}
