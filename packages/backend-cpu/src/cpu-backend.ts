import type { AlignmentProblem, AlignmentSolution, MemoryEstimate, OpenOptions, SolveRequest } from '@rubato/core';
import { BackendBase, latticeLayout, SolutionWriter } from '@rubato/core';
import { makePlan } from './plan.ts';
import { analyse } from './structure.ts';
import { PathSweep } from './sweep/best-path.ts';
import { ItemSolver } from './sweep/solve-item.ts';
import { Sweep } from './sweep/sweep.ts';

/** Plain TypeScript on typed arrays: every minimum, every request, every cost kind but `device`. */
export class CpuBackend extends BackendBase {
  constructor(options: OpenOptions) {
    super('cpu', options);
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate {
    return makePlan(problem, request, latticeLayout(problem), analyse(problem), this.maxBytes).memory;
  }

  protected override *work(problem: AlignmentProblem, request: SolveRequest): Generator<number, AlignmentSolution, void> {
    const layout = latticeLayout(problem);
    const structure = analyse(problem);
    const plan = makePlan(problem, request, layout, structure, this.maxBytes);
    const writer = new SolutionWriter(problem, request, layout, this.costs);
    const sweep = new Sweep(problem, request, layout, structure, this.minimums[problem.minimum], writer, this.costs);
    const solver = plan.pass === undefined ? undefined : new ItemSolver(sweep, plan.pass);
    const paths = plan.path === undefined ? undefined : new PathSweep(sweep, plan.path);
    for (let b = 0; b < problem.batch; b++) {
      sweep.open(b);
      if (solver !== undefined) yield* solver.solve();
      if (paths === undefined) continue;
      const { path, cost } = yield* paths.solve();
      writer.path(b, path, cost);
      if (solver === undefined) writer.value(b, cost);
    }
    return writer.finish(this.name);
  }
}
