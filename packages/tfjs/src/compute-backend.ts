import type { AlignmentProblem, Backend, SolveRequest, Unavailable } from '@rubato/core';
import { isUnavailable, UnavailableBackendError, UnsupportedError } from '@rubato/core';
import { refuse } from './check.ts';
import { defaultBackend } from './default-backend.ts';

/** A backend that answers at once, as gradients of tfjs must. */
export type SynchronousBackend = Backend & Required<Pick<Backend, 'solveSync'>>;

let backends: readonly Backend[] = [];

/**
 * Says what the losses compute with, from now on and wherever a call names no `backend` of its own.
 *
 * Name the fastest first: the first one that supports a problem solves it, and where none does the error says why each declined.
 * Each needs `solveSync`, since tfjs asks for gradients synchronously; on tfjs-webgpu it is `openWebGpu` on tfjs's own device. What this
 * machine could not open is passed over, as long as something else is named. The backends stay the caller's, to dispose of.
 * Default: the reference solver of `@rubato/core`, which is exact and slow; a warning on the console says so once. On tfjs-webgpu, where
 * nothing can be read at once, there is no default, and a loss throws UnavailableBackendError.
 *
 * @param list what `openWasm`, `openCpu` and their kin answered; none at all takes back what was set
 * @throws InvalidArgumentError for anything that does not solve at once; UnavailableBackendError where all are unavailable
 *
 * @example
 * ```ts
 * import { openCpu } from '@rubato/backend-cpu';
 * import { openWasm } from '@rubato/backend-wasm';
 * import { setComputeBackend } from '@rubato/tfjs';
 * setComputeBackend(await openWasm(), openCpu());
 * ```
 */
export function setComputeBackend(...list: readonly (Backend | Unavailable)[]): void {
  const opened: Backend[] = [];
  list.forEach((backend, k) => {
    if (isMissing(backend)) return;
    checkBackend('backends', backend, [k]);
    opened.push(backend);
  });
  const missing = list.filter(isMissing);
  if (opened.length === 0 && missing.length > 0) {
    throw new UnavailableBackendError(missing.map(({ name }) => name).join(', '), missing.map(({ reason }) => reason).join('; '));
  }
  backends = opened;
}

function isMissing(backend: Backend | Unavailable): backend is Unavailable {
  return typeof backend === 'object' && backend !== null && isUnavailable(backend);
}

/** A backend that computes on tfjs's WebGPU device is of no use elsewhere. */
const NOT_AT_ONCE = { supported: false, reason: 'it computes on a WebGPU device, and tfjs does not' } as const;

/** What a call named, checked, or what `setComputeBackend` did. */
export function namedBackends(own: Backend | readonly Backend[] | undefined): readonly Backend[] {
  if (own === undefined) return backends;
  const several = Array.isArray(own);
  const list = (several ? own : [own]) as readonly Backend[];
  if (list.length === 0) refuse('options.backend', own, 'an opened backend, or several');
  list.forEach((backend, k) => checkBackend('options.backend', backend, several ? [k] : undefined));
  return list;
}

/**
 * The first backend that takes a problem; the default where none was named.
 *
 * @throws UnsupportedError where all decline
 */
export function chooseBackend(
  own: Backend | readonly Backend[] | undefined,
  problem: AlignmentProblem,
  request: SolveRequest,
): SynchronousBackend {
  const named = namedBackends(own);
  const list = named.length === 0 ? [defaultBackend()] : named;
  const reasons: string[] = [];
  for (const backend of list as readonly SynchronousBackend[]) {
    const support = 'solveSync' in backend ? backend.supports(problem, request) : NOT_AT_ONCE;
    if (support.supported) return backend;
    reasons.push(list.length === 1 ? support.reason : `${backend.name}: ${support.reason}`);
  }
  throw new UnsupportedError(list.map(({ name }) => name).join(', '), reasons.join('; '));
}

function checkBackend(argument: string, backend: Backend, index: readonly number[] | undefined): void {
  const { solveSync, submit } = (backend ?? {}) as { readonly solveSync?: unknown; readonly submit?: unknown };
  if (typeof solveSync === 'function' || typeof submit === 'function') return;
  refuse(argument, backend, 'an opened backend with solveSync, which answers at once, such as openCpu() or await openWasm()', index);
}
