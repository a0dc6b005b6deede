import { normaliseProblem, openReference } from '@rubato/core';
import type { SolveProgress } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { absent, withBackend } from '../support/backend.ts';

const [N, M] = [6, 5];
const data = Float32Array.from({ length: N * M }, (_, i) => 1 + ((i * 7) % 5));
const rest = {
  cost: { kind: 'dense', data, shape: [N, M] },
  steps: [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  stepPenalties: [0, 0, 0.5],
} as const;

/** Published code forbids steps with weights of 1e20. */
const cases = [
  ['softmin', 0.1, [1, 1e20, 1]],
  ['hardmin', 1, [1e20, 1e20, 1]],
  ['sparsemin', 1e-3, [1, 1, 1e20]],
  ['smoothmin', 10, [1e20, 1, 1]],
  // Nothing else leads to the end.
  ['softmin', 1, [1e20, 1e20, 1e20]],
] as const;

describe.skipIf(absent !== undefined)('steps far too dear', () => {
  it.each(cases)('are left out or counted: %s, γ = %d, weights %j', (minimum, temperature, stepWeights) =>
    withBackend({}, async (backend) => {
      const problem = normaliseProblem({ ...rest, minimum, temperature, stepWeights: [...stepWeights] });
      for (const accumulatedCost of [false, true]) {
        const request = { gradient: true, path: true, accumulatedCost };
        const expected = openReference().solveSync(problem, request);
        const found = await backend.solve(problem, request);
        expect(found.values[0] / expected.values[0]).toBeCloseTo(1, 6);
        found.gradient!.data.forEach((h, k) => expect(Math.abs(h - expected.gradient!.data[k])).toBeLessThan(1e-5));
        expected.accumulatedCost?.data.forEach((d, k) => expect(found.accumulatedCost!.data[k] / d).toBeCloseTo(1, 6));
        expect(found.paths).toEqual(expected.paths);
      }
    }),
  );

  it('is told with progress that never falls, however often the units are made coarser', () =>
    withBackend({}, async (backend) => {
      const problem = normaliseProblem({ ...rest, temperature: 1e-5, cost: { ...rest.cost, data: data.map((cost) => cost * 300) } });
      const seen: SolveProgress[] = [];
      await backend.solve(problem, { gradient: true }, { onProgress: (progress) => void seen.push(progress) });
      expect(seen.length).toBeGreaterThan(1);
      seen.forEach(({ done, total }, k) => {
        expect(total).toBe(seen[0].total);
        if (k > 0) expect(done).toBeGreaterThanOrEqual(seen[k - 1].done);
      });
      expect(seen.at(-1)!.done).toBe(seen[0].total);
    }));
});
