import { openReference } from '@rubato/core';
import { expect } from 'vitest';
import type { OpenedGpujs } from '../../src/index.ts';
import { plainProblem } from './problems.ts';

/** Checks costs and temperatures near the ends of float32. */
export async function checkExtremes(backend: OpenedGpujs): Promise<void> {
  for (const [scale, temperature] of [
    [1e30, 1e30],
    [1e-30, 1e-31],
    [1, 1e-60],
    [1e-20, 1e60],
    [1e35, 1e-35],
  ]) {
    const small = plainProblem(1, 6, 5);
    const data = (small.cost as { readonly data: Float32Array }).data.map((value) => value * scale);
    const cost = { kind: 'dense', data, shape: [1, 6, 5] } as const;
    const problem = plainProblem(1, 6, 5, { cost, temperature });
    const answer = await backend.solve(problem, { gradient: true, path: true });
    const expected = openReference().solveSync(problem, { gradient: true, path: true });
    expect(answer.paths).toEqual(expected.paths);
    const finite = Math.fround(expected.values[0]);
    if (Number.isFinite(finite)) expect(Math.abs(answer.values[0] / finite - 1)).toBeLessThan(1e-5);
    answer.gradient!.data.forEach((value, k) => expect(Math.abs(value - expected.gradient!.data[k])).toBeLessThan(1e-4));
  }
}

/** Checks H of a long lattice at a low temperature: an error of 1e-5 in D would be one of 1e-3 in H. */
export async function checkLongPaths(backend: OpenedGpujs, side: number): Promise<void> {
  const problem = plainProblem(1, side, side, { temperature: 0.01 });
  const { values, gradient } = await backend.solve(problem, { gradient: true });
  const expected = openReference().solveSync(problem, { gradient: true });
  expect(Math.abs(values[0] / expected.values[0] - 1)).toBeLessThan(1e-6);
  let worst = 0;
  gradient!.data.forEach((value, k) => {
    worst = Math.max(worst, Math.abs(value - expected.gradient!.data[k]));
  });
  expect(worst).toBeLessThan(5e-6);
}
