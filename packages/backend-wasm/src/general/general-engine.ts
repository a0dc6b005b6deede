import type { AlignmentProblem, LatticeLayout, SolutionWriter, SolveRequest } from '@rubato/core';
import { needsBackward } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin } from '@rubato/minimum';
import type { Engine } from '../engine.ts';
import type { Instance } from '../module/instance.ts';
import { hasFeatureKernel } from './feature-rows.ts';
import { PathDerivatives } from './path-derivatives.ts';
import { PathSolver } from './path-solver.ts';
import type { GeneralPlan } from './plan.ts';
import { makePlan, placeAll } from './plan.ts';
import { SoftSolver } from './soft-solver.ts';
import { analyse } from './structure.ts';
import { Sweep } from './sweep.ts';

export type { GeneralPlan };

/**
 * Softmin and hardmin with any steps, tables, boundaries, bands and lengths, in float64, row by row; every request but Hessian products.
 * The problem's minimum must be one of these two records.
 */
export class GeneralEngine implements Engine<GeneralPlan> {
  private readonly minimums: Readonly<Record<string, MinimumFunction>>;
  private readonly costs: Readonly<Record<string, LocalCost>>;

  constructor(costs: Readonly<Record<string, LocalCost>>, minimums: Readonly<Record<string, MinimumFunction>>) {
    this.costs = costs;
    this.minimums = minimums;
  }

  /** @param onlyPaths whether only the best paths are wanted, and not even the values */
  plan(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, room: number, onlyPaths = false): GeneralPlan {
    const isHardmin = this.minimums[problem.minimum] === hardmin;
    const task = onlyPaths ? 'onlyPaths' : isHardmin ? 'hardmin' : 'softmin';
    return makePlan(problem, request, layout, analyse(problem), task, hasFeatureKernel(problem, this.costs), room);
  }

  *solve(
    instance: Instance,
    problem: AlignmentProblem,
    request: SolveRequest,
    layout: LatticeLayout,
    plan: GeneralPlan,
    writer: SolutionWriter,
  ): Generator<number, void, void> {
    const structure = analyse(problem);
    instance.begin(plan.bytes);
    const place = placeAll(instance, problem, request, structure, plan);
    const sweep = new Sweep(instance, problem, request, layout, structure, writer, this.costs, place.sweep);
    const soft = place.soft === undefined ? undefined : new SoftSolver(sweep, plan.soft!, place.soft);
    const paths = place.path === undefined ? undefined : new PathSolver(sweep, plan.path!, place.path);
    const derivatives = plan.path?.isHardmin === true && needsBackward(request) ? new PathDerivatives(sweep) : undefined;
    for (let b = 0; b < problem.batch; b++) {
      sweep.open(b);
      if (soft !== undefined) yield* soft.solve();
      if (paths === undefined) continue;
      const path = yield* paths.solve();
      writer.path(b, path, paths.cost);
      if (plan.path!.isHardmin) writer.value(b, paths.cost);
      if (derivatives !== undefined) yield* derivatives.write(path, paths.end);
    }
  }
}
