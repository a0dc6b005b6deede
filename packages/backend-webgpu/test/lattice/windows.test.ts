import type { AlignmentProblem, AlignmentSolution, SolveRequest } from '@rubato/core';
import { createRandom, normaliseProblem, openReference } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gpu } from '../../src/device/open-device.ts';
import type { WebGpuBackend } from '../../src/webgpu-backend.ts';
import { open } from '../device/support/on-device.ts';
import { absent, limitedTo, withBackend } from '../support/backend.ts';
import { expectSameBits } from '../support/bits.ts';
import { everything, kinds, problemOf } from '../support/selection.ts';

/** Room for the host's part of an answer, and for a share of what the device would take. */
function shareOf(backend: WebGpuBackend, problem: AlignmentProblem, request: SolveRequest, share: number): number {
  const { total, device } = backend.estimate(problem, request);
  return Math.floor(total - device + share * device);
}

describe.skipIf(absent !== undefined)('the same bits, however little room there is', () => {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await open();
  });
  afterAll(() => gpu.dispose());

  it.each(kinds)('%s: whole, by items, in windows of rows', async (kind) => {
    const problem = problemOf(kind, 3, 70, 60);
    const request = everything(problem);
    const plans = new Set<string>();
    await withBackend({ on: gpu }, async (free) => {
      const whole = await free.solve(problem, request);
      expect(free.estimate(problem, request).plan).toBe('full');
      for (const share of [0.75, 0.3, 0.2, 0.12]) {
        await withBackend({ on: gpu, maxBytes: shareOf(free, problem, request, share) }, async (poor) => {
          const { plan, device } = poor.estimate(problem, request);
          expect(device).toBeLessThan(free.estimate(problem, request).device);
          plans.add(plan);
          expectSameBits(await poor.solve(problem, request), whole, `a share of ${share}, ${plan}`);
        });
      }
    });
    expect([...plans]).toEqual(['full', 'checkpointed']);
  });

  it.each([{ path: true }, { accumulatedCost: true }, { softAlignment: true }, {}] as const)('%o alone', async (request) => {
    const problem = problemOf('weighted dense', 2, 90, 50);
    await withBackend({ on: gpu }, async (free) => {
      const whole = await free.solve(problem, request);
      for (const share of [0.5, 0.25]) {
        await withBackend({ on: gpu, maxBytes: shareOf(free, problem, request, share) }, async (poor) =>
          expectSameBits(await poor.solve(problem, request), whole, `a share of ${share}`),
        );
      }
    });
  });

  it('where strips serve, item by item', async () => {
    const problem = problemOf('dense', 4, 90, 70);
    for (const request of [{ gradient: true }, { softAlignment: true, path: true }, {}] as const) {
      await withBackend({ on: gpu }, async (free) => {
        const whole = await free.solve(problem, request);
        for (const share of [0.8, 0.4]) {
          await withBackend({ on: gpu, maxBytes: shareOf(free, problem, request, share) }, async (poor) =>
            expectSameBits(await poor.solve(problem, request), whole, `a share of ${share}`),
          );
        }
      });
    }
  });

  it('along a penalty of cells, too', async () => {
    const problem = problemOf('banded dense', 1, 80, 60);
    const request = { ...everything(problem, 'cellPenalty'), path: false };
    await withBackend({ on: gpu }, async (free) => {
      const whole = await free.solve(problem, request);
      await withBackend({ on: gpu, maxBytes: shareOf(free, problem, request, 0.3) }, async (poor) => {
        expect(poor.estimate(problem, request).plan).toBe('checkpointed');
        expectSameBits(await poor.solve(problem, request), whole, 'in windows');
      });
    });
  });
});

describe.skipIf(absent !== undefined)('an item larger than a buffer may be', () => {
  const LIMIT = 2 ** 20;
  const [ROWS, COLUMNS] = [700, 500];
  const random = createRandom(11);
  const data = Float32Array.from({ length: ROWS * COLUMNS }, () => 50 * random());
  const steps = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore
  const request = { gradient: true, path: true } as const;

  async function solveBoth(minimum: string): Promise<readonly [whole: AlignmentSolution, windows: AlignmentSolution]> {
    const problem = normaliseProblem({ cost: { kind: 'dense', data, shape: [ROWS, COLUMNS] }, steps, minimum });
    const gpu = await open();
    const whole = await withBackend({ on: gpu }, (backend) => backend.solve(problem, request));
    expect(8 * ROWS * COLUMNS).toBeGreaterThan(2 * LIMIT);
    const windows = await withBackend({ on: limitedTo(gpu, LIMIT) }, (backend) => {
      expect(backend.estimate(problem, request).plan).toBe('checkpointed');
      return backend.solve(problem, request);
    });
    gpu.dispose();
    const exact = openReference().solveSync(problem, request);
    for (const { values, paths, gradient } of [whole, windows]) {
      expect(Math.abs(values[0] / exact.values[0] - 1)).toBeLessThan(1e-5);
      expect(paths).toEqual(exact.paths);
      let error = 0;
      exact.gradient!.data.forEach((h, k) => (error = Math.max(error, Math.abs(h - gradient!.data[k]))));
      expect(error).toBeLessThan(1e-4);
    }
    return [whole, windows];
  }

  it('is solved in windows, with the bits of a device that takes it whole', async () => {
    const [whole, windows] = await solveBoth('sparsemin');
    expectSameBits(windows, whole, 'with buffers of 1 MiB');
  });

  it('is solved in windows where a larger device computes by strips', async () => {
    const [whole, windows] = await solveBoth('softmin');
    expect(whole.status).toEqual(windows.status);
  });
});
