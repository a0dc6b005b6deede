import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSeed } from '../../src/options.ts';
import { measureCoverage, problemCases } from '../../src/index.ts';

const seed = chooseSeed(undefined);

describe(`random problems (seed ${seed})`, () => {
  const coverage = measureCoverage(fc.sample(problemCases(), { seed, numRuns: 4000 }));

  it('are feasible for the greater part, and seldom plain', () => {
    expect(coverage.feasible).toBeGreaterThanOrEqual(0.6);
    expect(coverage.feasible).toBeLessThanOrEqual(0.95);
    for (const share of ['ragged', 'banded', 'weighted', 'penalised', 'severalBoundaryCells'] as const) {
      expect({ share, value: coverage[share], enough: coverage[share] >= 0.3 }).toMatchObject({ enough: true });
    }
  });

  it('are of every kind', () => {
    for (const name of ['softmin', 'hardmin', 'sparsemin', 'smoothmin']) expect(coverage.kinds[name]).toBeGreaterThan(0.15);
    for (const name of ['dense', 'banded', 'gathered', 'features']) expect(coverage.kinds[name]).toBeGreaterThan(0.1);
    for (const name of ['float32', 'float64']) expect(coverage.kinds[name]).toBeGreaterThan(0.4);
    for (const name of ['dtw', 'ctc', 'twoOne', 'twoSteps', 'sixSteps', 'odd', 'any'])
      expect(coverage.kinds[`steps ${name}`]).toBeGreaterThan(0.05);
    for (const name of ['plain', 'signed', 'holes', 'walls', 'walk', 'ties', 'large'])
      expect(coverage.kinds[`${name} costs`]).toBeGreaterThan(0.05);
    for (const name of ['a side of 1', 'an empty item', 'forbidden steps']) expect(coverage.kinds[name]).toBeGreaterThan(0.02);
  });

  it('have numbers in the padding where that is asked, and NaN by default', () => {
    const ragged = fc.sample(problemCases({ lengths: ['ragged'], costKinds: ['dense'] }), { seed, numRuns: 200 });
    const withNaN = ragged.filter(
      ({ problem }) => problem.cost.kind === 'dense' && problem.cost.data.some((value: number) => Number.isNaN(value)),
    );
    expect(withNaN.length).toBeGreaterThan(100);
  });

  it('have NaN in the padding of tables too', () => {
    const hasNaN = (table: unknown): boolean => Array.from((table as { data?: number[] })?.data ?? []).some(Number.isNaN);
    const inputs = fc.sample(problemCases({ lengths: ['ragged'] }), { seed, numRuns: 1000 }).map(({ input }) => input);
    for (const name of ['stepWeights', 'stepPenalties'] as const) {
      expect(inputs.filter((input) => hasNaN(input[name])).length).toBeGreaterThan(50);
    }
    for (const role of ['start', 'end'] as const) {
      for (const table of ['multiplier', 'penalty'] as const) {
        expect(inputs.filter((input) => hasNaN((input[role] as Record<string, unknown>)?.[table])).length).toBeGreaterThan(5);
      }
    }
  });

  it('are larger where that is asked', () => {
    const [{ problem }] = fc.sample(problemCases({ batch: [16, 16], rows: [20, 20], columns: [30, 30] }), { seed, numRuns: 1 });
    expect([problem.batch, problem.rows, problem.columns]).toEqual([16, 20, 30]);
  });

  it('print as a line that makes them again', () => {
    const [drawn] = fc.sample(problemCases(), { seed, numRuns: 1 });
    expect(fc.stringify(drawn)).toBe(JSON.stringify(drawn.recipe));
  });
});
