import { isList, refuse } from '@rubato/core/check';

export { checkOptions, checkWhole, isList, refuse } from '@rubato/core/check';

/** A range of numbers that an argument may take; ends belong to it. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

export function checkNumber(argument: string, value: unknown, { least, most }: NumberRange, index?: readonly number[]): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  return refuse(argument, value, `a number from ${least} to ${most}`, index);
}

/** A copy of a list of `length` numbers in a range. */
export function checkNumbers(argument: string, value: unknown, length: number, range: NumberRange): Float64Array {
  if (!isList(value) || value.length !== length) return refuse(argument, value, `a list of ${length} numbers`);
  const numbers = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    const number: unknown = value[k];
    numbers[k] =
      typeof number === 'number' && number >= range.least && number <= range.most ? number : checkNumber(argument, number, range, [k]);
  }
  return numbers;
}

/** One number for all, or a list with a number for each. */
export function spread(argument: string, value: unknown, length: number, range: NumberRange): Float64Array {
  if (isList(value)) return checkNumbers(argument, value, length, range);
  return new Float64Array(length).fill(checkNumber(argument, value, range));
}
