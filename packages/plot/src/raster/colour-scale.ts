import type { Raster } from './raster.ts';

/** How values become colours: those below `least` and above `most` have the colours of the ends. */
export interface ColourScale {
  readonly least: number;
  readonly most: number;
  /** Whether values lie beyond the ends. */
  readonly below: boolean;
  readonly above: boolean;
  /** The place of a value on the map, 0 to 1. */
  place(value: number): number;
}

/** Few values far out must not leave one colour for all others: ends at these parts of the sorted values do instead. */
const TRIMMED = [0.02, 0.98] as const;
/** Ends are moved where that leaves less than this part of the range. */
const WORTH_IT = 0.6;

/**
 * A scale over the values of a raster, undefined where it has none. `squareRoot` is for mass: it brings out small values beside large
 * ones, and begins at 0, where no mass is.
 */
export function colourScale({ values }: Pick<Raster, 'values'>, kind: 'linear' | 'squareRoot'): ColourScale | undefined {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  if (sorted.length === 0) return undefined;
  const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))];
  if (kind === 'squareRoot') return scaleBetween(0, Math.max(0, at(1)), kind);
  let [least, most] = [at(0), at(1)];
  if (at(TRIMMED[1]) - at(TRIMMED[0]) < WORTH_IT * (most - least) && at(TRIMMED[1]) > at(TRIMMED[0])) {
    [least, most] = TRIMMED.map(at);
  }
  return scaleBetween(least, most, kind, { below: least > at(0), above: most < at(1) });
}

/** A scale between two values. */
export function scaleBetween(
  least: number,
  most: number,
  kind: 'linear' | 'squareRoot',
  beyond: { readonly below: boolean; readonly above: boolean } = { below: false, above: false },
): ColourScale {
  // Of the ends each is halved first: their difference may be beyond all numbers.
  const range = most / 2 - least / 2;
  return {
    least,
    most,
    ...beyond,
    place(value) {
      const part = range === 0 ? 0 : Math.min(1, Math.max(0, (value / 2 - least / 2) / range));
      return kind === 'linear' ? part : Math.sqrt(part);
    },
  };
}

/** From 0 to 1. */
export const PROBABILITY: ColourScale = {
  least: 0,
  most: 1,
  below: false,
  above: false,
  place: (value) => Math.min(1, Math.max(0, value)),
};
