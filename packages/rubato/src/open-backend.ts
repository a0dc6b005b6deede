import type { Backend, OpenOptions } from '@rubato/core';
import { isUnavailable, UnavailableBackendError } from '@rubato/core';
import { inWords, refuse } from './check.ts';
import type { Loader } from './loaders.ts';
import { loaders } from './loaders.ts';

/** The names that `openBackend` takes. */
export const backendNames: readonly string[] = Object.freeze(Object.keys(loaders));

/**
 * Opens a backend by name. Its package is loaded only now; nothing falls back silently.
 *
 * @param name one of `backendNames`, default `cpu`
 * @param options device, threads, memory limit, extra minimum functions and local costs
 * @returns the opened backend; give it back with `dispose()` or `await using`
 * @throws InvalidArgumentError for an unknown name
 * @throws UnavailableBackendError with the reason, where the package cannot be loaded or this machine has no such device
 *
 * @example
 * ```ts
 * import { normaliseProblem, openBackend, presets, solve } from 'rubato';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
 * const backend = await openBackend('cpu');
 * const { values } = await solve(normaliseProblem({ ...presets.dtw(), cost }), backend);
 * await backend.dispose();
 * values[0]; // → 2
 * ```
 */
export function openBackend(name = 'cpu', options: OpenOptions = {}): Promise<Backend> {
  return openFrom(loaders, name, options);
}

/** The same from any table of loaders. */
export async function openFrom(table: Readonly<Record<string, Loader>>, name: string, options: OpenOptions): Promise<Backend> {
  if (!Object.hasOwn(table, name)) refuse('name', inWords(name), `one of ${Object.keys(table).join(', ')}`);
  const provider = await table[name]().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw new UnavailableBackendError(name, `its package cannot be loaded (${message})`);
  });
  const opened = await provider.open(options);
  if (isUnavailable(opened)) throw new UnavailableBackendError(name, opened.reason);
  return opened;
}
