import type {
  AlignmentProblem,
  AlignmentSolution,
  BackendProvider,
  LatticeLayout,
  MemoryEstimate,
  OpenOptions,
  SolveRequest,
} from '@rubato/core';
import { BackendBase, inputBytes, latticeLayout, outputBytes, SolutionWriter, writerBytes } from '@rubato/core';
import { hardmin, softmin } from '@rubato/minimum';
import type { GeneralPlan } from '../../../src/general/general-engine.ts';
import { GeneralEngine } from '../../../src/general/general-engine.ts';
import { Instance } from '../../../src/module/instance.ts';
import { kernelModule } from './kernel-module.ts';

/** One for all backends, since each reserves a large range of addresses. */
const shared = new Instance(kernelModule, false);
let isBusy = false;

/** A backend of the general engine alone. */
export class GeneralBackend extends BackendBase {
  private readonly instance: Instance;
  private readonly engine: GeneralEngine;

  constructor(options: OpenOptions = {}, instance: Instance = shared) {
    super('wasm-general', options);
    this.instance = instance;
    this.engine = new GeneralEngine(this.costs, this.minimums);
  }

  protected override declines(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    const reason = super.declines(problem, request);
    if (reason !== undefined) return reason;
    const minimum = this.minimums[problem.minimum];
    if (minimum !== softmin && minimum !== hardmin) return `no kernel for ${problem.minimum}`;
    return request.hessianProduct === undefined ? undefined : 'no kernel for Hessian products';
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate {
    const layout = latticeLayout(problem);
    const { bytes, scratch, plan } = this.planOf(problem, request, layout);
    const output = outputBytes(problem, request, layout);
    const all = bytes + scratch + writerBytes(problem, request);
    return { input: inputBytes(problem), output, scratch: all, total: output + all, plan };
  }

  planOf(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout): GeneralPlan {
    const room = this.maxBytes - outputBytes(problem, request, layout) - writerBytes(problem, request);
    return this.engine.plan(problem, request, layout, room);
  }

  protected override visits(problem: AlignmentProblem, request: SolveRequest): number {
    return this.planOf(problem, request, latticeLayout(problem)).visits;
  }

  protected override *work(problem: AlignmentProblem, request: SolveRequest): Generator<number, AlignmentSolution, void> {
    const layout = latticeLayout(problem);
    const plan = this.planOf(problem, request, layout);
    const writer = new SolutionWriter(problem, request, layout, this.costs);
    // Solves that go on at the same time have one each.
    const takesShared = this.instance === shared && !isBusy;
    const instance = this.instance === shared && isBusy ? new Instance(kernelModule, false) : this.instance;
    if (takesShared) isBusy = true;
    try {
      yield* this.engine.solve(instance, problem, request, layout, plan, writer);
      return writer.finish(this.name);
    } finally {
      if (takesShared) isBusy = false;
    }
  }

  /** A solve without the refusals before it and what they look at; `onPiece` is told of the cells done. */
  solveAlone(problem: AlignmentProblem, request: SolveRequest, onPiece: (cells: number) => void = () => {}): AlignmentSolution {
    const work = this.work(problem, request);
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      onPiece(step.value);
    }
  }
}

export const generalProvider: BackendProvider = {
  name: 'wasm-general',
  open: (options: OpenOptions = {}) => Promise.resolve(new GeneralBackend(options)),
};
