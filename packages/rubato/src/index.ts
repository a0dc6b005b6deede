/** `rubato`: differentiable sequence alignment. One-liners first, then the problem, the backends and the parts. */

// On plain arrays, at once.
export { dtw } from './dtw.ts';
export type { DtwOptions, DtwResult } from './dtw.ts';
export { softDtw } from './soft-dtw.ts';
export type { SoftDtwOptions, SoftDtwResult } from './soft-dtw.ts';
export { ctcLoss } from './ctc-loss.ts';
export type { CtcLossOptions, CtcLossResult } from './ctc-loss.ts';
export { pairwiseDistances } from './pairwise-distances.ts';
export type { DistanceMatrix } from './pairwise-distances.ts';
export { nearestNeighbours } from './nearest-neighbours.ts';
export type { Neighbour } from './nearest-neighbours.ts';
export type { DistanceOptions } from './distance.ts';
export type { PairOptions } from './pair.ts';
export type { Sequence, Shaped } from './sequence.ts';

// Parameterizations: presets.dtw(), presets.softDtw(), presets.ctc(), …
export * as presets from '@rubato/presets';

// The problem and its solution.
export { estimate, feasibility, normaliseProblem, solve, toDense } from '@rubato/core';
export type {
  AlignmentProblem,
  AlignmentSolution,
  Band,
  BandInput,
  Boundary,
  BoundaryGradient,
  BoundaryInput,
  BoundarySet,
  BoundaryTableInput,
  Cell,
  Cost,
  CostInput,
  CostKind,
  HessianDirection,
  InputGradient,
  ItemFeasibility,
  ItemStatus,
  LatticeArray,
  LatticeShape,
  MarginalReduction,
  MemoryEstimate,
  Parameterization,
  Precision,
  ProblemInput,
  ShapedArray,
  SolveRequest,
  Step,
  StepTableInput,
} from '@rubato/core';

// Backends.
export { backendNames, openBackend } from './open-backend.ts';
export { useBackend } from './use-backend.ts';
export type { Backend, BackendLimits, BackendProvider, OpenOptions, SolveOptions, SolveProgress, Support, Unavailable } from '@rubato/core';

// Minimum functions and local costs by name.
export { minimumFunctions } from '@rubato/minimum';
export type { MinimumFunction } from '@rubato/minimum';
export { localCosts, prepareLocalCost } from '@rubato/costs';
export type { FloatArray, LocalCost, LocalCostSpecification, PreparedCost, Rests, WeightedCostTerm } from '@rubato/costs';

// Errors.
export type { InvalidArgumentDetails } from '@rubato/core';
export {
  DeviceLostError,
  DeviceMemoryError,
  DisposedError,
  InvalidArgumentError,
  MemoryLimitError,
  RubatoError,
  UnavailableBackendError,
  UnsupportedError,
} from '@rubato/core';
