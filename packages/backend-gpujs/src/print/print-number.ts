/** The largest magnitude that is printed, for Infinity too. */
const LARGEST = 3e38;

/**
 * A number as text; float32 holds it.
 *
 * @throws RangeError for NaN, and what is no number
 */
export function printNumber(value: number): string {
  if (typeof value !== 'number' || Number.isNaN(value)) throw new RangeError(`a constant of the program is ${String(value)}`);
  return value < 0 ? `(-${printNumber(-value)})` : String(Math.min(value, LARGEST));
}
