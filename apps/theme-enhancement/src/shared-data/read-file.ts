import { InvalidArgumentError } from '@rubato/core';
import { FileFormatError, readNpy } from '@rubato/io';
import type { DType, NumericArray } from '@rubato/io';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** No file of the data is a tenth as large. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * The bytes of a file of the data; the size is looked at before anything is read.
 *
 * @throws InvalidArgumentError where the folder has no such file; FileFormatError where it is too large
 */
export function readBytes(folder: string, path: string): Uint8Array {
  const whole = join(folder, path);
  const file = statSync(whole, { throwIfNoEntry: false });
  if (file?.isFile() !== true) {
    throw new InvalidArgumentError({
      argument: 'folder',
      found: `${folder}, without ${path}`,
      expected: 'the folder of the shared themes',
    });
  }
  if (file.size > MOST_BYTES) throw new FileFormatError('unknown', `${path} has ${file.size} bytes, ${MOST_BYTES} at most are read`);
  return readFileSync(whole);
}

/** What an array must be; a side may be left open. */
export interface ArrayDescription<Type extends DType> {
  readonly dtype: Type;
  readonly shape: readonly (number | undefined)[];
}

/**
 * An .npy file of the data, of a known type and shape.
 *
 * @throws InvalidArgumentError where there is none; FileFormatError where it is malformed or another array than expected
 */
export function readArray<Type extends DType>(folder: string, path: string, { dtype, shape }: ArrayDescription<Type>): NumericArray<Type> {
  const array = readNpy(readBytes(folder, path), { maxBytes: MOST_BYTES });
  const fits = array.shape.length === shape.length && shape.every((side, axis) => side === undefined || side === array.shape[axis]);
  if (array.dtype !== dtype || !fits) {
    const sides = shape.map((side) => side ?? 'any').join(', ');
    throw new FileFormatError('npy', `${path} is ${array.dtype} [${array.shape.join(', ')}]; expected ${dtype} [${sides}]`);
  }
  return array as NumericArray as NumericArray<Type>;
}

/** Checks each number of an array of the data, and names the first that is wrong. */
export function checkNumbers(path: string, data: ArrayLike<number>, isRight: (value: number) => boolean, expected: string): void {
  for (let k = 0; k < data.length; k++) {
    if (!isRight(data[k])) throw new FileFormatError('npy', `${path}: number ${k} is ${data[k]}; expected ${expected}`);
  }
}
