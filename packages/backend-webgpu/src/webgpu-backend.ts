import type { AlignmentProblem, AlignmentSolution, MemoryEstimate, OpenOptions, SolveRequest } from '@rubato/core';
import { BackendBase, inputBytes, outputBytes, UnsupportedError } from '@rubato/core';

/** A backend that declines everything. Take problems one kind at a time: the conformance suite says what is still missing. */
export class WebgpuBackend extends BackendBase {
  constructor(options: OpenOptions) {
    super('webgpu', options);
  }

  protected override declines(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    return super.declines(problem, request) ?? 'it computes nothing yet';
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate {
    const output = outputBytes(problem, request);
    return { input: inputBytes(problem), output, scratch: 0, total: output, plan: 'full' };
  }

  // Yield the number of cells done every few thousand cells, so that an asynchronous solve can give way.
  // oxlint-disable-next-line eslint/require-yield -- there is nothing to yield yet
  protected override *work(): Generator<number, AlignmentSolution, void> {
    throw new UnsupportedError(this.name, 'it computes nothing yet');
  }
}
