import { checkWhole } from './problem/check.ts';

/** A source of uniform random numbers in [0, 1) with 53 bits. */
export type RandomGenerator = () => number;

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** One step of splitmix32, which spreads a seed over the state. */
function splitMix(state: { value: number }): number {
  state.value = (state.value + 0x9e3779b9) | 0;
  let z = state.value;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

/**
 * Rubato's one random generator: xoshiro128** (Blackman & Vigna 2018), seeded by splitmix32. The same seed gives the same numbers
 * on every machine. Each number takes two 32-bit outputs: 27 bits of the first, 26 of the second.
 *
 * @param seed a whole number; its low 32 bits count
 * @throws InvalidArgumentError for a seed that is no whole number
 *
 * @example
 * ```ts
 * import { createRandom } from '@rubato/core';
 * createRandom(1)() === createRandom(1)(); // → true
 * ```
 */
export function createRandom(seed: number): RandomGenerator {
  checkWhole('seed', seed, Number.MIN_SAFE_INTEGER);
  const source = { value: seed | 0 };
  let a = splitMix(source);
  let b = splitMix(source);
  let c = splitMix(source);
  let d = splitMix(source);
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result >>> 0;
  };
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}
