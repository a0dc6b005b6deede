import { createDag, enumeratePaths, pathEntropy, samplePaths, solveDag, UnsupportedError } from '@rubato/core';
import { hardmin, smoothmin, softmin, sparsemin } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { gridDag, pathCost, randomDag } from '../support/random-dag.ts';
import { expectRefusal } from '../support/refusal.ts';

const grid = gridDag(3, 3);
const costs = Float64Array.from(grid.tail, (_, e) => ((7 * e) % 5) / 3);
const solution = solveDag(grid, costs, softmin, 0.7);

describe('samplePaths', () => {
  it('gives the same paths for the same seed, others for another', () => {
    const sample = (seed: number): string => samplePaths(grid, solution, 50, seed).join(';');
    expect(sample(5)).toBe(sample(5));
    expect(sample(5)).not.toBe(sample(6));
    // One number per node left, path after path: a longer sample begins with the shorter one.
    expect(sample(5).startsWith(samplePaths(grid, solution, 20, 5).join(';'))).toBe(true);
  });

  it('draws each path with its probability: χ² over the 13 paths', () => {
    const paths = [...enumeratePaths(grid)].map(String);
    const probabilities = [...enumeratePaths(grid)].map((path) => Math.exp((solution.value - pathCost(costs, path)) / 0.7));
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
    const draws = 20_000;
    const counts = new Map<string, number>();
    for (const path of samplePaths(grid, solution, draws, 20_261)) counts.set(String(path), (counts.get(String(path)) ?? 0) + 1);
    expect([...counts.keys()].every((path) => paths.includes(path))).toBe(true);
    const chiSquare = paths.reduce(
      (sum, path, p) => sum + ((counts.get(path) ?? 0) - draws * probabilities[p]) ** 2 / (draws * probabilities[p]),
      0,
    );
    // 12 degrees of freedom: above 32.9 once in a thousand; far below 2 would be as suspicious.
    expect(chiSquare).toBeLessThan(32.9);
    expect(chiSquare).toBeGreaterThan(2);
  });

  it('never takes an edge of weight 0, and draws nothing where there is no path', () => {
    const dag = createDag(3, [
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    const closed = solveDag(dag, Float64Array.of(0, Infinity, 0), softmin, 1);
    expect(samplePaths(dag, closed, 100, 1).every((path) => String(path) === '0,2')).toBe(true);
    const none = solveDag(dag, Float64Array.of(0, Infinity, Infinity), softmin, 1);
    expect(samplePaths(dag, none, 100, 1)).toEqual([]);
    expect(samplePaths(dag, closed, 0, 1)).toEqual([]);
  });

  it('gives what rounding leaves of the weights to the last edge that has one', () => {
    const dag = createDag(2, [
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    const solved = solveDag(dag, Float64Array.of(0, 0, Infinity), softmin, 1);
    const paths = samplePaths(dag, { ...solved, weights: Float64Array.of(0.25, 0.25, 0) }, 400, 3);
    const counts = [0, 1, 2].map((edge) => paths.filter((path) => path[0] === edge).length);
    expect(counts[2]).toBe(0);
    expect(counts[1]).toBeGreaterThan(250);
  });

  it('refuses what does not fit', () => {
    expectRefusal(() => samplePaths(grid, solution, -1, 1), { argument: 'count', found: '-1' });
    expectRefusal(() => samplePaths(grid, solution, 1, 0.5), { argument: 'seed', found: '0.5' });
    expectRefusal(() => samplePaths(createDag(2, []), solution, 1, 1), { argument: 'solution.weights' });
  });
});

describe('pathEntropy', () => {
  it('is -Σ p ln p over all paths', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.1, 1, 10), (seed, gamma) => {
        const random = randomDag(choose(seed));
        const solved = solveDag(random.dag, random.costs, softmin, gamma);
        const entropy = [...enumeratePaths(random.dag, random.costs)].reduce((sum, path) => {
          const logarithm = (solved.value - pathCost(random.costs, path)) / gamma;
          return sum - Math.exp(logarithm) * logarithm;
        }, 0);
        expect(pathEntropy(random.dag, solved)).toBeCloseTo(entropy, 10);
      }),
      { numRuns: 300 },
    );
  });

  it('is -∂value/∂γ', () => {
    expect(pathEntropy(grid, solution)).toBeCloseTo(-solution.temperatureDerivative, 12);
  });
});

describe('the Gibbs distribution', () => {
  it.each([hardmin, sparsemin, smoothmin])('is not defined for $name', (minimum) => {
    const solved = solveDag(grid, costs, minimum, 1);
    expect(() => samplePaths(grid, solved, 1, 1)).toThrow(UnsupportedError);
    expect(() => pathEntropy(grid, solved)).toThrow(new RegExp(`softmin, not to ${minimum.name}`));
  });
});
