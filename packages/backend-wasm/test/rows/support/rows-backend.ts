import type { AlignmentProblem, AlignmentSolution, BackendProvider, OpenOptions, SolveRequest } from '@rubato/core';
import { asks, requestNames } from '@rubato/core';
import { InstancePool } from '../../../src/module/instance-pool.ts';
import { loadKernels } from '../../../src/module/load-kernels.ts';
import { rowsServe } from '../../../src/rows/serves.ts';
import { WasmBackend } from '../../../src/wasm-backend.ts';

/** How many solves there were, and how many of them the rows' kernels served. */
export const counts = { solves: 0, served: 0 };

const ANSWERED: readonly string[] = ['gradient', 'inputGradient', 'softAlignment', 'path'];

/** The backend without the requests that the rows' kernels leave to the general engine. */
class RowsBackend extends WasmBackend {
  protected override declines(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    const other = requestNames.find((name) => asks(request, name) && !ANSWERED.includes(name));
    return other === undefined ? super.declines(problem, request) : `the rows' kernels have no answer to ${other}`;
  }

  protected override work(
    problem: AlignmentProblem,
    request: SolveRequest,
    reuse: AlignmentSolution | undefined,
  ): Generator<number, AlignmentSolution, void> {
    counts.solves++;
    if (rowsServe(problem, request)) counts.served++;
    return super.work(problem, request, reuse);
  }
}

/** Opens the backend with the plain kernels or the fused ones. */
export function rowsProvider(fused: boolean): BackendProvider {
  return {
    name: fused ? 'wasm-rows, fused' : 'wasm-rows',
    async open(options: OpenOptions = {}) {
      const threads = options.threads ?? 1;
      const pool = await InstancePool.open(await loadKernels(fused, threads > 1), threads);
      return new RowsBackend(pool, fused, options);
    },
  };
}
