import type { Backend, BackendProvider, OpenOptions } from '@rubato/core';
import { CpuBackend } from './cpu-backend.ts';

/** An opened CPU backend: it always has `solveSync`. */
export type OpenedCpu = Backend & Required<Pick<Backend, 'solveSync'>>;

/**
 * Opens the CPU backend at once.
 *
 * @param options `maxBytes`: the most bytes a solve may allocate; extra `minimums` and `costs` by name
 *
 * @example
 * ```ts
 * import { openCpu } from '@rubato/backend-cpu';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], minimum: 'hardmin' });
 * const { values, paths } = openCpu().solveSync(problem, { path: true });
 * [values[0], ...paths![0]]; // → [2, 0, 0, 1, 1]
 * ```
 */
export function openCpu(options: OpenOptions = {}): OpenedCpu {
  return new CpuBackend(options);
}

/** The CPU backend's provider: it opens everywhere. */
export const cpuProvider: BackendProvider = Object.freeze({
  name: 'cpu',
  open: (options: OpenOptions = {}) => Promise.resolve(openCpu(options)),
});
