import type { GoldenFailure } from '@rubato/conformance';
import type { Comparison } from './comparison.ts';

/** The entry that is farthest from what was expected, with its error and what is allowed. */
export function judge(id: string, { quantity, actual, expected, absolute, relative }: Comparison): GoldenFailure {
  if (actual.length !== expected.length) {
    const [found, wanted] = [actual.length, expected.length];
    return { id, quantity: `${quantity}.length`, error: Infinity, tolerance: 0, position: -1, actual: found, expected: wanted };
  }
  let largest = 0;
  let error = 0;
  let position = 0;
  for (let k = 0; k < expected.length; k++) {
    largest = Math.max(largest, Math.abs(expected[k]));
    const distance = actual[k] === expected[k] ? 0 : Math.abs(actual[k] - expected[k]);
    if (distance <= error) continue;
    // NaN is as wrong as can be.
    error = Number.isNaN(distance) ? Infinity : distance;
    position = k;
  }
  return {
    id,
    quantity,
    error,
    tolerance: absolute + relative * largest,
    position,
    actual: actual[position],
    expected: expected[position],
  };
}
