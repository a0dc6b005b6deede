/** The largest magnitude that is printed, for Infinity too: that of a forbidden cost. */
const largest = 3e38;
/** The least normal float32: below it a device may see 0. */
const least = 1.1754944e-38;

/**
 * A number as a WGSL literal that float32 holds: clamped to ±3e38, and away from 0 to the least normal number.
 *
 * @throws RangeError for NaN
 */
export function printNumber(value: number): string {
  if (Number.isNaN(value)) throw new RangeError('a constant of the program is NaN');
  if (value < 0) return `-${printNumber(-value)}`;
  if (value === 0) return '0.0';
  const text = String(Math.min(Math.max(value, least), largest)).replace('e+', 'e');
  return /[.e]/.test(text) ? text : `${text}.0`;
}
