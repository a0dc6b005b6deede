import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/loss/batch.ts';
import { classCosts, type ClassForm } from '../../src/loss/class-costs.ts';

function frame(numbers: readonly number[]): Batch {
  return { name: 'p.npy', batch: 1, length: 1, dimension: numbers.length, data: Float64Array.from(numbers), shape: [1, numbers.length] };
}

const inside: Readonly<Record<ClassForm, fc.Arbitrary<number>>> = {
  probabilities: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  logProbabilities: fc.double({ min: -9, max: -0.01, noNaN: true }),
  logits: fc.double({ min: -9, max: 9, noNaN: true }),
};

describe('classCosts', () => {
  it('are minus the logarithms of probabilities, in every form', () => {
    expect([...classCosts(frame([1, 0.5, 0]), 'probabilities', [1]).values]).toEqual([0, Math.LN2, Infinity]);
    expect([...classCosts(frame([0, -2, -Infinity]), 'logProbabilities', [1]).values]).toEqual([0, 2, Infinity]);
    const [a, b] = classCosts(frame([1000, 1000]), 'logits', [1]).values;
    expect([a, b]).toEqual([Math.LN2, Math.LN2]);
    // Of a probability near 1 the cost is what is left of it.
    expect(classCosts(frame([1000, 960]), 'logits', [1]).values[0]).toBeCloseTo(Math.exp(-40), 30);
  });

  it.each(Object.keys(inside) as ClassForm[])('pull gradients back to %s as finite differences do', (form) => {
    fc.assert(
      fc.property(
        fc.array(inside[form], { minLength: 2, maxLength: 5 }),
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (numbers, all) => {
          const upstream = Float64Array.from(all.slice(0, numbers.length));
          const value = (at: readonly number[]): number =>
            classCosts(frame(at), form, [1]).values.reduce((sum, cost, d) => sum + upstream[d] * cost, 0);
          const gradient = classCosts(frame(numbers), form, [1]).pullback(upstream);
          for (let d = 0; d < numbers.length; d++) {
            const moved = (by: number): number => value(numbers.map((number, i) => (i === d ? number + by : number)));
            const difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            expect(Math.abs(gradient[d] - difference)).toBeLessThan(1e-5 * (1 + Math.abs(difference)));
          }
        },
      ),
    );
  });

  it('leave a class that no path visits alone, even of probability 0', () => {
    expect([...classCosts(frame([0.5, 0]), 'probabilities', [1]).pullback(Float64Array.of(1, 0))]).toEqual([-2, 0]);
  });

  it.each([
    ['probabilities', 1.5, 'expected a probability from 0 to 1'],
    ['probabilities', -0.1, 'expected a probability from 0 to 1'],
    ['probabilities', NaN, 'expected a probability from 0 to 1'],
    ['logProbabilities', 0.5, 'expected a log-probability'],
    ['logits', -Infinity, 'expected a finite number'],
  ] as const)('refuse as %s the number %d', (form, number, expected) => {
    const batch: Batch = {
      name: 'p.npy',
      batch: 2,
      length: 2,
      dimension: 2,
      data: Float64Array.of(0, 0, 0, 0, 0, 0, 0, number),
      shape: [2, 2, 2],
    };
    expect(() => classCosts(batch, form, [2, 2])).toThrow(`p.npy: item 1, frame 1, class 1 is ${number}; ${expected}`);
    // Behind an item's length nobody looks.
    expect(() => classCosts(batch, form, [2, 1])).not.toThrow();
  });
});
