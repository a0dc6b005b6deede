import type { AlignmentSolution, Backend, BackendProvider, OpenOptions } from '@rubato/core';
import { openReference } from '@rubato/core';

/** The reference with some of its methods replaced. */
export function tampered(change: (reference: Backend) => Partial<Backend>, open: OpenOptions = {}): BackendProvider {
  return {
    name: 'reference',
    open: (options = {}) => {
      const reference = openReference({ ...options, ...open, minimums: { ...options.minimums, ...open.minimums } });
      const whole: Backend = {
        name: reference.name,
        limits: reference.limits,
        supports: reference.supports.bind(reference),
        estimate: reference.estimate.bind(reference),
        solve: reference.solve.bind(reference),
        solveSync: reference.solveSync.bind(reference),
        dispose: reference.dispose.bind(reference),
        [Symbol.asyncDispose]: reference.dispose.bind(reference),
      };
      return Promise.resolve({ ...whole, ...change(whole) });
    },
  };
}

/** The reference with its answers changed, in `solve` and `solveSync` alike. */
export function answering(
  change: (solution: AlignmentSolution, ...call: Parameters<Backend['solve']>) => AlignmentSolution,
): BackendProvider {
  return tampered((reference) => ({
    solve: async (...call) => change(await reference.solve(...call), ...call),
    solveSync: (problem, request) => change(reference.solveSync!(problem, request), problem, request),
  }));
}
