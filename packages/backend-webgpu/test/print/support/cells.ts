import type { MinimumFunction } from '@rubato/minimum';
import { FAR } from '../../../src/print/mathematics.ts';
import { randomNumbers } from './random.ts';

/** Excesses of candidates and directions, all of them float32 numbers. */
export interface Cell {
  readonly excesses: Float32Array;
  readonly direction: Float32Array;
}

/** Excesses over the least: 0 at one or two of them, some forbidden, ties, some near and some far off. */
function randomCell(count: number, gamma: number, random: () => number): Cell {
  const spread = [0.1, 1, 3, 30][Math.floor(4 * random())] * gamma;
  const excesses = Float32Array.from({ length: count }, () => {
    const kind = random();
    if (kind < 0.2) return FAR;
    if (kind < 0.25) return 1e4;
    return spread * random();
  });
  for (let k = 1; k < count; k++) if (random() < 0.1) excesses[k] = excesses[k - 1];
  excesses[Math.floor(count * random())] = 0;
  const direction = excesses.map((x) => (x === Math.fround(FAR) ? 0 : 4 * random() - 2));
  return { excesses, direction };
}

export interface CellAnswer {
  readonly value: number;
  readonly weights: Float64Array;
  readonly temperatureDerivative: number;
  readonly product: Float64Array;
}

/** What the record says in float64. */
export function answerOf(minimum: MinimumFunction, { excesses, direction }: Cell, gamma: number): CellAnswer {
  const count = excesses.length;
  const candidates = Float64Array.from(excesses, (x) => (x === Math.fround(FAR) ? Infinity : x));
  const weights = new Float64Array(count);
  const product = new Float64Array(count);
  const value = minimum.evaluate(candidates, count, gamma, weights);
  minimum.secondOrderProduct(candidates, count, gamma, weights, Float64Array.from(direction), product);
  return { value, weights, temperatureDerivative: minimum.temperatureDerivative(candidates, count, gamma, weights), product };
}

export const randomCells = (cells: number, count: number, gamma: number, seed: number): Cell[] => {
  const random = randomNumbers(seed);
  return Array.from({ length: cells }, () => randomCell(count, gamma, random));
};

/** The greatest differences, value and product in units of γ and of direction/γ. NaN where there is any NaN. */
export interface Errors {
  value: number;
  weights: number;
  temperatureDerivative: number;
  product: number;
}

/**
 * Takes the differences of one cell into `errors`. On a kink float32 and float64 may choose different supports, each
 * with a right product of its own: there the product is not compared.
 */
export function compare(errors: Errors, printed: CellAnswer, wanted: CellAnswer, gamma: number): void {
  const widen = (name: keyof Errors, difference: number): void => {
    if (!(Math.abs(difference) <= errors[name])) errors[name] = Math.abs(difference);
  };
  widen('value', (printed.value - wanted.value) / gamma);
  widen('temperatureDerivative', printed.temperatureDerivative - wanted.temperatureDerivative);
  const sameSupport = wanted.weights.every((weight, i) => (weight === 0) === (printed.weights[i] === 0) || Math.abs(weight) < 1e-30);
  wanted.weights.forEach((weight, i) => {
    widen('weights', printed.weights[i] - weight);
    if (sameSupport) widen('product', (printed.product[i] - wanted.product[i]) * gamma);
  });
}
