import type { NumericArray } from '@rubato/io';

/** What an array holds, in a line. */
export interface Summary {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Of the finite numbers; absent where there is none. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly mean?: number;
  /** How many numbers are NaN, and how many plus or minus infinity. */
  readonly nan: number;
  readonly infinite: number;
}

/** Looks at every number once. The mean is summed with the rounding errors kept (Kahan 1965). */
export function summarise({ dtype, shape, data }: NumericArray): Summary {
  let minimum = Infinity;
  let maximum = -Infinity;
  let sum = 0;
  let lost = 0;
  let nan = 0;
  let infinite = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (Number.isNaN(value)) nan++;
    else if (Math.abs(value) === Infinity) infinite++;
    else {
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
      const term = value - lost;
      const next = sum + term;
      lost = next - sum - term;
      sum = next;
    }
  }
  const finite = data.length - nan - infinite;
  return { dtype, shape, ...(finite === 0 ? {} : { minimum, maximum, mean: sum / finite }), nan, infinite };
}
