import type { AlignmentProblem, ProblemInput } from '@rubato/core';
import {
  createRandom,
  DeviceLostError,
  isUnavailable,
  MemoryLimitError,
  normaliseProblem,
  openReference,
  UnsupportedError,
} from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { live } from '../src/device/buffers.ts';
import { openWebGpu } from '../src/index.ts';
import { open } from './device/support/on-device.ts';
import { absent, limitedTo, withBackend } from './support/backend.ts';
import { everything, problemOf } from './support/selection.ts';

const steps = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore

function dense(rows: number, columns: number, cost: (random: () => number) => number, more: Partial<ProblemInput> = {}): AlignmentProblem {
  const random = createRandom(rows);
  const data = Float32Array.from({ length: rows * columns }, () => cost(random));
  return normaliseProblem({ cost: { kind: 'dense', data, shape: [rows, columns] }, steps, ...more });
}

describe.skipIf(absent !== undefined)('a device that is lost', () => {
  it.each([0, 1, 2, 5, 20, 60])('%d ms into a solve is a typed error, leaves nothing, and can be opened again', async (wait) => {
    const gpu = await open();
    const before = { ...live };
    const problem = problemOf('dense', 4, 200, 200);
    const backend = await openWebGpu({ device: gpu.device });
    if (isUnavailable(backend)) throw new Error(backend.reason);
    // Later ones go when all is compiled, and the device computes.
    if (wait > 1) await backend.solve(problem, everything(problem));
    const outcome = backend.solve(problem, everything(problem)).catch((error: unknown) => error);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    gpu.device.destroy();
    expect(await outcome).toBeInstanceOf(DeviceLostError);
    expect(live).toEqual(before);
    await expect(backend.solve(problem, {})).rejects.toBeInstanceOf(DeviceLostError);
    await backend.dispose();
    await withBackend({}, async (again) => {
      const small = dense(2, 2, () => 1);
      expect((await again.solve(small, {})).values[0]).toBeCloseTo(openReference().solveSync(small, {}).values[0], 6);
    });
  });
});

describe.skipIf(absent !== undefined)('a problem beyond the limits of a device', () => {
  it('is refused with the bytes, before anything is made', async () => {
    const gpu = await open();
    const before = { ...live };
    // One row of accumulated costs, with its neighbour, is larger than a buffer.
    const problem = dense(4, 3000, (random) => random());
    await withBackend({ on: limitedTo(gpu, 40_000) }, async (backend) => {
      const error: unknown = await backend.solve(problem, { gradient: true }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(MemoryLimitError);
      expect((error as MemoryLimitError).maximumBytes).toBe(40_000);
      expect((error as MemoryLimitError).bytesNeeded).toBeGreaterThanOrEqual(8 * 3 * 3000);
    });
    expect(live).toEqual(before);
    gpu.dispose();
  });
});

/** Costs of any size: the right answer, or a typed error. */
describe.skipIf(absent !== undefined)('costs near the end of float32', () => {
  const minimums = ['softmin', 'hardmin', 'sparsemin', 'smoothmin'] as const;
  const scales = [1e6, 1e12, 1e17, 1e20, 1e30, 1e37];

  it.each(minimums)('give the right answer or a typed error, never a wrong one: %s', (minimum) =>
    withBackend({}, async (backend) => {
      const outcomes = new Map<number, string>();
      for (const scale of scales) {
        for (const sign of [1, -1]) {
          const problem = dense(6, 7, (random) => sign * scale * (0.5 + random()), { minimum });
          const exact = openReference().solveSync(problem, { gradient: true });
          try {
            const { values, gradient, status } = await backend.solve(problem, { gradient: true });
            expect(status).toEqual(exact.status);
            expect(Math.abs(values[0] / exact.values[0] - 1), `value at ${sign * scale}`).toBeLessThan(1e-5);
            exact.gradient!.data.forEach((h, k) =>
              expect(Math.abs(gradient!.data[k] - h), `gradient at ${sign * scale}`).toBeLessThan(1e-3),
            );
            outcomes.set(sign * scale, 'right');
          } catch (error) {
            if (!(error instanceof UnsupportedError)) throw error;
            outcomes.set(sign * scale, 'refused');
          }
        }
      }
      expect([outcomes.get(1e6), outcomes.get(-1e12), outcomes.get(1e17)]).toEqual(['right', 'right', 'right']);
      expect([outcomes.get(1e20), outcomes.get(-1e30)]).toEqual(['right', 'right']);
      expect([outcomes.get(1e37), outcomes.get(-1e37)]).toEqual(['refused', 'refused']);
    }),
  );

  it.each([1, 1000])('with γ = 1e-4 and costs of 1e6, in units made coarser: %d rows', (rows) =>
    withBackend({}, async (backend) => {
      const problem = dense(rows, 12, (random) => 1e6 * random(), { temperature: 1e-4 });
      const exact = openReference().solveSync(problem, { gradient: true });
      const found = await backend.solve(problem, { gradient: true });
      expect(Math.abs(found.values[0] / exact.values[0] - 1)).toBeLessThan(1e-5);
      exact.gradient!.data.forEach((h, k) => expect(Math.abs(found.gradient!.data[k] - h)).toBeLessThan(0.1));
    }),
  );

  it('leaves the other items of a batch in their own units', () =>
    withBackend({}, async (backend) => {
      const random = createRandom(8);
      const data = Float32Array.from({ length: 2 * 30 * 30 }, (_, k) => (k < 900 ? 1e6 : 1) * random());
      const problem = normaliseProblem({ cost: { kind: 'dense', data, shape: [2, 30, 30] }, steps, temperature: 1e-3 });
      const exact = openReference().solveSync(problem, { gradient: true });
      const found = await backend.solve(problem, { gradient: true });
      for (const b of [0, 1]) expect(Math.abs(found.values[b] / exact.values[b] - 1)).toBeLessThan(1e-5);
      for (let k = 900; k < 1800; k++) expect(Math.abs(found.gradient!.data[k] - exact.gradient!.data[k])).toBeLessThan(1e-2);
    }));
});
