import type { Backend, BackendProvider, MemoryEstimate, OpenOptions } from '../backend/backend.ts';
import { BackendBase } from '../backend/backend-base.ts';
import type { SolveRequest } from '../backend/request.ts';
import { needsBackward } from '../backend/request.ts';
import type { AlignmentSolution } from '../backend/solution.ts';
import { SolutionWriter } from '../backend/solution-writer.ts';
import { inputBytes, outputBytes, writerBytes } from '../bytes.ts';
import { latticeLayout } from '../lattice/layout.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import { backward, temperatureDerivative } from './backward.ts';
import { bestLatticePath } from './best-path.ts';
import { forward } from './forward.ts';
import { hessianProduct } from './hessian-product.ts';

/** The reference lattice solver as a backend: float64, Algorithms 1 and 2 as printed, everything kept; slow, the measure of all others. */
class ReferenceBackend extends BackendBase {
  constructor(options: OpenOptions) {
    super('reference', options);
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate {
    const cells = largestItemCells(problem);
    const slots = problem.steps.length + 1;
    const output = outputBytes(problem, request);
    // Per cell: cost, D, candidates, weights and the start candidate of a forward pass (the path has one of its own); E and H; four
    // moves and those of the weights.
    const forward = 8 * (2 + 2 * slots) + 4;
    const perCell =
      forward * (request.path === true ? 2 : 1) +
      (needsBackward(request) ? 16 : 0) +
      (request.hessianProduct === undefined ? 0 : 8 * (3 + slots));
    const scratch = cells * perCell + writerBytes(problem, request);
    return { input: inputBytes(problem), output, scratch, total: output + scratch, plan: 'full' };
  }

  protected override *work(problem: AlignmentProblem, request: SolveRequest): Generator<number, AlignmentSolution, void> {
    const layout = latticeLayout(problem);
    const writer = new SolutionWriter(problem, request, layout, this.costs);
    const minimum = this.minimums[problem.minimum];
    for (let b = 0; b < problem.batch; b++) {
      const pass = yield* forward(problem, b, layout, minimum, this.costs);
      writer.value(b, pass.value);
      const { rows, columns } = pass;
      for (let n = 0; n < rows; n++) {
        const first = layout.first[b * problem.rows + n];
        writer.accumulatedRow(b, n, first, layout.last[b * problem.rows + n], pass.distances, n * columns + first);
      }
      if (needsBackward(request) && pass.value !== Infinity) {
        const seed = request.upstream?.[b] ?? 1;
        const alignment = yield* backward(pass, seed, writer);
        if (request.temperatureGradient === true) writer.temperatureDerivative(b, temperatureDerivative(pass, seed, alignment));
        if (request.hessianProduct !== undefined) yield* hessianProduct(pass, seed, alignment, request.hessianProduct, writer);
      }
      if (request.path === true) yield* bestLatticePath(problem, b, layout, writer, this.costs);
    }
    return writer.finish(this.name);
  }
}

function largestItemCells(problem: AlignmentProblem): number {
  let most = 0;
  for (let b = 0; b < problem.batch; b++) most = Math.max(most, problem.rowLengths[b] * problem.columnLengths[b]);
  return most;
}

/** The reference lattice solver: opens everywhere. */
export const referenceProvider: BackendProvider = Object.freeze({
  name: 'reference',
  open: (options: OpenOptions = {}): Promise<Backend> => Promise.resolve(new ReferenceBackend(options)),
});

/** The reference solver at once, for tests and small problems. */
export function openReference(options: OpenOptions = {}): Backend & Required<Pick<Backend, 'solveSync'>> {
  return new ReferenceBackend(options);
}
