import { normaliseProblem, openReference } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bruteForceCtc,
  defineItem,
  enumerate,
  gravesCtc,
  inputOf,
  pathCost,
  problemCases,
  singleItem,
  textbookSoftDtw,
  transposed,
} from '../../src/index.ts';
import { differences } from '../../src/oracles/differences.ts';

const steps = [
  [1, 0],
  [0, 1],
  [1, 1],
] as const;
const square = normaliseProblem({ cost: { kind: 'dense', data: Float64Array.of(1, 2, 4, 8), shape: [2, 2] }, steps, minimum: 'softmin' });

describe('path enumeration', () => {
  it('is -γ log Σ exp(-cost/γ), written out for a square', () => {
    // (0,0) costs 1, (1,1) costs 8, and there are three ways: straight, over 2, over 4.
    const listed = enumerate(defineItem(square, 0))!;
    expect(listed.paths).toBe(3);
    expect(listed.value).toBeCloseTo(-Math.log(Math.exp(-9) + Math.exp(-11) + Math.exp(-13)), 12);
    const total = Math.exp(-9) + Math.exp(-11) + Math.exp(-13);
    expect(listed.expectedLength).toBeCloseTo((2 * Math.exp(-9) + 3 * Math.exp(-11) + 3 * Math.exp(-13)) / total, 12);
  });

  it('gives up where paths are too many', () => {
    expect(enumerate(defineItem(square, 0), 2)).toBeUndefined();
  });

  it('differs from the recursion for sparsemin and smoothmin, and for no other', () => {
    const data = Float64Array.of(0.3, 0.9, 0.2, 0.5, 0.1, 0.8, 0.7, 0.4, 0.6);
    const gap = (minimum: string): number => {
      const problem = normaliseProblem({ cost: { kind: 'dense', data, shape: [3, 3] }, steps, minimum, temperature: 1 });
      return Math.abs(enumerate(defineItem(problem, 0))!.value - openReference().solveSync(problem, {}).values[0]);
    };
    expect(gap('sparsemin')).toBeGreaterThan(1e-3);
    expect(gap('smoothmin')).toBeGreaterThan(1e-3);
    expect(gap('softmin')).toBeLessThan(1e-14);
    expect(gap('hardmin')).toBe(0);
  });
});

describe('CTC', () => {
  const logs = (...probabilities: number[]): Float64Array => Float64Array.from(probabilities, Math.log);

  it('is the sum over all class sequences that collapse to the labels, by hand', () => {
    // Two frames, blank 0, label 1: (0,1), (1,0), (1,1).
    const frames = logs(0.6, 0.4, 0.3, 0.7);
    const expected = -Math.log(0.6 * 0.7 + 0.4 * 0.3 + 0.4 * 0.7);
    expect(gravesCtc(frames, 2, [1], 0).loss).toBeCloseTo(expected, 14);
    expect(bruteForceCtc(frames, 2, [1], 0)).toBeCloseTo(expected, 14);
  });

  it('needs a blank between equal labels', () => {
    expect(gravesCtc(logs(0.5, 0.5, 0.5, 0.5), 2, [1, 1], 0).loss).toBe(Infinity);
    expect(gravesCtc(logs(0.5, 0.5, 0.5, 0.5, 0.5, 0.5), 2, [1, 1], 0).loss).toBeCloseTo(3 * Math.log(2), 14);
  });

  it('agrees by both oracles, posteriors sum to 1 in each frame', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 15, maxLength: 15 }),
        fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 3 }),
        (weights, labels) => {
          const frames = Float64Array.from(weights, (weight, k) =>
            Math.log(weight / weights.slice(3 * Math.floor(k / 3), 3 * Math.floor(k / 3) + 3).reduce((a, b) => a + b)),
          );
          const { loss, occupancy } = gravesCtc(frames, 3, labels, 0);
          expect(loss).toBeCloseTo(bruteForceCtc(frames, 3, labels, 0), 10);
          for (let t = 0; t < (loss < Infinity ? 5 : 0); t++)
            expect(occupancy[3 * t] + occupancy[3 * t + 1] + occupancy[3 * t + 2]).toBeCloseTo(1, 10);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('soft-DTW', () => {
  it('is what the recursion says, by hand, and its gradient the differences of the value', () => {
    const { value, gradient } = textbookSoftDtw([1, 2, 4, 8], 2, 2, 1);
    expect(value).toBeCloseTo(9 - Math.log(1 + Math.exp(-2) + Math.exp(-4)), 12);
    const at = (k: number, t: number): number =>
      textbookSoftDtw(
        [1, 2, 4, 8].map((cost, j) => cost + (j === k ? t : 0)),
        2,
        2,
        1,
      ).value;
    gradient.forEach((entry, k) => expect((at(k, 1e-5) - at(k, -1e-5)) / 2e-5).toBeCloseTo(entry, 8));
  });
});

describe('differences', () => {
  const of = (f: (t: number) => number, h: number) => differences([f(-h), f(-h / 2), f(0), f(h / 2), f(h)], h);

  it('are exact for cubic functions', () => {
    const { derivative, jump } = of((t) => 3 * t + 2 * t ** 2 - 5 * t ** 3, 0.1);
    expect(derivative).toBeCloseTo(3, 12);
    expect(jump).toBeCloseTo(0.2, 12);
  });

  it('see a kink at the point, and beside it', () => {
    expect(of(Math.abs, 0.1).jump).toBeCloseTo(2, 12);
    expect(of((t) => Math.abs(t - 0.03), 0.1).discrepancy).toBeGreaterThan(0.1);
    expect(of((t) => Math.max(0, t) ** 2, 0.1).discrepancy).toBeGreaterThan(0.01);
  });
});

describe('pathCost', () => {
  it('adds start, steps and end, and refuses what is no path', () => {
    const problem = normaliseProblem({ ...inputOf(square), stepPenalties: [10, 20, 30], end: { multiplier: 0.5, penalty: 7 } });
    expect(pathCost(problem, 0, Int32Array.of(0, 0, 1, 1))).toBe(1 + (8 + 30) + (4 + 7));
    expect(pathCost(problem, 0, Int32Array.of(0, 0, 0, 1, 1, 1))).toBe(1 + (2 + 20) + (8 + 10) + (4 + 7));
    expect(() => pathCost(problem, 0, Int32Array.of(0, 1, 1, 1))).toThrow(/starts at \(0, 1\)/);
    expect(() => pathCost(problem, 0, Int32Array.of(0, 0, 1, 0))).toThrow(/ends at \(1, 0\)/);
    expect(() => pathCost(problem, 0, Int32Array.of(0, 0, 0, 0, 1, 1))).toThrow(/moves by \(0, 0\)/);
  });
});

describe('rewritten problems', () => {
  const numRuns = 200;

  it('inputOf: normalises to the same problem', () => {
    fc.assert(
      fc.property(problemCases(), ({ problem }) => {
        const again = normaliseProblem(inputOf(problem));
        expect(openReference().solveSync(again, { gradient: true })).toEqual(openReference().solveSync(problem, { gradient: true }));
      }),
      { numRuns },
    );
  });

  it('transposed: twice is the problem itself', () => {
    fc.assert(
      fc.property(problemCases(), ({ problem }) => {
        const twice = normaliseProblem(transposed(normaliseProblem(transposed(problem))));
        expect([twice.rows, twice.columns, twice.steps]).toEqual([problem.rows, problem.columns, problem.steps]);
        const { values } = openReference().solveSync(twice, {});
        // Features are rounded to the precision when they are written down as a matrix.
        openReference()
          .solveSync(problem, {})
          .values.forEach((value: number, b: number) => {
            if (problem.cost.kind === 'features') return;
            expect(values[b]).toBe(value);
          });
      }),
      { numRuns },
    );
  });

  it('singleItem: has sides of its own lengths, and none where there is nothing', () => {
    fc.assert(
      fc.property(problemCases({ lengths: ['someEmpty'] }), ({ problem }) => {
        for (let b = 0; b < problem.batch; b++) {
          const input = singleItem(problem, b);
          const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
          expect(input === undefined).toBe(rows * columns === 0);
          if (input !== undefined) expect(normaliseProblem(input)).toMatchObject({ batch: 1, rows, columns });
        }
      }),
      { numRuns },
    );
  });
});
