import type { FloatArray } from '@rubato/costs';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { loadArray } from '../files/load-array.ts';
import { toFloats } from '../files/load-features.ts';
import { plural } from '../formats/quantities.ts';

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

/**
 * The frames of each item, all where nothing is said.
 *
 * @throws UsageError for another number of them than items, or one beyond the file's frames
 */
export function checkLengths(lengths: readonly number[] | undefined, { batch, length, name }: Batch): readonly number[] {
  if (lengths === undefined) return new Array<number>(batch).fill(length);
  if (lengths.length !== batch)
    throw new UsageError(`--lengths has ${plural(lengths.length, 'number')}, ${name} has ${plural(batch, 'item')}`);
  const wrong = lengths.findIndex((frames) => frames > length);
  if (wrong >= 0) throw new UsageError(`--lengths: item ${wrong} has ${lengths[wrong]}, ${name} has ${plural(length, 'frame')} an item`);
  return lengths;
}
