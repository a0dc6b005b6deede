import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from './support/refusal.ts';

const WORD = 2n ** 32n;
const rotateLeft = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (32n - by))) % WORD;

/** splitmix32 and xoshiro128** as published, in whole numbers modulo 2^32. */
function published(seed: bigint): () => bigint {
  let source = seed;
  const seeds = Array.from({ length: 4 }, () => {
    source = (source + 0x9e3779b9n) % WORD;
    let z = source;
    z = ((z ^ (z >> 16n)) * 0x21f0aaadn) % WORD;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) % WORD;
    return z ^ (z >> 15n);
  });
  return () => {
    const result = (rotateLeft((seeds[1] * 5n) % WORD, 7n) * 9n) % WORD;
    const shifted = (seeds[1] << 9n) % WORD;
    seeds[2] ^= seeds[0];
    seeds[3] ^= seeds[1];
    seeds[1] ^= seeds[2];
    seeds[0] ^= seeds[3];
    seeds[2] ^= shifted;
    seeds[3] = rotateLeft(seeds[3], 11n);
    return result;
  };
}

describe('createRandom', () => {
  it.each([0, 1, 42, 0x7fffffff, 0x80000000, 0xffffffff])('seed %i: the published generators, 27 and 26 bits at a time', (seed) => {
    const words = published(BigInt(seed));
    const random = createRandom(seed);
    for (let i = 0; i < 1000; i++) {
      const bits = (words() >> 5n) * 2n ** 26n + (words() >> 6n);
      expect(random()).toBe(Number(bits) / 2 ** 53);
    }
  });

  it('looks at the low 32 bits of the seed', () => {
    const first = (seed: number): number => createRandom(seed)();
    expect([first(2 ** 32 + 5), first(-1)]).toEqual([first(5), first(2 ** 32 - 1)]);
    expect(first(1)).not.toBe(first(2));
  });

  it('is uniform: χ² over 256 cells, serial pairs included, and stays in [0, 1)', () => {
    const random = createRandom(2026);
    const draws = 256_000;
    const cells = new Float64Array(256);
    const pairs = new Float64Array(256);
    let previous = 0;
    for (let i = 0; i < draws; i++) {
      const value = random();
      if (!(value >= 0 && value < 1)) expect.fail(`${value} is not in [0, 1)`);
      cells[Math.floor(256 * value)]++;
      pairs[16 * Math.floor(16 * previous) + Math.floor(16 * value)]++;
      previous = value;
    }
    const chiSquare = (counts: Float64Array): number => counts.reduce((sum, count) => sum + (count - draws / 256) ** 2 / (draws / 256), 0);
    // 255 degrees of freedom: between 190 and 330 but for about one in a thousand.
    for (const counts of [cells, pairs]) {
      expect(chiSquare(counts)).toBeGreaterThan(190);
      expect(chiSquare(counts)).toBeLessThan(330);
    }
  });

  it.each([[0.5], [NaN], [Infinity], ['1'], [undefined], [2 ** 53]])('refuses the seed %s', (seed) => {
    expectRefusal(() => createRandom(seed as number), { argument: 'seed' });
  });
});
