import type { AlignmentProblem, LatticeLayout, SolutionWriter, SolveRequest } from '@rubato/core';
import type { Instance } from './module/instance.ts';

/** What an engine will take from the kernels' memory for a solve, and whether accumulated costs are kept whole. */
export interface EnginePlan {
  /** Bytes of the kernels' memory. */
  readonly bytes: number;
  readonly plan: 'full' | 'checkpointed';
}

/** One way to solve problems with the kernels. An engine plans within `room` bytes if it can, else with the least that it needs. */
export interface Engine<P extends EnginePlan = EnginePlan> {
  plan(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, room: number): P;
  /** Yields cells done; the answer goes to the writer. */
  solve(
    instance: Instance,
    problem: AlignmentProblem,
    request: SolveRequest,
    layout: LatticeLayout,
    plan: P,
    writer: SolutionWriter,
  ): Generator<number, void, void>;
}
