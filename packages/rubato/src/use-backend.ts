import type { Backend, OpenOptions } from '@rubato/core';
import { UnsupportedError } from '@rubato/core';
import { openBackend } from './open-backend.ts';
import type { SynchronousBackend } from './solver.ts';
import { replaceSolver } from './solver.ts';

/**
 * Makes the one-liners (`dtw`, `softDtw`, `ctcLoss`, `pairwiseDistances`, `nearestNeighbours`) compute with another backend from now on.
 * Without it they use `cpu`, which needs no time to open. The backend before is given back.
 *
 * @param name one of `backendNames`
 * @param options as for `openBackend`
 * @returns the backend that is in use now; whoever gives it back must name another one first
 * @throws InvalidArgumentError for an unknown name; UnavailableBackendError where this machine has no such device; UnsupportedError for
 * a backend that has no answers at once
 *
 * @example
 * ```ts
 * import { softDtw, useBackend } from 'rubato';
 * const { name } = await useBackend('wasm');
 * const { value } = softDtw([1, 2, 3], [1, 2, 4]);
 * await useBackend('cpu');
 * [name, value < 1]; // → ['wasm', true]
 * ```
 */
export async function useBackend(name: string, options: OpenOptions = {}): Promise<Backend> {
  const backend = await openBackend(name, options);
  if (!answersAtOnce(backend)) {
    await backend.dispose();
    throw new UnsupportedError(name, 'it cannot answer at once, as the one-liners must');
  }
  const before = replaceSolver(backend);
  await before?.dispose();
  return backend;
}

function answersAtOnce(backend: Backend): backend is SynchronousBackend {
  return 'solveSync' in backend;
}
