import { isUnavailable } from '@rubato/core';
import type { OpenedTfjs, TfjsOptions } from '../../src/index.ts';
import { openTfjs } from '../../src/index.ts';

/** Runs `work` on a backend, which goes when the work is done. */
export async function withBackend<T>(options: TfjsOptions, work: (backend: OpenedTfjs) => Promise<T> | T): Promise<T> {
  const backend = await openTfjs(options);
  if (isUnavailable(backend)) throw new Error(backend.reason);
  try {
    return await work(backend);
  } finally {
    await backend.dispose();
  }
}
