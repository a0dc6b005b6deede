import { refuse } from './check.ts';

/** A number of a saved state: JSON has no infinity. */
export type SavedNumber = number | '-inf';

export function saveNumbers(numbers: Float64Array, count: number): SavedNumber[] {
  return Array.from(numbers.subarray(0, count), (value) => (value === -Infinity ? '-inf' : value));
}

/** A finite number, or `-Infinity`; refuses anything else. */
export function restoreNumber(value: unknown, argument: string, index?: readonly number[]): number {
  if (value === '-inf') return -Infinity;
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(argument, value, "a finite number or '-inf'", index);
}
