import type { FloatArray } from '@rubato/costs';
import type { NumericArray } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { plural } from '../formats/quantities.ts';
import { checkBytes } from './check-bytes.ts';
import { loadArray } from './load-array.ts';

/** A sequence of feature vectors, `data[n·dimension + d]`. */
export interface Features {
  /** The file, for messages. */
  readonly name: string;
  readonly frames: number;
  readonly dimension: number;
  readonly data: FloatArray;
}

/** Which axis of a file's array is time: 0, each row is a frame; 1, each column is. */
export type TimeAxis = 0 | 1;

/**
 * Reads a sequence of features: shape [frames, dimension], with `axis` 1 [dimension, frames], or [frames] for one number a frame.
 * float32 stays float32, all other types become float64.
 *
 * @throws UsageError when the array has another shape or no frame
 */
export async function loadFeatures(source: string, axis: TimeAxis, environment: Environment, maxBytes?: number): Promise<Features> {
  const array = await loadArray(source, environment, maxBytes);
  const { shape } = array;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new UsageError(`${source} has the shape [${shape.join(', ')}]; features have two axes, time and dimension`);
  }
  const [frames, dimension] = shape.length === 1 ? [shape[0], 1] : axis === 0 ? shape : [shape[1], shape[0]];
  if (frames === 0 || dimension === 0) {
    throw new UsageError(`${source} has ${plural(frames, 'frame')} of ${plural(dimension, 'feature')}; there is nothing to align`);
  }
  const isTurned = axis === 1 && shape.length === 2;
  checkBytes(`reading ${source} needs`, copiedBytes(array, isTurned), maxBytes);
  const data = toFloats(array);
  return { name: source, frames, dimension, data: isTurned ? transpose(data, dimension, frames) : data };
}

/** What stands beside the file's own numbers: wider ones, and others in another order. */
function copiedBytes({ data }: NumericArray, isTurned: boolean): number {
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  const width = isFloat ? data.BYTES_PER_ELEMENT : Float64Array.BYTES_PER_ELEMENT;
  return data.length * width * ((isFloat ? 0 : 1) + (isTurned ? 1 : 0));
}

/** The numbers of an array as floating-point ones, not copied where they are. */
export function toFloats({ data }: NumericArray): FloatArray {
  return data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data);
}

function transpose(data: FloatArray, rows: number, columns: number): FloatArray {
  const result = data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
  for (let row = 0, from = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = data[from++];
  }
  return result;
}

/**
 * Turns the columns of a sequence cyclically: feature c becomes feature (c + by) mod D. Chroma is transposed by `by` semitones.
 */
export function rotate(features: Features, by: number): Features {
  const { data, dimension } = features;
  const shift = ((by % dimension) + dimension) % dimension;
  if (shift === 0) return features;
  const turned = data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
  for (let from = 0; from < data.length; from += dimension) {
    for (let c = 0; c < dimension; c++) turned[from + ((c + shift) % dimension)] = data[from + c];
  }
  return { ...features, data: turned };
}

/**
 * Refuses two sequences whose frames have different dimensions, and says what would help.
 *
 * @param other what the axes are with the other `--axis`
 */
export function checkSameDimension(a: Features, b: Features, axis: TimeAxis): void {
  if (a.dimension === b.dimension) return;
  const told = ({ name, frames, dimension }: Features): string =>
    `${name} has ${plural(frames, 'frame')} of ${plural(dimension, 'feature')}`;
  const advice =
    a.frames === b.frames
      ? `with --axis ${1 - axis} both would have ${plural(a.frames, 'feature')} a frame`
      : 'both need the same number of features a frame';
  throw new UsageError(`${told(a)}, ${told(b)}: ${advice}`);
}
