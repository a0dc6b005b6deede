import { InvalidArgumentError } from '@rubato/core';

/** What is to blame for a number, where it stands, and what the number is. */
interface NumberName {
  readonly argument: string;
  readonly index?: readonly number[] | undefined;
  /** `discrepancy`, `gradient`. */
  readonly what: string;
}

/**
 * Numbers as a tensor holds them. What float32 has no number for is refused: an `Infinity` would spoil whatever is computed of it.
 *
 * @throws InvalidArgumentError by the name of the first number that is beyond float32
 */
export function roundNumbers(numbers: ArrayLike<number>, nameOf: (place: number) => NumberName): Float32Array {
  const rounded = new Float32Array(numbers);
  for (let k = 0; k < rounded.length; k++) {
    if (Math.abs(rounded[k]) < Infinity) continue;
    const { argument, index, what } = nameOf(k);
    throw new InvalidArgumentError({
      argument,
      ...(index === undefined ? {} : { index }),
      found: `of ${what} ${numbers[k]}`,
      expected: 'one that float32 can hold, below 3.4e38',
    });
  }
  return rounded;
}

/** Where number `place` of a tensor stands. */
export function indexIn(shape: readonly number[], place: number): readonly number[] | undefined {
  const index: number[] = [];
  for (const side of shape.toReversed()) {
    index.unshift(place % side);
    place = Math.floor(place / side);
  }
  return shape.length === 0 ? undefined : index;
}
