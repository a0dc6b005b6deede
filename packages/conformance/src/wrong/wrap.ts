import type { AlignmentProblem, AlignmentSolution, Backend, BackendProvider, LatticeArray, OpenOptions, SolveRequest } from '@rubato/core';
import { openReference, UnsupportedError } from '@rubato/core';

type Reference = ReturnType<typeof openReference>;

/** How a wrong backend differs from the reference: in the problem that it solves, in what it makes of the answer, or in all of it. */
export interface Mistake {
  /** The problem that is solved in place of the right one. */
  readonly problem?: (problem: AlignmentProblem) => AlignmentProblem;
  /** More that is asked for than was. */
  readonly request?: (request: SolveRequest, problem: AlignmentProblem) => SolveRequest;
  /** What is answered in place of the right answer. */
  readonly answer?: (
    solution: AlignmentSolution,
    problem: AlignmentProblem,
    request: SolveRequest,
    reference: Reference,
  ) => AlignmentSolution;
  /** How the reference is opened. */
  readonly open?: OpenOptions;
}

/** A backend that makes one mistake and is right in all else: refusals, limits, aborts and progress are the reference's. */
export function mistaken(name: string, { problem: change, request: ask, answer, open }: Mistake): BackendProvider {
  return Object.freeze({
    name,
    open: (options: OpenOptions = {}): Promise<Backend> => {
      const honest = openReference(options);
      const engine = openReference({ ...options, ...open, maxBytes: Infinity, minimums: { ...options.minimums, ...open?.minimums } });
      const mistake = (right: AlignmentSolution, problem: AlignmentProblem, request: SolveRequest): AlignmentSolution => {
        const solved =
          change === undefined && ask === undefined && open === undefined
            ? right
            : engine.solveSync(change?.(problem) ?? problem, ask?.(request, problem) ?? request);
        return { ...(answer?.(solved, problem, request, engine) ?? solved), backend: name };
      };
      return Promise.resolve({
        name,
        limits: honest.limits,
        supports: (problem, request) => honest.supports(problem, request),
        estimate: (problem, request) => honest.estimate(problem, request),
        solveSync: (problem, request) => inOwnName(name, () => mistake(honest.solveSync(problem, request), problem, request)),
        solve: async (problem, request, solveOptions) => {
          const right = await honest.solve(problem, request, solveOptions).catch((error: unknown) =>
            inOwnName<never>(name, () => {
              throw error;
            }),
          );
          return mistake(right, problem, request);
        },
        dispose: () => honest.dispose(),
        [Symbol.asyncDispose]: () => honest.dispose(),
      } satisfies Backend);
    },
  });
}

/** Lets refusals bear the wrong backend's own name. */
function inOwnName<T>(name: string, solve: () => T): T {
  try {
    return solve();
  } catch (error) {
    throw error instanceof UnsupportedError ? new UnsupportedError(name, error.reason) : error;
  }
}

/** A lattice array with other numbers. */
export function withData(array: LatticeArray, change: (value: number, position: number) => number): LatticeArray {
  return { ...array, data: array.data.map(change) };
}

/** The position of a cell in a lattice array of depth 1, or -1 outside its band. */
export function cellPosition({ band, shape }: LatticeArray, b: number, n: number, m: number): number {
  const [, rows, columns] = shape;
  const row = b * rows + n;
  if (band === undefined) return row * columns + m;
  return m < band.first[row] || m > band.last[row] ? -1 : band.offset[row] + m - band.first[row];
}
