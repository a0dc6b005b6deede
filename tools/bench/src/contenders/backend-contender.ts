import type { AlignmentProblem, AlignmentSolution, Backend, LatticeArray, SolveRequest } from '@rubato/core';
import { toDense } from '@rubato/core';
import type { Task } from '../cases/task.ts';
import { requestOf } from '../cases/task.ts';
import type { Absence, Answer, Contender, Entry, Sample } from './contender.ts';

/** One of Rubato's backends. A run with the gradient is timed beside one without; the backward pass is their difference. */
export class BackendContender implements Contender {
  readonly id: string;
  readonly label: string;
  readonly threads: number;
  readonly ours = true;
  readonly tolerance = { value: 1e-5, gradient: 1e-4 };
  readonly kinds = ['soft-dtw', 'ctc', 'dtw'] as const;
  private readonly reuses: boolean;
  private readonly backend: Backend;

  constructor(id: string, label: string, threads: number, reuses: boolean, backend: Backend) {
    this.id = id;
    this.label = label;
    this.threads = threads;
    this.reuses = reuses;
    this.backend = backend;
  }

  enter({ benchCase, problem }: Task): Promise<Entry | Absence> {
    const request = requestOf(benchCase);
    const support = this.backend.supports(problem, request);
    if (!support.supported) return Promise.resolve({ absent: support.reason });
    const last = new Map<SolveRequest, AlignmentSolution>();
    const value: SolveRequest = {};
    const timed = async (asked: SolveRequest): Promise<number> => {
      const start = process.hrtime.bigint();
      const solution = await this.solve(problem, asked, last.get(asked));
      const nanoseconds = Number(process.hrtime.bigint() - start);
      if (this.reuses) last.set(asked, solution);
      return nanoseconds;
    };
    return Promise.resolve({
      answer: async () => answerOf(await this.solve(problem, request)),
      sample: async (): Promise<Sample> => {
        if (request.path === true) return { path: await timed(request) };
        const forward = await timed(value);
        const both = await timed(request);
        return { forward, backward: both - forward, both };
      },
      leave: () => Promise.resolve(last.clear()),
    });
  }

  /** At once where the backend can, so that nothing but the work is timed. */
  solve(problem: AlignmentProblem, request: SolveRequest, reuse?: AlignmentSolution): AlignmentSolution | Promise<AlignmentSolution> {
    const options = reuse === undefined ? {} : { reuse };
    return this.backend.solveSync?.(problem, request, options) ?? this.backend.solve(problem, request, options);
  }

  close(): Promise<void> {
    return this.backend.dispose();
  }
}

function answerOf({ values, gradient, inputGradient, paths }: AlignmentSolution): Answer {
  const found = gradient === undefined ? inputGradient && flatten(inputGradient) : toDense(gradient);
  return { values, ...(found === undefined ? {} : { gradient: found }), ...(paths === undefined ? {} : { path: paths[0] }) };
}

function flatten(gradient: NonNullable<AlignmentSolution['inputGradient']>): LatticeArray['data'] {
  if (gradient.kind === 'gathered') return gradient.values;
  if (gradient.kind !== 'features') return gradient.data;
  const { x, y } = gradient;
  const joined = new Float64Array(x.length + y.length);
  joined.set(x);
  joined.set(y, x.length);
  return joined;
}
