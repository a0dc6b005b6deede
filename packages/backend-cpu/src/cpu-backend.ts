import type { AlignmentProblem, AlignmentSolution, LatticeLayout, MemoryEstimate, OpenOptions, SolveRequest } from '@rubato/core';
import { BackendBase, latticeLayout, needsBackward, SolutionWriter } from '@rubato/core';
import { hardmin } from '@rubato/minimum';
import type { Plan } from './plan.ts';
import { makePlan } from './plan.ts';
import type { Structure } from './structure.ts';
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
    return this.plan(problem, request, latticeLayout(problem), this.analyse(problem, request)).memory;
  }

  /** Blocks of a checkpointed plan are made twice. */
  protected override visits(problem: AlignmentProblem, request: SolveRequest): number {
    const { pass, path } = this.plan(problem, request, latticeLayout(problem), this.analyse(problem, request));
    const forward = pass === undefined ? 0 : pass.checkpointSize > 0 ? 2 : 1;
    return forward + (needsBackward(request) ? 1 : 0) + (path === undefined ? 0 : path.checkpointSize > 0 ? 2 : 1);
  }

  protected override *work(problem: AlignmentProblem, request: SolveRequest): Generator<number, AlignmentSolution, void> {
    const layout = latticeLayout(problem);
    const structure = this.analyse(problem, request);
    const plan = this.plan(problem, request, layout, structure);
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

  private analyse(problem: AlignmentProblem, request: SolveRequest): Structure {
    return analyse(problem, request, this.minimums[problem.minimum]);
  }

  private plan(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, structure: Structure): Plan {
    return makePlan(problem, request, layout, structure, this.minimums[problem.minimum] === hardmin, this.maxBytes);
  }
}
