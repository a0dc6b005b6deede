import { isUnavailable } from '@rubato/core';
import type { GpujsOptions, OpenedGpujs } from '../../src/index.ts';
import { openGpujs } from '../../src/index.ts';

/** Runs `work` on a backend, which goes when the work is done. */
export async function withBackend<T>(options: GpujsOptions, work: (backend: OpenedGpujs) => Promise<T> | T): Promise<T> {
  const backend = await openGpujs(options);
  if (isUnavailable(backend)) throw new Error(backend.reason);
  try {
    return await work(backend);
  } finally {
    await backend.dispose();
  }
}
