import { refuse } from '@rubato/core/check';

export { checkOptions, checkWhole, checkWord, inWords, isList, refuse } from '@rubato/core/check';

/** Refuses a step weight that no problem takes. */
export function checkWeight(argument: string, value: unknown, index?: readonly number[]): void {
  if (typeof value === 'number' && (value === Infinity || (value >= 0 && value <= 1e140))) return;
  refuse(argument, value, 'a number from 0 to 1e140, or Infinity to forbid the step', index);
}
