import type { Backend, CostInput, Precision, ProblemInput, SolveRequest } from '@rubato/core';
import { normaliseProblem, requestNames } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { backendNames, minimumFunctions, openBackend } from 'rubato';

/** What a backend of this machine takes, or why it is not there. */
export type BackendReport =
  | { readonly name: string; readonly available: false; readonly reason: string }
  | {
      readonly name: string;
      readonly available: true;
      readonly precisions: readonly Precision[];
      /** Minimum functions. */
      readonly minimums: readonly string[];
      /** Kinds of cost that come from the caller. */
      readonly costs: readonly string[];
      /** What it computes beside the value, under softmin. */
      readonly requests: readonly string[];
    };

const one = Float64Array.of(0);
const shape = [1, 1] as const;

/** The smallest problem with a cost of each kind. */
const SMALLEST: readonly CostInput[] = [
  { kind: 'dense', data: one, shape },
  { kind: 'banded', data: one, shape, first: Int32Array.of(0), last: Int32Array.of(0) },
  { kind: 'gathered', values: one, shape, classes: 1, index: Int32Array.of(0) },
  { kind: 'features', x: one, y: one, shape, dimension: 1, localCost: { name: 'squaredEuclidean' } },
];

/** A request for one thing. */
const REQUESTS: Readonly<Record<(typeof requestNames)[number], SolveRequest>> = {
  gradient: { gradient: true },
  inputGradient: { inputGradient: true },
  softAlignment: { softAlignment: true },
  accumulatedCost: { accumulatedCost: true },
  stepWeightGradient: { stepWeightGradient: 'table' },
  stepPenaltyGradient: { stepPenaltyGradient: 'table' },
  temperatureGradient: { temperatureGradient: true },
  boundaryGradient: { boundaryGradient: true },
  edgeMarginals: { edgeMarginals: true },
  marginals: { marginals: [{ by: 'step' }] },
  hessianProduct: { hessianProduct: { along: 'cost', direction: one } },
  path: { path: true },
};

/** Opens every backend by name, asks what it supports, and gives it back. */
export async function inspectBackends(): Promise<readonly BackendReport[]> {
  const reports: BackendReport[] = [];
  for (const name of backendNames) {
    try {
      const backend = await openBackend(name);
      reports.push(ask(name, backend));
      await backend.dispose();
    } catch (error) {
      const reason = error instanceof Error ? ((error as Error & { readonly reason?: string }).reason ?? error.message) : String(error);
      reports.push({ name, available: false, reason });
    }
  }
  return reports;
}

function ask(name: string, backend: Backend): BackendReport {
  const [dense] = SMALLEST;
  const takes = (input: Partial<ProblemInput>, request: SolveRequest): boolean =>
    backend.supports(normaliseProblem({ ...softDtw(), cost: dense, ...input }), request).supported;
  return {
    name,
    available: true,
    precisions: backend.limits.precisions.filter((precision) => takes({ precision }, {})),
    minimums: Object.keys(minimumFunctions)
      .toSorted()
      .filter((minimum) => takes({ minimum }, {})),
    costs: SMALLEST.filter((cost) => takes({ cost }, {})).map(({ kind }) => kind),
    requests: requestNames.filter((request) => takes({}, REQUESTS[request])),
  };
}
