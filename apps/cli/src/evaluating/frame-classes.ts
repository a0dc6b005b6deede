import type { FloatArray } from '@rubato/costs';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { loadArray } from '../files/load-array.ts';
import { toFloats } from '../files/load-features.ts';

/** What a file says of each frame. */
export interface FrameClasses {
  readonly name: string;
  /** A class for each frame; -1 for a row of zeros, a rest. */
  readonly classes: Int32Array;
  /** The rows, [frames, classes], where the file holds such. */
  readonly rows?: { readonly data: FloatArray; readonly width: number };
}

/**
 * Reads a class for each frame: an array [frames] of class numbers, or [frames, classes], of which the largest number of a row counts
 * (of several the first), and a row of zeros is -1.
 *
 * @throws UsageError for another shape, a class that is no whole number, and NaN
 */
export async function loadFrameClasses(source: string, environment: Environment, maxBytes?: number): Promise<FrameClasses> {
  const array = await loadArray(source, environment, maxBytes);
  const { shape } = array;
  const data = toFloats(array);
  // A table of one column is a list.
  if (shape.length === 1 || (shape.length === 2 && shape[1] === 1))
    return { name: source, classes: Int32Array.from(data, wholeClass(source)) };
  if (shape.length !== 2 || shape[1] === 0) {
    throw new UsageError(`${source} has the shape [${shape.join(', ')}]; give [frames] with class numbers, or [frames, classes]`);
  }
  const [frames, width] = shape;
  const classes = new Int32Array(frames);
  for (let n = 0; n < frames; n++) {
    let best = 0;
    let zero = true;
    for (let k = 0; k < width; k++) {
      const value = data[n * width + k];
      if (Number.isNaN(value)) throw new UsageError(`${source}: frame ${n}, class ${k} is NaN; expected a number`);
      zero &&= value === 0;
      if (value > data[n * width + best]) best = k;
    }
    classes[n] = zero ? -1 : best;
  }
  return { name: source, classes, rows: { data, width } };
}

function wholeClass(source: string): (value: number, n: number) => number {
  return (value, n) => {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
    throw new UsageError(`${source}: frame ${n} is ${value}; expected a class, a whole number`);
  };
}
