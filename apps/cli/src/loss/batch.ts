import type { FloatArray } from '@rubato/costs';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { loadArray } from '../files/load-array.ts';
import { toFloats } from '../files/load-features.ts';

/** Sequences of vectors of one length: [batch, length, dimension]. */
export interface Batch {
  /** The file, for messages. */
  readonly name: string;
  readonly batch: number;
  readonly length: number;
  readonly dimension: number;
  readonly data: FloatArray;
  /** The shape that the file has: gradients get the same. */
  readonly shape: readonly number[];
}

/**
 * Reads one item, shape [frames, dimension], or a batch, [items, frames, dimension].
 *
 * @throws UsageError for another shape, or a side of 0
 */
export async function loadBatch(source: string, environment: Environment, maxBytes?: number): Promise<Batch> {
  const array = await loadArray(source, environment, maxBytes);
  const { shape } = array;
  if ((shape.length !== 2 && shape.length !== 3) || shape.includes(0)) {
    const right = 'one item is [frames, dimension], a batch [items, frames, dimension], no side 0';
    throw new UsageError(`${source} has the shape [${shape.join(', ')}]; ${right}`);
  }
  const [batch, length, dimension] = shape.length === 2 ? [1, ...shape] : shape;
  return { name: source, batch, length, dimension, data: toFloats(array), shape };
}

/** The rows of each item as lists. */
export function rowsOf({ batch, length, dimension, data }: Batch): readonly (readonly FloatArray[])[] {
  return Array.from({ length: batch }, (_, b) =>
    Array.from({ length }, (__, n) => data.subarray((b * length + n) * dimension, (b * length + n + 1) * dimension)),
  );
}
