import { expect, it } from 'vitest';
import { startAdam, stepAdam } from '../../src/training/adam.ts';
import { clipByNorm } from '../../src/training/parameters.ts';

it('moves by the learning rate at first, whatever the gradient, and then by what it remembers', () => {
  const weights = new Map([['w', Float32Array.of(1, 1, 1)]]);
  const adam = startAdam(weights);
  stepAdam(adam, weights, new Map([['w', Float32Array.of(5, -0.01, 0)]]), 0.1);
  const [a, b, c] = weights.get('w')!;
  expect(a).toBeCloseTo(0.9, 5);
  expect(b).toBeCloseTo(1.1, 5);
  expect(c).toBe(1);
  // The second step by the formula: m̂ = (0.9·0.1·5 + 0.1·1)/0.19, v̂ = (0.999·0.001·25 + 0.001·1)/0.001999.
  stepAdam(adam, weights, new Map([['w', Float32Array.of(1, 0, 0)]]), 0.1);
  const mean = (0.9 * 0.1 * 5 + 0.1) / 0.19;
  const square = (0.999 * 0.001 * 25 + 0.001) / (1 - 0.999 ** 2);
  expect(weights.get('w')![0]).toBeCloseTo(0.9 - (0.1 * mean) / Math.sqrt(square), 4);
  expect(adam.steps).toBe(2);
});

it('shortens gradients that are too long, all by the same factor', () => {
  const gradients = new Map([
    ['a', Float32Array.of(3, 0)],
    ['b', Float32Array.of(4)],
  ]);
  expect(clipByNorm(gradients, 10)).toBe(5);
  expect([...gradients.get('a')!]).toEqual([3, 0]);
  expect(clipByNorm(gradients, 2.5)).toBe(5);
  expect([...gradients.get('a')!, ...gradients.get('b')!]).toEqual([1.5, 0, 2]);
});
