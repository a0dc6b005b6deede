import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkGuards, guardBuffers } from '../src/device/buffers.ts';
import type { Gpu } from '../src/device/open-device.ts';
import { open } from './device/support/on-device.ts';
import { absent, withBackend } from './support/backend.ts';
import { expectSameBits } from './support/bits.ts';
import { everything, kinds, problemOf } from './support/selection.ts';

describe.skipIf(absent !== undefined)('guard regions within reach of every kernel', () => {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await open();
  });
  afterAll(() => gpu.dispose());
  afterEach(() => guardBuffers(false));

  it.each(kinds)('stay untouched, and change no bit: %s', async (kind) => {
    for (const [batch, rows, columns] of [
      [3, 9, 70],
      [2, 67, 33],
      [1, 3, 5],
    ] as const) {
      // prettier-ignore
      const problem = problemOf(kind, batch, rows, columns);
      const request = everything(problem);
      await withBackend({ on: gpu }, async (backend) => {
        const plain = await backend.solve(problem, request);
        guardBuffers('within reach');
        expectSameBits(await backend.solve(problem, request), plain, `${rows} × ${columns}`);
        await expect(checkGuards()).resolves.toBeUndefined();
        guardBuffers(false);
      });
    }
  });

  it.each(kinds)('stay untouched by the few requests that strips serve, too: %s', async (kind) => {
    const problem = problemOf(kind, 2, 67, 90);
    guardBuffers('within reach');
    await withBackend({ on: gpu }, async (backend) => {
      for (const request of [{}, { gradient: true, path: true }, { inputGradient: true, softAlignment: true }]) {
        await backend.solve(problem, request);
      }
    });
    await expect(checkGuards()).resolves.toBeUndefined();
  });

  it('stay untouched by windows of rows, and by tiles', async () => {
    const problem = problemOf('dense', 2, 70, 60);
    const request = everything(problem);
    await withBackend({ on: gpu }, async (free) => {
      const { total, device } = free.estimate(problem, request);
      guardBuffers('within reach');
      await withBackend({ on: gpu, maxBytes: Math.floor(total - 0.8 * device) }, (poor) => poor.solve(problem, request));
      await withBackend({ on: gpu, tiles: { rows: 16, columns: 32, threads: 64 } }, (tiled) => tiled.solve(problem, request));
      await expect(checkGuards()).resolves.toBeUndefined();
    });
  });
});
