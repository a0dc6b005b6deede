import type { RandomGenerator } from '@rubato/core';

/** A number in [from, to). */
export function drawBetween(random: RandomGenerator, from: number, to: number): number {
  return from + (to - from) * random();
}

/** One of the choices, each as probable as any other. */
export function drawOne<T>(random: RandomGenerator, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)];
}

/** A number of the normal distribution with mean 0 and variance 1: Box and Muller. */
export function drawNormal(random: RandomGenerator): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The numbers 0 to count - 1 in random order: Fisher and Yates. */
export function drawOrder(random: RandomGenerator, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}
