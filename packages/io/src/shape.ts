/** numpy's own limit on the number of dimensions. */
export const MOST_DIMENSIONS = 64;

/** Whether a value from a file is a shape: a list of at most 64 safe integers ≥ 0. */
export function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= MOST_DIMENSIONS && value.every(isSide);
}

/** Whether a value is a safe integer ≥ 0. */
export function isSide(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A copy in which each -0, which JSON can hold, is a 0. */
export function withoutNegativeZero(shape: readonly number[]): readonly number[] {
  return shape.map((side) => side + 0);
}

/** The product of the sides (1 for no sides), or undefined when it is beyond 2^53 - 1. */
export function elementCount(shape: readonly number[]): number | undefined {
  // A side of 0 empties the array however large the others are.
  if (shape.includes(0)) return 0;
  let count = 1;
  for (const side of shape) {
    count *= side;
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count;
}

/** A shape as numpy prints it, for messages. */
export function describeShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
