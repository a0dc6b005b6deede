import type { TimeErrorOptions } from '@rubato/gdtw';
import { isTensor, refuse } from '../check.ts';
import type { BatchName } from './item-errors.ts';
import { readItemNumbers } from './item-numbers.ts';

/** The part of y's time that errors of warps are measured on, both ends in the unit of positions: one number for all, or a list [B]. */
export interface WarpSpan {
  /** Default: each truth's first position. */
  readonly from?: number | ArrayLike<number>;
  /** Above `from`. Default: each truth's last position. */
  readonly to?: number | ArrayLike<number>;
}

/** The span of each item, and what its ends are called in errors. */
export interface ReadSpan {
  of(item: number): TimeErrorOptions;
  names(item: number): Readonly<Record<string, BatchName>>;
}

/** Reads spans; whether the warps cover them is for the loss to check. */
export function readWarpSpan({ from, to }: WarpSpan, batch: number): ReadSpan {
  const given = Object.entries({ from, to }).filter(([, end]) => end !== undefined);
  const ends = given.map(([name, end]) => {
    if (isTensor(end)) refuse(`options.${name}`, end, `a number or a list: there is no gradient by ${name}`);
    return [name, readItemNumbers(`options.${name}`, end, { batch })] as const;
  });
  return {
    of: (item) => Object.fromEntries(ends.map(([name, numbers]) => [name, numbers.of(item)[0]])),
    names: (item) =>
      Object.fromEntries(
        ends.map(([, numbers]) => [numbers.argument, () => ({ argument: numbers.argument, index: numbers.place(item, 0) })]),
      ),
  };
}
