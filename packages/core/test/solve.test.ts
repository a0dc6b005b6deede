import type { Backend, BackendLimits, SolveRequest } from '@rubato/core';
import { MemoryLimitError, openReference, solve, UnsupportedError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { denseProblem } from './support/dense.ts';

const problem = denseProblem(
  [
    [
      [1, 9],
      [9, 1],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  { minimum: 'hardmin' },
);

/** The reference with other limits. */
function limited(limits: Partial<BackendLimits>): Backend {
  const reference = openReference();
  return Object.create(reference, { limits: { value: { ...reference.limits, ...limits } } }) as Backend;
}

describe('solve', () => {
  it('asks, then hands the work over', async () => {
    const { values, backend } = await solve(problem, openReference());
    expect([...values, backend]).toEqual([2, 5, 'reference']);
  });

  it.each([
    [{ maximumSide: 1 }, 'a side of 2 exceeds its limit of 1'],
    [{ maximumCells: 7 }, '8 cells exceed its limit of 7'],
    [{ maximumSteps: 2 }, '3 steps exceed its limit of 2'],
    [{ precisions: ['float32'] }, 'its precision is float32, not float64'],
  ] as const)('declines what exceeds %o', async (limits, reason) => {
    await expect(solve(problem, limited(limits))).rejects.toThrow(
      expect.objectContaining({ reason, backend: 'reference', code: 'unsupported' }),
    );
  });

  it('takes what just fits', async () => {
    const { values } = await solve(problem, limited({ maximumSide: 2, maximumCells: 8, maximumSteps: 3, precisions: ['float64'] }));
    expect(values).toHaveLength(2);
  });

  it("declines with the backend's reason, and refuses memory before work starts", async () => {
    await expect(solve(denseProblem([[1]], { minimum: 'none' }), openReference())).rejects.toThrow(UnsupportedError);
    await expect(solve(problem, openReference({ maxBytes: 10 }))).rejects.toThrow(MemoryLimitError);
  });

  it('refuses a malformed request before it asks the backend anything', async () => {
    const never = { supports: () => expect.fail('asked') } as unknown as Backend;
    await expect(solve(problem, never, { marginals: 5 } as unknown as SolveRequest)).rejects.toThrow(/request\.marginals is 5/);
  });

  it('passes the options on', async () => {
    const reports: number[] = [];
    await solve(problem, openReference(), { path: true }, { onProgress: ({ done }) => reports.push(done) });
    expect(reports.at(-1)).toBe(16);
    await expect(solve(problem, openReference(), {}, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop');
  });
});
