import { createDag, dagHessianProduct, solveDag } from '@rubato/core';
import { minimumFunctions, softmin, sparsemin } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { randomDag } from '../support/random-dag.ts';
import { expectRefusal } from '../support/refusal.ts';

describe('dagHessianProduct', () => {
  it.each(Object.values(minimumFunctions))('$name: is how the edge marginals move', (minimum) => {
    let compared = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = choose(seed);
        const { dag, costs } = randomDag(random);
        const gamma = 0.5 + random.unit();
        const solution = solveDag(dag, costs, minimum, gamma);
        const direction = Float64Array.from(costs, () => 2 * random.unit() - 1);
        const product = dagHessianProduct(dag, costs, minimum, gamma, solution, direction);
        if (solution.value === Infinity) {
          expect(product.every((entry) => entry === 0)).toBe(true);
          return;
        }
        const step = 1e-5;
        const moved = (by: number) =>
          solveDag(
            dag,
            costs.map((cost, e) => cost + by * direction[e]),
            minimum,
            gamma,
          );
        const [back, ahead] = [moved(-step), moved(step)];
        // Where an edge joins or leaves the support, marginals have a kink: there is no derivative to compare with.
        const onKink = costs.some((_, e) => (back.weights[e] === 0) !== (ahead.weights[e] === 0));
        if (onKink && minimum.weightsOnSimplex) return;
        compared++;
        product.forEach((entry, e) => expect(entry).toBeCloseTo((ahead.edgeMarginals[e] - back.edgeMarginals[e]) / (2 * step), 4));
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(softmin, sparsemin), (seed, minimum) => {
        const random = choose(seed);
        const { dag, costs } = randomDag(random);
        const solution = solveDag(dag, costs, minimum, 1);
        const [a, b] = [0, 1].map(() => Float64Array.from(costs, () => 2 * random.unit() - 1));
        const inner = (left: Float64Array, right: Float64Array): number => left.reduce((sum, entry, e) => sum + entry * right[e], 0);
        const [forth, back] = [
          inner(a, dagHessianProduct(dag, costs, minimum, 1, solution, b)),
          inner(b, dagHessianProduct(dag, costs, minimum, 1, solution, a)),
        ];
        expect(forth).toBeCloseTo(back, 10);
      }),
      { numRuns: 300 },
    );
  });

  it('does not look at directions along forbidden edges', () => {
    const dag = createDag(2, [
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    const costs = Float64Array.of(0, Infinity, 0);
    const solution = solveDag(dag, costs, softmin, 1);
    expect([...dagHessianProduct(dag, costs, softmin, 1, solution, Float64Array.of(1, NaN, 0))]).toEqual([-0.25, 0, 0.25]);
  });

  it('refuses what does not fit', () => {
    const dag = createDag(2, [[0, 1]]);
    const costs = Float64Array.of(1);
    const solution = solveDag(dag, costs, softmin, 1);
    const product =
      (direction: Float64Array, gamma = 1, of = costs) =>
      () =>
        dagHessianProduct(dag, of, softmin, gamma, solution, direction);
    expectRefusal(product(Float64Array.of(NaN)), { argument: 'direction', index: [0], found: 'NaN', expected: 'a number within ±1e+60' });
    expectRefusal(product(Float64Array.of(1e61)), { argument: 'direction', index: [0] });
    expectRefusal(product(Float64Array.of(1, 2)), { argument: 'direction', found: '2 long', expected: '1 numbers, one per edge' });
    expectRefusal(product(Float64Array.of(1), -1), { argument: 'temperature' });
    expectRefusal(product(Float64Array.of(1), 1, Float64Array.of(-Infinity)), { argument: 'costs', index: [0] });
    const other = solveDag(createDag(2, []), new Float64Array(), softmin, 1);
    expectRefusal(() => dagHessianProduct(dag, costs, softmin, 1, other, costs), { argument: 'solution.weights', found: '0 long' });
  });
});
