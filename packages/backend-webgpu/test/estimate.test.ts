import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { live } from '../src/device/buffers.ts';
import type { Gpu } from '../src/device/open-device.ts';
import { open } from './device/support/on-device.ts';
import { absent, counted, withBackend } from './support/backend.ts';
import { everything, kinds, problemOf } from './support/selection.ts';

describe.skipIf(absent !== undefined)('estimate', () => {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await open();
  });
  afterAll(() => gpu.dispose());

  /** What the estimate says, and what stood on the device at most. */
  async function measure(
    problem: AlignmentProblem,
    request: SolveRequest,
    maxBytes?: number,
  ): Promise<[said: number, stood: number, plan: string]> {
    const counter = counted(gpu);
    return withBackend({ on: counter.gpu, ...(maxBytes === undefined ? {} : { maxBytes }) }, async (backend) => {
      const { device, plan } = backend.estimate(problem, request);
      await backend.solve(problem, request);
      expect(counter.bytes).toBe(0);
      return [device, counter.peak, plan];
    });
  }

  function expectRight([said, stood]: readonly [number, number, string], least = 1e6): void {
    expect(stood).toBeGreaterThan(least);
    expect(said / stood, `${said} bytes estimated, ${stood} in fact`).toBeGreaterThan(0.95);
    expect(said / stood, `${said} bytes estimated, ${stood} in fact`).toBeLessThan(1.05);
  }

  it.each(kinds)('is right to 5 % for everything at once: %s', async (kind) => {
    const problem = problemOf(kind, 4, 120, 100);
    expectRight(await measure(problem, everything(problem)));
  });

  it.each([{}, { gradient: true }, { softAlignment: true, path: true }, { accumulatedCost: true }, { edgeMarginals: true }] as const)(
    'is right to 5 % for %o',
    async (request) => expectRight(await measure(problemOf('dense', 4, 160, 200), request)),
  );

  it.each([
    [0.5, 'full', ['dense', 'features']],
    [0.2, 'checkpointed', ['weighted dense', 'banded dense']],
  ] as const)('with a share of %s of the room is right to 5 in 100, %s', async (share, plan, list) => {
    for (const kind of list) {
      const problem = problemOf(kind, 3, 300, 200);
      const request = { gradient: true, inputGradient: true, softAlignment: true, path: true };
      const [whole, total] = await withBackend({ on: gpu }, async (backend) => {
        const estimate = backend.estimate(problem, request);
        return [estimate.device, estimate.total] as const;
      });
      const measured = await measure(problem, request, Math.floor(total - whole + share * whole));
      expectRight(measured, 0.1e6);
      expect(measured[1]).toBeLessThan(share * whole);
      expect(measured[2]).toBe(plan);
    }
  });

  it('counts as the package does itself', async () => {
    const before = { ...live };
    const problem = problemOf('dense', 2, 40, 40);
    await measure(problem, everything(problem));
    expect(live).toEqual(before);
  });
});
