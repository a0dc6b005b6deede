import type { Backend } from '@rubato/core';
import { backendNames, openBackend } from 'rubato';
import { UsageError } from '../errors.ts';

export interface BackendChoice {
  readonly backend?: string;
  readonly maxBytes?: number;
}

/**
 * Opens the backend that was asked for, by default the CPU's, works with it and gives it back.
 *
 * @throws UsageError for an unknown name; UnavailableBackendError where this machine lacks the device
 */
export async function withBackend<T>({ backend = 'cpu', maxBytes }: BackendChoice, work: (opened: Backend) => Promise<T>): Promise<T> {
  if (!backendNames.includes(backend)) {
    throw new UsageError(`--backend: there is no backend '${backend}'; there are ${backendNames.join(', ')}`);
  }
  const opened = await openBackend(backend, maxBytes === undefined ? {} : { maxBytes });
  try {
    return await work(opened);
  } finally {
    await opened.dispose();
  }
}
