import type { AlignmentProblem, AlignmentSolution, LatticeLayout, MemoryEstimate, OpenOptions, SolveRequest } from '@rubato/core';
import {
  BackendBase,
  inputBytes,
  latticeLayout,
  MemoryLimitError,
  needsBackward,
  outputBytes,
  SolutionWriter,
  writerBytes,
} from '@rubato/core';
import { hardmin, softmin } from '@rubato/minimum';
import type { GeneralPlan } from './general/general-engine.ts';
import { GeneralEngine } from './general/general-engine.ts';
import { chooseItems } from './items/choose-items.ts';
import type { ItemWork } from './items/item-work.ts';
import { ItemResults } from './items/results.ts';
import { itemsAtOnce, runItems, runItemsOnThreads } from './items/run-items.ts';
import type { InstancePool } from './module/instance-pool.ts';
import type { Instance } from './module/instance.ts';
import { MOST_BYTES } from './module/instance.ts';

/** How a solve goes: items for the fast kernels, or the general engine, or the one and then the other for the best paths. */
interface Plan {
  readonly layout: LatticeLayout;
  readonly items: ItemWork | undefined;
  /** What is left for the general engine, and its plan. */
  readonly rest: SolveRequest | undefined;
  readonly general: GeneralPlan | undefined;
  readonly memory: MemoryEstimate;
}

/** WebAssembly kernels: softmin in float32 on SIMD vectors, everything else of softmin and hardmin in float64. */
export class WasmBackend extends BackendBase {
  private readonly pool: InstancePool;
  private readonly general: GeneralEngine;
  /** The plan of the solve that is about to begin, made when its memory was judged. */
  private planned: { readonly problem: AlignmentProblem; readonly request: SolveRequest; readonly plan: Plan } | undefined;

  readonly relaxedSimd: boolean;

  constructor(pool: InstancePool, relaxedSimd: boolean, options: OpenOptions) {
    super('wasm', options);
    this.relaxedSimd = relaxedSimd;
    this.pool = pool;
    this.general = new GeneralEngine(this.costs, this.minimums);
  }

  /** How many threads work on a batch. */
  get threads(): number {
    return this.pool.threads;
  }

  protected override declines(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    const reason = super.declines(problem, request);
    if (reason !== undefined) return reason;
    const minimum = this.minimums[problem.minimum];
    if (minimum !== softmin && minimum !== hardmin) return `the minimum function ${problem.minimum} has no WebAssembly kernel`;
    return request.hessianProduct === undefined ? undefined : 'Hessian products have no WebAssembly kernel';
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate {
    const plan = this.plan(problem, request, false);
    this.planned = { problem, request, plan };
    return plan.memory;
  }

  protected override visits(problem: AlignmentProblem, request: SolveRequest): number {
    const { items, general } = this.plan(problem, request, false);
    // Items count their own visits; what is left is the general engine's.
    return (items === undefined ? 0 : needsBackward(request) ? 2 : 1) + (general?.visits ?? 0);
  }

  protected override *work(
    problem: AlignmentProblem,
    request: SolveRequest,
    reuse: AlignmentSolution | undefined,
  ): Generator<number, AlignmentSolution, void> {
    const { planned } = this;
    this.planned = undefined;
    const plan = planned?.problem === problem && planned.request === request ? planned.plan : this.plan(problem, request, false);
    const instance = this.pool.acquire();
    try {
      const solved = plan.items === undefined ? undefined : yield* this.workOnItems(instance, problem, request, plan, plan.items, reuse);
      if (solved !== undefined && plan.general === undefined) return solved;
      if (solved === undefined && plan.items !== undefined) {
        // Costs over γ are too large for the fast kernels' exponents: all over again.
        const { layout, general } = this.plan(problem, request, true);
        return yield* this.workGenerally(instance, problem, request, layout, general!);
      }
      const rest = yield* this.workGenerally(instance, problem, plan.rest!, plan.layout, plan.general!);
      return solved === undefined ? rest : { ...solved, paths: rest.paths!, pathCosts: rest.pathCosts! };
    } finally {
      this.pool.release(instance);
    }
  }

  private *workOnItems(
    instance: Instance,
    problem: AlignmentProblem,
    request: SolveRequest,
    { layout }: Plan,
    items: ItemWork,
    reuse: AlignmentSolution | undefined,
  ): Generator<number, AlignmentSolution | undefined, void> {
    const results = new ItemResults(problem, request, layout, reuse);
    items.attach(results);
    const threads = problem.batch > 1 ? this.pool.threadsOf(instance) : undefined;
    const represented = yield* threads === undefined ? runItems(instance, items) : runItemsOnThreads(instance, threads, items);
    return represented ? results.finish(this.name) : undefined;
  }

  private *workGenerally(
    instance: Instance,
    problem: AlignmentProblem,
    request: SolveRequest,
    layout: LatticeLayout,
    plan: GeneralPlan,
  ): Generator<number, AlignmentSolution, void> {
    const writer = new SolutionWriter(problem, request, layout, this.costs);
    yield* this.general.solve(instance, problem, request, layout, plan, writer);
    return writer.finish(this.name);
  }

  /** @param generally whether only the general engine may be used */
  private plan(problem: AlignmentProblem, request: SolveRequest, generally: boolean): Plan {
    const layout = latticeLayout(problem);
    const output = outputBytes(problem, request, layout);
    const room = Math.min(this.maxBytes - output, MOST_BYTES);
    const isSoftmin = this.minimums[problem.minimum] === softmin;
    const atOnce = itemsAtOnce(problem.batch, this.pool.pooled);
    const items = isSoftmin && !generally ? chooseItems(problem, request, layout, this.costs, room / atOnce) : undefined;
    const rest = items === undefined ? request : request.path === true ? { path: true } : undefined;
    const writing = rest === undefined ? 0 : writerBytes(problem, rest);
    const general = rest === undefined ? undefined : this.general.plan(problem, rest, layout, room - writing, items !== undefined);
    const inside = Math.max((items?.bytes ?? 0) * atOnce, general?.bytes ?? 0);
    if (inside > MOST_BYTES) throw new MemoryLimitError('a WebAssembly memory', inside, MOST_BYTES);
    const scratch = inside + writing + (general?.scratch ?? 0);
    const whole = items?.checkpointed !== true && general?.plan !== 'checkpointed';
    return {
      layout,
      items,
      rest,
      general,
      memory: { input: inputBytes(problem), output, scratch, total: output + scratch, plan: whole ? 'full' : 'checkpointed' },
    };
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    await this.pool.dispose();
  }
}
