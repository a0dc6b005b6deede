import { checkWhole, isList, refuse } from '../check.ts';
import type { TargetRowsInput } from './target-rows.ts';

/** Features over time: [N, D] or [B, N, D]. */
export type FeatureSequence = TargetRowsInput;

/** Checked sequences: frame n of item b is `data` from `(b·frames + n)·dimension` on. */
export interface Sequences {
  readonly data: ArrayLike<number>;
  readonly batch: number;
  readonly frames: number;
  readonly dimension: number;
}

/** Refuses what is of a wrong shape. */
export function readSequence(argument: string, sequence: FeatureSequence): Sequences {
  if (typeof sequence !== 'object' || sequence === null) refuse(argument, sequence, 'an object with data and shape');
  const { data, shape } = sequence;
  if (!isList(shape) || (shape.length !== 2 && shape.length !== 3)) refuse(`${argument}.shape`, shape, '[N, D] or [B, N, D]');
  const sides: readonly number[] = shape.length === 2 ? [1, ...shape] : shape;
  sides.forEach((side) => checkWhole(`${argument}.shape`, side, 1, 2 ** 31 - 1));
  const [batch, frames, dimension] = sides;
  const size = batch * frames * dimension;
  if (!isList(data) || data.length !== size) refuse(`${argument}.data`, data, `${size} numbers, the product of the shape`);
  return { data, batch, frames, dimension };
}

/** The frames of one item, copied and checked. */
export function itemOf(argument: string, { data, frames, dimension }: Sequences, b: number, N: number): Float64Array {
  return Float64Array.from({ length: N * dimension }, (_, i) => {
    const value = data[b * frames * dimension + i];
    if (Math.abs(value) <= 1e60) return value;
    return refuse(`${argument}.data`, value, 'a finite number of at most 1e60', [b, Math.floor(i / dimension), i % dimension]);
  });
}
