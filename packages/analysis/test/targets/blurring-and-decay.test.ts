import { openCpu } from '@rubato/backend-cpu';
import { magnitudeDecay, targetBlurring } from '@rubato/analysis';
import type { ProblemInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { ctc, softDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featuresProblem } from '../support/random-features.ts';
import { expectRefusal } from '../support/refusal.ts';

const backend = openCpu();

function solved(input: ProblemInput) {
  const problem = normaliseProblem(input);
  return [problem, backend.solveSync(problem, { gradient: true })] as const;
}

describe('blurring', () => {
  it('lies between none and all, and is a matter of each item alone', () => {
    fc.assert(
      fc.property(featuresProblem, ({ input }) => {
        const [problem, solution] = solved(input);
        const items = targetBlurring(problem, solution);
        expect(items.length).toBe(problem.batch);
        items.forEach(({ entropy, effectiveTargets, energyLoss }, b) => {
          const most = problem.columnLengths[b] * (1 + 1e-12);
          expect(entropy).toBeGreaterThanOrEqual(0);
          expect(effectiveTargets).toBeGreaterThanOrEqual(1);
          expect(effectiveTargets).toBeLessThanOrEqual(most);
          // Jensen: the mean of exponentials is at least the exponential of the mean.
          expect(effectiveTargets).toBeGreaterThanOrEqual(Math.exp(entropy) * (1 - 1e-12));
          expect(energyLoss).toBeGreaterThanOrEqual(0);
          expect(energyLoss).toBeLessThanOrEqual(1 + 1e-12);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('of energy counts only targets that differ', () => {
    const [problem, solution] = solved({ ...softDtw(), cost: { kind: 'dense', data: new Float64Array(12), shape: [4, 3] } });
    const [equal] = targetBlurring(problem, solution, { targets: { data: [2, 2, 2], shape: [3, 1] } });
    expect(equal.energyLoss).toBe(0);
    expect(equal.effectiveTargets).toBeGreaterThan(1.5);
    expect(targetBlurring(problem, solution, { targets: { data: [0, 0, 0], shape: [3, 1] } })[0].energyLoss).toBe(0);
    expect(targetBlurring(problem, solution, { targets: { data: [2, -2, 2], shape: [3, 1] } })[0].energyLoss).toBeGreaterThan(0.5);
  });

  it('is none where no path is', () => {
    const data = new Float64Array(4).fill(Infinity);
    const [problem, solution] = solved({ ...softDtw(), cost: { kind: 'dense', data, shape: [2, 2] } });
    const targets = { data: [0, 1], shape: [2, 1] } as const;
    expect(targetBlurring(problem, solution, { targets })).toEqual([{ entropy: 0, effectiveTargets: 1, energyLoss: 0 }]);
    expect(magnitudeDecay(problem, solution, { targets })).toEqual({
      events: [],
      weakMagnitude: NaN,
      strongMagnitude: NaN,
      imbalance: NaN,
    });
  });
});

describe('magnitude decay', () => {
  it('finds each run of an active dimension once, with a magnitude from 0 to 1 and frames that add up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 18, maxLength: 18 }),
        fc.constantFrom(0.1, 1, 10),
        (labels, x, temperature) => {
          const weak = labels.filter((label, m) => label !== labels[m - 1]);
          const y = Float64Array.from(weak.flatMap((label) => [0, 1, 2].map((d) => (d === label ? 1 : 0))));
          const localCost = { name: 'halfSquaredEuclidean' };
          const cost = { kind: 'features', x: Float64Array.from(x), y, shape: [6, weak.length], dimension: 3, localCost } as const;
          const { events } = magnitudeDecay(...solved({ ...softDtw({ temperature }), cost }));
          const expected = weak.map((label, m) => [label, m]).filter(([label]) => label >= 0);
          expect(events.map(({ dimension, firstColumn }) => [dimension, firstColumn])).toEqual(
            expected.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
          );
          for (const { magnitude, length } of events) {
            expect(magnitude >= 0 && magnitude <= 1).toBe(true);
            expect(length).toBeGreaterThan(0);
          }
          const frames = events.reduce((sum, { length }) => sum + length, 0);
          expect(frames).toBeLessThanOrEqual(6 + 1e-9);
          if (!weak.includes(-1)) expect(frames).toBeCloseTo(6, 9);
        },
      ),
    );
  });

  it('takes adjacent columns of a sounding note for one event, and real targets relative to their own size', () => {
    const cost = { kind: 'dense', data: Float64Array.of(0, 9, 9, 9, 0, 9, 9, 9, 0), shape: [3, 3] } as const;
    const [problem, solution] = solved({ ...softDtw({ temperature: 0.01 }), cost });
    const { events } = magnitudeDecay(problem, solution, { targets: { data: [5, 0, 4, 1, -1, 2], shape: [3, 2] } });
    expect(events.map(({ dimension, firstColumn, lastColumn }) => [dimension, firstColumn, lastColumn])).toEqual([
      [0, 0, 1],
      [1, 1, 2],
    ]);
    expect(events.map(({ length }) => Math.round(length))).toEqual([2, 2]);
    expect(events.map(({ magnitude }) => magnitude)).toEqual([1, 0.5]);
  });

  it('is an event’s own: a weak one next to strong ones of its dimension is weak, and negative targets change nothing', () => {
    const decayOf = (y: readonly number[]) => {
      const [x, rows] = [Float64Array.from(y), Float64Array.from(y)];
      const cost = { kind: 'features', x, y: rows, shape: [5, 5], dimension: 1, localCost: { name: 'halfSquaredEuclidean' } } as const;
      return magnitudeDecay(...solved({ ...softDtw({ temperature: 5 }), cost }));
    };
    const { events, weakMagnitude, strongMagnitude } = decayOf([0.2, 0, 1, 1, 1]);
    expect(events.map(({ lastColumn }) => lastColumn)).toEqual([0, 4]);
    expect(events[0].magnitude).toBeLessThan(events[1].magnitude);
    expect([weakMagnitude, strongMagnitude]).toEqual(events.map(({ magnitude }) => magnitude));
    const [single] = decayOf([0, -3, 1, -3, 0]).events;
    expect(single.magnitude > 0 && single.magnitude < 1).toBe(true);
  });

  it('of any targets lies between 0 and 1, and so does the imbalance', () => {
    fc.assert(
      fc.property(featuresProblem, ({ input }) => {
        const { events, imbalance } = magnitudeDecay(...solved(input));
        for (const { magnitude } of events) expect(magnitude >= 0 && magnitude <= 1, String(magnitude)).toBe(true);
        if (events.length > 0) expect(imbalance >= 0 && imbalance <= 1, String(imbalance)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('compares the weakest quarter of the events with the strongest', () => {
    const M = 8;
    const data = Float64Array.from({ length: M * M }, (_, i) => (Math.floor(i / M) === i % M ? 0 : Infinity));
    const [problem, solution] = solved({ ...softDtw(), cost: { kind: 'dense', data, shape: [M, M] } });
    // Nothing but the diagonal: each frame learns its own target.
    const targets = { data: Float64Array.from({ length: M * M }, (_, i) => (Math.floor(i / M) === i % M ? 1 : 0)), shape: [M, M] } as const;
    const decay = magnitudeDecay(problem, solution, { targets });
    expect(decay.events.map(({ magnitude }) => magnitude)).toEqual(new Array(M).fill(1));
    expect([decay.weakMagnitude, decay.strongMagnitude, decay.imbalance]).toEqual([1, 1, 0]);
  });

  it('leaves the blank out', () => {
    const parameterization = ctc([[1, 2]]);
    const index = parameterization.columnClasses!;
    const values = new Float64Array(18).fill(Math.log(3));
    const cost = { kind: 'gathered', values, shape: [1, 6, index.length], classes: 3, index } as const;
    const [problem, solution] = solved({ ...parameterization, cost });
    expect(magnitudeDecay(problem, solution).events.length).toBe(5);
    expect(magnitudeDecay(problem, solution, { blank: 0 }).events.map(({ dimension }) => dimension)).toEqual([1, 2]);
    expectRefusal(() => magnitudeDecay(problem, solution, { blank: 3 }), { argument: 'options.blank', found: '3' });
  });
});
