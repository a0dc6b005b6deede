import type { AlignmentProblem, AlignmentSolution, Backend, SolveRequest } from '@rubato/core';
import { UnsupportedError } from '@rubato/core';
import type { SynchronousBackend } from '../compute-backend.ts';
import { chooseBackend } from '../compute-backend.ts';

/** What to do where only Hessian products are missing. */
const WITH_PRODUCTS =
  'the gradient of this loss is made of Hessian products; @rubato/backend-cpu has them and answers at once:' +
  ' setComputeBackend(await openWasm(), openCpu())';

/**
 * The named backends as one: each solve that a loss asks for goes to the first that takes it. A loss asks for more than one kind, and
 * none of them need be the fastest at all.
 */
export function firstThatCan(own: Backend | readonly Backend[] | undefined): Backend {
  // computeLossSync asks for no more of a backend.
  const asked: Pick<Backend, 'name' | 'limits' | 'supports'> & Pick<SynchronousBackend, 'solveSync'> = {
    name: '@rubato/tfjs',
    limits: {
      maximumSide: Infinity,
      maximumCells: Infinity,
      maximumSteps: Infinity,
      maximumBytes: Infinity,
      precisions: ['float32', 'float64'],
    },
    // Where none does, the choice says why.
    supports: () => ({ supported: true }),
    solveSync: (problem, request): AlignmentSolution => choose(own, problem, request).solveSync(problem, request),
  };
  return asked as Backend;
}

function choose(own: Backend | readonly Backend[] | undefined, problem: AlignmentProblem, request: SolveRequest): SynchronousBackend {
  try {
    return chooseBackend(own, problem, request);
  } catch (error) {
    const { hessianProduct, ...others } = request;
    if (!(error instanceof UnsupportedError) || hessianProduct === undefined) throw error;
    // Throws the same where something else is in the way.
    chooseBackend(own, problem, others);
    throw new UnsupportedError(error.backend, `${error.reason}; ${WITH_PRODUCTS}`);
  }
}
