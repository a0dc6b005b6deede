import * as tf from '@tensorflow/tfjs-core';
import { expect, vi } from 'vitest';
import { withBackend } from './backend.ts';
import { plainProblem } from './problems.ts';

/** Checks that a solve reads as often for many fronts as for few, and never synchronously, on a device whose kernels read nothing. */
export async function checkReads(): Promise<void> {
  // tfjs computes small operations on the CPU, and reads what it put there itself: nothing comes from the device.
  tf.env().set(`${tf.getBackend().toUpperCase()}_CPU_FORWARD`, false);
  const engine = tf.backend();
  const read = vi.spyOn(engine, 'read');
  const readSync = vi.spyOn(engine, 'readSync');
  try {
    await withBackend({}, async (backend) => {
      const counts: number[] = [];
      for (const side of [3, 9]) {
        read.mockClear();
        await backend.solve(plainProblem(2, side, side), { gradient: true });
        counts.push(read.mock.calls.length);
      }
      // Values, weights of the ends, H.
      expect(counts).toEqual([3, 3]);
      expect(readSync).not.toHaveBeenCalled();
    });
  } finally {
    vi.restoreAllMocks();
  }
}
