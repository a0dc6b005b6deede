import { createDag, enumeratePaths, solveDag } from '@rubato/core';
import { hardmin, minimumFunctions, softmin, sparsemin } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { pathCost, randomDag } from '../support/random-dag.ts';
import { expectRefusal } from '../support/refusal.ts';

describe('solveDag', () => {
  it.each([softmin, hardmin])('$name over the graph is $name over all its paths, with the same gradient', (minimum) => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.2, 1, 7), (seed, gamma) => {
        const { dag, costs } = randomDag(choose(seed));
        const paths = [...enumeratePaths(dag, costs)];
        const lengths = Float64Array.from(paths, (path) => pathCost(costs, path));
        const weights = new Float64Array(paths.length);
        const value = minimum.evaluate(lengths, paths.length, gamma, weights);
        const solution = solveDag(dag, costs, minimum, gamma);
        if (paths.length === 0) {
          expect(solution.value).toBe(Infinity);
          return;
        }
        expect(solution.value).toBeCloseTo(value, 10);
        const marginals = new Float64Array(costs.length);
        paths.forEach((path, p) => path.forEach((edge) => void (marginals[edge] += weights[p])));
        marginals.forEach((marginal, e) => expect(solution.edgeMarginals[e]).toBeCloseTo(marginal, 10));
        const derivative = minimum.temperatureDerivative(lengths, paths.length, gamma, weights);
        expect(solution.temperatureDerivative).toBeCloseTo(derivative, 10);
      }),
      { numRuns: 500 },
    );
  });

  it('sparsemin over the graph is not sparsemin over all its paths', () => {
    const dag = createDag(3, [
      [0, 1],
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
    const costs = Float64Array.of(0, 0.1, 0.2, 0.3);
    const lengths = Float64Array.from([...enumeratePaths(dag)], (path) => pathCost(costs, path));
    const global = sparsemin.evaluate(lengths, lengths.length, 1, new Float64Array(lengths.length));
    expect(Math.abs(solveDag(dag, costs, sparsemin, 1).value - global)).toBeGreaterThan(1e-3);
  });

  it.each(Object.values(minimumFunctions))('$name: marginals and temperature derivative are finite differences', (minimum) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = choose(seed);
        const { dag, costs } = randomDag(random);
        const gamma = 0.5 + random.unit();
        const { value, edgeMarginals, temperatureDerivative } = solveDag(dag, costs, minimum, gamma);
        if (value === Infinity) return;
        const direction = Float64Array.from(costs, () => 2 * random.unit() - 1);
        const step = 1e-6;
        const moved = (by: number): number =>
          solveDag(
            dag,
            costs.map((cost, e) => cost + by * direction[e]),
            minimum,
            gamma,
          ).value;
        const slopes = [(value - moved(-step)) / step, (moved(step) - value) / step];
        const slope = edgeMarginals.reduce((sum, marginal, e) => sum + marginal * direction[e], 0);
        // On a kink the two one-sided slopes differ, and the derivative lies between them.
        expect(slope).toBeGreaterThanOrEqual(Math.min(...slopes) - 1e-5);
        expect(slope).toBeLessThanOrEqual(Math.max(...slopes) + 1e-5);
        const warmer = solveDag(dag, costs, minimum, gamma + step).value;
        const colder = solveDag(dag, costs, minimum, gamma - step).value;
        expect(temperatureDerivative).toBeCloseTo((warmer - colder) / (2 * step), 4);
      }),
      { numRuns: 200 },
    );
  });

  it('without a path: Infinity, and gradients 0', () => {
    const dag = createDag(3, [
      [0, 1],
      [0, 1],
    ]);
    expect(solveDag(dag, Float64Array.of(1, 2), softmin, 1)).toMatchObject({
      value: Infinity,
      edgeMarginals: Float64Array.of(0, 0),
      nodeMarginals: Float64Array.of(0, 0, 0),
      temperatureDerivative: 0,
    });
    const forbidden = solveDag(createDag(2, [[0, 1]]), Float64Array.of(Infinity), softmin, 1);
    expect([forbidden.value, forbidden.edgeMarginals[0]]).toEqual([Infinity, 0]);
  });

  it('of a single node is 0', () => {
    expect(solveDag(createDag(1, []), new Float64Array(), softmin, 1)).toMatchObject({ value: 0, nodeMarginals: Float64Array.of(1) });
  });

  it('refuses bad costs and temperatures', () => {
    const dag = createDag(2, [[0, 1]]);
    expectRefusal(() => solveDag(dag, Float64Array.of(NaN), softmin, 1), { argument: 'costs', index: [0], found: 'NaN' });
    expectRefusal(() => solveDag(dag, Float64Array.of(1), softmin, 0), { argument: 'temperature', found: '0' });
  });
});
