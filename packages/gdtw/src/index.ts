/** `@rubato/gdtw`: continuous time warps, solved exactly on grids, polished to a KKT point, differentiable in everything. */

// Signals.
export type { Signal, SignalInterpolation, SignalOptions } from './signal/signal.ts';
export { createSignal, evaluateSignal } from './signal/signal.ts';

// The problem.
export type { WarpBand, WarpBandInput, WarpProblem, WarpProblemInput } from './problem/warp-problem.ts';
export { createWarpProblem } from './problem/create-warp-problem.ts';
export { knotTimes } from './problem/knots.ts';
export type { WarpFeasibility } from './problem/feasibility.ts';
export { warpFeasibility } from './problem/feasibility.ts';
export type { WarpObjective } from './problem/objective.ts';
export { warpObjective } from './problem/objective.ts';
export { warpProblemFromJson, warpProblemToJson } from './problem/json.ts';
export type { Infeasibility } from './errors.ts';
export { InfeasibleWarpError } from './errors.ts';

// Losses and penalties of one's own.
export type { NamedFunction, WarpFunctions } from './losses/records.ts';
export type { SignalLossRecord } from './losses/signal-loss.ts';
export type { WarpPenaltyRecord } from './losses/warp-penalty.ts';

// The solver.
export type { WarpOptions } from './solve/options.ts';
export type { WarpBatchOptions, WarpSolution } from './solve/solve-warp.ts';
export { solveWarp, solveWarps } from './solve/solve-warp.ts';
export type { ActiveConstraint } from './solve/kkt.ts';
export { type ChooseLambdaOptions, chooseLambda, type LambdaChoice, type LambdaRule } from './validation/choose-lambda.ts';

// Gradients.
export type { WarpGradient } from './gradient/accumulator.ts';
export { discrepancyGradient, warpGradient } from './gradient/warp-gradient.ts';

// How far a warp is from the truth, with gradients.
export type { PiecewiseLinearWarp, TimeErrorOptions } from '@rubato/core/warp';
export type { WarpLoss } from './losses/warp-loss.ts';
export { largestErrorLoss, timeDeviationLoss, timeErrorLoss } from './losses/warp-loss-time-error.ts';
export type { PathErrorOptions } from './losses/warp-loss-path-error.ts';
export { pathErrorLoss } from './losses/warp-loss-path-error.ts';
