import type { MinimumFunction } from '@rubato/minimum';

// The record's methods on plain arrays, for tests that are not about memory.

export interface Evaluation {
  readonly value: number;
  readonly weights: Float64Array;
}

export function evaluate(minimum: MinimumFunction, candidates: readonly number[], temperature: number): Evaluation {
  const weights = new Float64Array(candidates.length).fill(NaN);
  const value = minimum.evaluate(Float64Array.from(candidates), candidates.length, temperature, weights);
  return { value, weights };
}

export function temperatureDerivative(minimum: MinimumFunction, candidates: readonly number[], temperature: number): number {
  const { weights } = evaluate(minimum, candidates, temperature);
  return minimum.temperatureDerivative(Float64Array.from(candidates), candidates.length, temperature, weights);
}

export function secondOrderProduct(
  minimum: MinimumFunction,
  candidates: readonly number[],
  temperature: number,
  direction: readonly number[],
): Float64Array {
  const { weights } = evaluate(minimum, candidates, temperature);
  const product = new Float64Array(candidates.length).fill(NaN);
  minimum.secondOrderProduct(Float64Array.from(candidates), candidates.length, temperature, weights, Float64Array.from(direction), product);
  return product;
}

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((total, value, i) => total + value * b[i], 0);

/** Whether the same candidates have weight: between two such points no kink of a minimum lies. */
export const sameSupport = (a: Float64Array, b: Float64Array): boolean => a.every((weight, i) => (weight === 0) === (b[i] === 0));
