import { openCpu } from '@rubato/backend-cpu';
import { describe, expect, it } from 'vitest';
import { noise } from './support/noise.ts';

const LONG = 1_000_000;

describe.each([
  ['one row', 1, LONG],
  ['one column', LONG, 1],
])('%s of a million cells', (_name, rows, columns) => {
  const sum = (): number => (noise(rows, columns).cost as { data: Float64Array }).data.reduce((total, cost) => total + cost, 0);

  it('is summed by softmin, whose gradient is 1 everywhere, to nine digits', () => {
    const { values, gradient } = openCpu().solveSync(noise(rows, columns), { gradient: true });
    expect(values[0]).toBeCloseTo(sum(), 6);
    // E is handed on a million times, and each time rounded.
    expect(gradient!.data.every((entry) => Math.abs(entry - 1) < 1e-9)).toBe(true);
  });

  it('is walked from end to end by the best path, in little memory too', () => {
    const problem = noise(rows, columns, { minimum: 'hardmin' });
    for (const maxBytes of [Infinity, 150e6]) {
      const { paths, values } = openCpu({ maxBytes }).solveSync(problem, { path: true });
      expect(values[0]).toBeCloseTo(sum(), 6);
      expect(paths![0]).toHaveLength(2 * LONG);
      expect([...paths![0].subarray(2 * LONG - 2)]).toEqual([rows - 1, columns - 1]);
      expect(paths![0].every((index, i) => index === (i % 2 === (rows === 1 ? 1 : 0) ? i >> 1 : 0))).toBe(true);
    }
  });
});
