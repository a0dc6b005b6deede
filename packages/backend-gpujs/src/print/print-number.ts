/** The largest magnitude that is printed, for Infinity too. */
const LARGEST = 3e38;
/** From here on JavaScript prints an exponent, which gpu.js makes no number of GLSL. */
const DIGITS = 1e21;
const FACTOR = 2 ** 66;

/**
 * A number as text that gpu.js translates; float32 holds it.
 *
 * @throws RangeError for NaN
 */
export function printNumber(value: number): string {
  if (Number.isNaN(value)) throw new RangeError('a constant of the program is NaN');
  if (value < 0) return `(-${printNumber(-value)})`;
  const bounded = Math.min(value, LARGEST);
  return bounded < DIGITS ? String(bounded) : `(${FACTOR} * ${bounded / FACTOR})`;
}
