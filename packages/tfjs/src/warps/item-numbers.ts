import { InvalidArgumentError } from '@rubato/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkTensor, inWords, isList, isTensor, refuse } from '../check.ts';
import { readForWarps } from './read-for-warps.ts';

/** Numbers for the items of a batch: one for all, a list for all, a list per item, or a tensor that broadcasts likewise. */
export type ItemNumbersInput = number | ArrayLike<number> | readonly ArrayLike<number>[] | Tensor;

/** What an input may have for each item: one number, or up to `width` of them. */
export interface ItemSides {
  readonly batch: number;
  /** Absent: an item has one number. */
  readonly width?: number;
  /** How many of them each item has; default: all. */
  readonly counts?: ArrayLike<number>;
}

/** Numbers of each item, wherever they came from. */
export interface ItemNumbers {
  readonly argument: string;
  /** What gradients are asked by; absent for what the host gave. */
  readonly tensor?: Tensor;
  /** The numbers of item b. */
  of(item: number): Float64Array;
  /** Where number k of item b stands in what was given; undefined for a single number. */
  place(item: number, k: number): readonly number[] | undefined;
  /** Adds a gradient by the numbers of item b to one by the tensor. */
  accumulate(item: number, gradient: ArrayLike<number>, into: Float64Array): void;
}

/** Reads numbers that broadcast to [B], or to [B, width]; the values themselves are for the problem to check. */
export function readItemNumbers(argument: string, value: unknown, sides: ItemSides): ItemNumbers {
  const { batch, width, counts } = sides;
  const { shape, data, tensor } = flatten(argument, value, sides);
  const [items, each] = width === undefined ? [shape[0] ?? 1, 1] : [1, 1, ...shape].slice(-2);
  const countOf = (item: number): number => counts?.[item] ?? width ?? 1;
  if (shape.length > (width === undefined ? 1 : 2) || ![1, batch].includes(items) || ![1, width ?? 1].includes(each)) {
    const expected = width === undefined ? `a number, or [${batch}]` : `a number, [${width}], or [${batch}, ${width}]`;
    throw new InvalidArgumentError({ argument, found: inWords(value), expected });
  }
  const at = (item: number, k: number): number => (items === 1 ? 0 : item) * each + (each === 1 ? 0 : k);
  return {
    argument,
    ...(tensor === undefined ? {} : { tensor }),
    of: (item) => Float64Array.from({ length: countOf(item) }, (_, k) => data[at(item, k)]),
    place(item, k) {
      const whole = [items === 1 ? 0 : item, each === 1 ? 0 : k];
      return shape.length === 0 ? undefined : width === undefined ? [whole[0]] : whole.slice(2 - shape.length);
    },
    accumulate(item, gradient, into) {
      for (let k = 0; k < gradient.length; k++) into[at(item, k)] += gradient[k];
    },
  };
}

interface Flat {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  readonly tensor?: Tensor;
}

function flatten(argument: string, value: unknown, { batch, width, counts }: ItemSides): Flat {
  if (isTensor(value)) {
    checkTensor(argument, value, value.shape.map(String));
    const tensor = value as unknown as Tensor;
    return { shape: tensor.shape, data: readForWarps(tensor, argument), tensor };
  }
  if (typeof value === 'number') return { shape: [], data: [value] };
  if (!isList(value)) refuse(argument, value, 'a number, a list, a list per item, or a float32 tensor');
  if (width === undefined || !isList(value[0])) {
    checkListOfNumbers(argument, value, []);
    return { shape: [value.length], data: value };
  }
  if (value.length !== batch) refuse(argument, value, `${batch} lists, one per item`);
  const data = new Float64Array(batch * width);
  for (let b = 0; b < batch; b++) {
    const row = value[b];
    const count: number = counts?.[b] ?? width;
    if (!isList(row) || (row.length !== count && row.length !== width)) {
      const expected = count === width ? `a list of ${width} numbers` : `a list of ${count} numbers, or ${width} with padding`;
      refuse(argument, row, expected, [b]);
    }
    checkListOfNumbers(argument, row, [b]);
    data.set(row, b * width);
  }
  return { shape: [batch, width], data };
}

/** Anything else would be converted without a word. */
function checkListOfNumbers(argument: string, list: ArrayLike<unknown>, index: readonly number[]): asserts list is ArrayLike<number> {
  for (let k = 0; k < list.length; k++) if (typeof list[k] !== 'number') refuse(argument, list[k], 'a number', [...index, k]);
}
