/** `@rubato/core`: the problem, the lattice and the graph, the backend contract, the reference solver. */

// The problem.
export { normaliseProblem } from './problem/normalise.ts';
export type { AlignmentProblem, CostInput, Parameterization, Precision, ProblemInput, Step } from './problem/problem.ts';
export type { BandedCost, Cost, CostKind, DenseCost, DeviceCost, FeaturesCost, GatheredCost, LatticeShape } from './problem/cost.ts';
export type { BoundaryTable, StepTable, StepTableInput } from './problem/table.ts';
export { boundaryValue, broadcastStrides, tableIndex } from './problem/table.ts';
export type { Boundary, BoundaryInput, BoundaryRole, BoundarySet, BoundaryTableInput, Cell } from './problem/boundary.ts';
export { candidateColumn, candidateCount, candidateRow, mostCandidates } from './problem/boundary.ts';
export type { Band, BandInput } from './problem/band.ts';
export { LARGEST_FEATURE, LARGEST_MAGNITUDE } from './problem/check.ts';
export { feasibility, infeasibleReason } from './feasibility.ts';
export type { ItemFeasibility } from './feasibility.ts';
export { estimate } from './estimate.ts';
export { inputBytes, outputBytes, writerBytes } from './bytes.ts';

// The answer.
export { solve } from './solve.ts';
export type { GroupTable, HessianDirection, MarginalReduction, SolveRequest } from './backend/request.ts';
export { asks, needsBackward, requestNames } from './backend/request.ts';
export { checkRequest } from './backend/check-request.ts';
export type {
  AlignmentSolution,
  BoundaryGradient,
  InputGradient,
  ItemStatus,
  LatticeArray,
  RowRanges,
  ShapedArray,
} from './backend/solution.ts';
export { toDense } from './backend/solution.ts';

// The backend contract, and what backends build on.
export type {
  Backend,
  BackendLimits,
  BackendProvider,
  MemoryEstimate,
  OpenOptions,
  SolveOptions,
  SolveProgress,
  Support,
  Unavailable,
} from './backend/backend.ts';
export { isUnavailable } from './backend/backend.ts';
export { BackendBase } from './backend/backend-base.ts';
export { CheckedBackend } from './backend/checked-backend.ts';
export { giveWay } from './backend/give-way.ts';
export type { SliceOptions } from './backend/time-slices.ts';
export { runAtOnce, runInSlices, TimeSlices, WAIT } from './backend/time-slices.ts';
export { zeroInputGradient } from './backend/input-gradient.ts';
export { SolutionWriter } from './backend/solution-writer.ts';
export { BoundaryIndex } from './lattice/boundary-index.ts';
export type { CostReader } from './lattice/cost-reader.ts';
export { bandedRowStarts, createCostReader } from './lattice/cost-reader.ts';
export { densify } from './lattice/densify.ts';
export type { LatticeLayout } from './lattice/layout.ts';
export { latticeArray, latticeLayout } from './lattice/layout.ts';
export { boundaryCost, stepCost, weightedCost } from './lattice/step-cost.ts';

// The reference solver.
export { openReference, referenceProvider } from './reference/reference-backend.ts';

// The graph: the definition of right.
export type { LatticeDag, LatticeEdge } from './lattice/lattice-to-dag.ts';
export { latticeToDag } from './lattice/lattice-to-dag.ts';
export type { Dag } from './dag/dag.ts';
export { createDag } from './dag/dag.ts';
export type { DagSolution } from './dag/solve-dag.ts';
export { solveDag } from './dag/solve-dag.ts';
export { dagHessianProduct } from './dag/hessian-product.ts';
export type { DagPath } from './dag/best-path.ts';
export { bestPath } from './dag/best-path.ts';
export { countPaths } from './dag/count-paths.ts';
export { enumeratePaths } from './dag/enumerate-paths.ts';
export { kBestPaths } from './dag/k-best-paths.ts';
export { pathEntropy, samplePaths } from './dag/gibbs.ts';
export type { RandomGenerator } from './random.ts';
export { createRandom } from './random.ts';

// Errors.
export type { InvalidArgumentDetails } from './errors.ts';
export {
  DeviceLostError,
  DeviceMemoryError,
  DisposedError,
  InvalidArgumentError,
  MemoryLimitError,
  RubatoError,
  UnavailableBackendError,
  UnsupportedError,
} from './errors.ts';
