import { openCpu } from '@rubato/backend-cpu';
import { modifiedTargets, targetDistance } from '@rubato/analysis';
import { normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figure2 } from '../support/figure2.ts';
import { featuresProblem } from '../support/random-features.ts';
import { expectRefusal } from '../support/refusal.ts';

const backend = openCpu();

describe('the distance of modified targets from a reference', () => {
  it('is none from themselves', () => {
    fc.assert(
      fc.property(featuresProblem, fc.double({ min: -1, max: 1, noNaN: true }), ({ input }, threshold) => {
        const problem = normaliseProblem(input);
        const solution = backend.solveSync(problem, { gradient: true });
        const { data, shape } = modifiedTargets(problem, solution).targets;
        const reference = { data, shape: shape as readonly [number, number, number] };
        for (const distance of targetDistance(problem, solution, reference, { threshold })) {
          if (distance !== undefined) expect(distance).toEqual({ meanSquaredError: 0, precision: 1, recall: 1, fMeasure: 1 });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('grows with the temperature where X is Y unfolded, and the short event is no longer found at γ = 1', () => {
    const distances = [1e-3, 0.1, 0.5, 1, 5].map((temperature) => {
      const problem = figure2(temperature);
      if (problem.cost.kind !== 'features') expect.fail();
      const reference = { data: problem.cost.x, shape: [17, 12] } as const;
      return targetDistance(problem, backend.solveSync(problem, { gradient: true }), reference)[0]!;
    });
    for (let i = 1; i < distances.length; i++) expect(distances[i].meanSquaredError).toBeGreaterThan(distances[i - 1].meanSquaredError);
    expect(distances[0].fMeasure).toBe(1);
    // Three classes in two frames, one in one, two in five: of 17 active entries the one of a single frame is lost.
    expect(distances[3].recall).toBeLessThanOrEqual(16 / 17);
    expect(distances[3].precision).toBe(1);
  });

  it('counts active entries, and is 1 where there are none', () => {
    const data = Float64Array.of(0, Infinity, Infinity, Infinity, 0, Infinity, Infinity, Infinity, 0);
    const problem = normaliseProblem({ ...softDtw(), cost: { kind: 'dense', data, shape: [3, 3] } });
    const solution = backend.solveSync(problem, { gradient: true });
    const distanceOf = (targets: number[], reference: number[], threshold = 0.5) =>
      targetDistance(problem, solution, { data: reference, shape: [3, 1] }, { threshold, targets: { data: targets, shape: [3, 1] } })[0];
    expect(distanceOf([1, 1, 0], [1, 0, 0])).toEqual({ meanSquaredError: 1 / 3, precision: 1 / 2, recall: 1, fMeasure: 2 / 3 });
    expect(distanceOf([1, 0, 0], [1, 1, 0])).toEqual({ meanSquaredError: 1 / 3, precision: 1, recall: 1 / 2, fMeasure: 2 / 3 });
    expect(distanceOf([0, 0, 0], [0, 0, 0.5])).toEqual({ meanSquaredError: 1 / 12, precision: 1, recall: 0, fMeasure: 0 });
    expect(distanceOf([0, 0, 0], [0, 0, 0.5], 0.6)).toEqual({ meanSquaredError: 1 / 12, precision: 1, recall: 1, fMeasure: 1 });
  });

  it('is of each item alone, and none of an item without a path', () => {
    const data = Float64Array.of(0, 9, 9, 9, 9, 0, 9, 9, Infinity, Infinity, Infinity, Infinity, Infinity, Infinity, Infinity, Infinity);
    const problem = normaliseProblem({
      ...softDtw(),
      cost: { kind: 'dense', data, shape: [2, 4, 2] },
      rowLengths: [1, 4],
      columnLengths: [1, 2],
    });
    const targets = { data: Float64Array.of(1, 7), shape: [2, 1] } as const;
    const reference = { data: Float64Array.of(3, NaN, NaN, NaN, 0, 0, 0, 0), shape: [2, 4, 1] } as const;
    const solution = backend.solveSync(problem, { gradient: true });
    const distances = targetDistance(problem, solution, reference, { targets });
    expect(distances).toEqual([{ meanSquaredError: 4, precision: 1, recall: 1, fMeasure: 1 }, undefined]);
  });

  it('refuses references of another shape, numbers that are not finite, and unknown options', () => {
    const problem = figure2(1);
    const solution = backend.solveSync(problem, { gradient: true });
    const zeros = (...shape: [number, number]) => ({ data: new Float64Array(shape[0] * shape[1]), shape });
    expectRefusal(() => targetDistance(problem, solution, zeros(17, 11)), { argument: 'reference.shape', expected: /^\[1, 17, 12\]/ });
    expectRefusal(() => targetDistance(problem, solution, zeros(16, 12)), { argument: 'reference.shape' });
    expectRefusal(() => targetDistance(problem, solution, undefined as never), { argument: 'reference' });
    const bad = zeros(17, 12);
    bad.data[13] = NaN;
    expectRefusal(() => targetDistance(problem, solution, bad), { argument: 'reference.data', index: [0, 1, 1] });
    expectRefusal(() => targetDistance(problem, solution, zeros(17, 12), { threshold: NaN }), { argument: 'options.threshold' });
    expectRefusal(() => targetDistance(problem, solution, zeros(17, 12), { thresholds: 1 } as never), { argument: 'options.thresholds' });
  });
});
