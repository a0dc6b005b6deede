import type { RandomGenerator } from '@rubato/core';

/** Costs on which probabilities in ordinary numbers, or rescaled row by row, give wrong gradients; the last argument is the cost before. */
export const costShapes: Readonly<Record<string, (random: RandomGenerator, n: number, m: number, before: number) => number>> = {
  'uniform up to 50': (random) => 50 * random(),
  'whole numbers up to 50, so that paths tie': (random) => Math.floor(51 * random()),
  'all equal': () => 1,
  'walls of 50': (random, n, m) => ((n % 7 === 3 && m % 11 !== n % 11) || (m % 9 === 4 && n % 8 !== m % 8) ? 50 : random()),
  'random walks': (random, _n, _m, before) => Math.min(50, Math.max(0, before + 4 * random() - 2)),
  'a valley': (random, n, m) => Math.min(50, Math.abs(n - m) / 2) + random() / 10,
};

/** A matrix of one of these shapes. */
export function makeCosts(shape: string, random: RandomGenerator, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const cost = costShapes[shape];
  const data = new Float32Array(rows * columns);
  let before = 25;
  for (let i = 0; i < data.length; i++) {
    before = cost(random, Math.floor(i / columns), i % columns, before);
    data[i] = before;
  }
  return data;
}

/** The largest difference of two arrays; NaN if either has one. */
export function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < left.length; i++) {
    const difference = Math.abs(left[i] - right[i]);
    if (!(difference <= most)) most = difference;
  }
  return most;
}
