import { refuse } from '../check.ts';

/** Powers or amplitudes. */
export interface ExponentOptions {
  /** 2 (default): powers, squared magnitudes, are summed; 1: magnitudes. */
  readonly exponent?: 1 | 2;
}

export function checkExponent({ exponent = 2 }: ExponentOptions, argument: string): 1 | 2 {
  return exponent === 1 || exponent === 2 ? exponent : refuse(`${argument}.exponent`, exponent, '1 or 2');
}

/** Powers to magnitudes, in place, where the exponent is 1. */
export function raise(power: Float64Array, exponent: 1 | 2): void {
  if (exponent === 1) for (let k = 0; k < power.length; k++) power[k] = Math.sqrt(power[k]);
}
