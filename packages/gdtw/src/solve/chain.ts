import { CONSTRAINT_TOLERANCE } from '../problem/feasibility.ts';
import type { ReachableRanges } from '../problem/feasibility.ts';
import type { WarpFunctions } from '../losses/records.ts';
import { resolveSignalLoss, resolveWarpPenalty } from '../losses/records.ts';
import type { SignalLossRecord } from '../losses/signal-loss.ts';
import type { WarpPenaltyRecord } from '../losses/warp-penalty.ts';
import { durationRatio, intervalsOf, last, trapezoidWeights } from '../problem/knots.ts';
import type { WarpProblem } from '../problem/warp-problem.ts';
import { dividedDifferences, sag, sagCurvature, sagSlope } from '../signal/cubic.ts';
import { findInterval, interpolateInto } from '../signal/signal.ts';

/** Constraints are compared with this tolerance, in units of x's duration. */
export const TOLERANCE: number = CONSTRAINT_TOLERANCE;

/** A warp problem in units of both durations: times of x and y run from 0 to 1, and the objective is that of one unit of y's time. */
export interface WarpChain {
  /** m. */
  readonly count: number;
  readonly channels: number;
  /** Scaled observation times of x and its values. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Where x is cubic: the second divided differences of its observations, `[N, channels]`. */
  readonly differences: Float64Array | undefined;
  /** y at the knots, `[m, channels]`. */
  readonly targets: Float64Array;
  /** Trapezoid weights. */
  readonly weights: Float64Array;
  /** `[m - 1]`: scaled lengths of the intervals, λ, and the bounds of φ_{j+1} - φ_j. */
  readonly intervals: Float64Array;
  readonly lambda: Float64Array;
  readonly leastDelta: Float64Array;
  readonly mostDelta: Float64Array;
  /** The knots' own bounds, and the ranges in which feasible warps are. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** x's duration over y's: what a scaled slope is multiplied by. */
  readonly ratio: number;
  readonly expectedSlope: number;
  readonly loss: SignalLossRecord;
  readonly lossParameter: number;
  readonly lossKinked: boolean;
  readonly penalty: WarpPenaltyRecord;
  readonly penaltyParameter: number;
  /** y's duration: what an objective is multiplied by. */
  readonly unit: number;
  /** Scratch of `channels` numbers each. */
  readonly difference: Float64Array;
  readonly direction: Float64Array;
  readonly bend: Float64Array;
  readonly product: Float64Array;
  /** Scratch of the three values at which a cubic may cross a number. */
  readonly crossings: Float64Array;
}

export function createChain(problem: WarpProblem, ranges: ReachableRanges, functions: WarpFunctions): WarpChain {
  const { x, y } = problem;
  const first = x.times[0];
  const duration = last(x.times) - first;
  const unit = last(y.times) - y.times[0];
  const { times: knots, bounds } = ranges;
  const scaled = toUnit(knots, y.times[0], unit);
  const targets = new Float64Array(knots.length * y.channels);
  for (let i = 0; i < knots.length; i++) interpolateInto(y, knots[i], targets, i * y.channels);
  const intervals = intervalsOf(scaled);
  const ratio = durationRatio(problem);
  const loss = resolveSignalLoss(problem.signalLoss, functions);
  const penalty = resolveWarpPenalty(problem.warpPenalty, functions);
  const times = toUnit(x.times, first, duration);
  return {
    count: knots.length,
    channels: x.channels,
    times,
    values: x.values,
    differences: x.interpolation === 'cubic' ? dividedDifferences({ times, values: x.values, channels: x.channels }) : undefined,
    targets,
    weights: trapezoidWeights(scaled),
    intervals,
    lambda: problem.lambda,
    leastDelta: toDeltas(problem.slopes.lower, ratio, intervals),
    mostDelta: toDeltas(problem.slopes.upper, ratio, intervals),
    lower: toUnit(bounds.lower, first, duration),
    upper: toUnit(bounds.upper, first, duration),
    least: toUnit(ranges.least, first, duration),
    most: toUnit(ranges.most, first, duration),
    ratio,
    expectedSlope: problem.expectedSlope ?? ratio,
    loss: loss.record,
    lossParameter: loss.parameter,
    lossKinked: loss.record.kinked?.(loss.parameter, x.channels) ?? false,
    penalty: penalty.record,
    penaltyParameter: penalty.parameter,
    unit,
    difference: new Float64Array(x.channels),
    direction: new Float64Array(x.channels),
    bend: new Float64Array(x.channels),
    product: new Float64Array(x.channels),
    crossings: new Float64Array(3),
  };
}

/** Times as shares of a duration. */
function toUnit(times: Float64Array, first: number, duration: number): Float64Array {
  const shares = new Float64Array(times.length);
  for (let i = 0; i < times.length; i++) shares[i] = (times[i] - first) / duration;
  return shares;
}

/** Slopes as differences over scaled intervals. */
function toDeltas(slopes: Float64Array, ratio: number, intervals: Float64Array): Float64Array {
  const deltas = new Float64Array(intervals.length);
  for (let j = 0; j < deltas.length; j++) deltas[j] = (slopes[j] / ratio) * intervals[j];
  return deltas;
}

/**
 * x at a value inside a segment, minus y at a knot, into the chain's scratch: from the nearer observation on, so that where x is near y no
 * digits of either are lost.
 */
export function differenceAt(chain: WarpChain, knot: number, segment: number, value: number): Float64Array {
  const { channels, times, values, differences, targets, difference } = chain;
  const start = times[segment];
  const end = times[segment + 1];
  const isLeft = value - start <= end - value;
  const share = (isLeft ? value - start : end - value) / (end - start);
  const near = (isLeft ? segment : segment + 1) * channels;
  const far = (isLeft ? segment + 1 : segment) * channels;
  for (let c = 0; c < channels; c++) {
    let step = share * (values[far + c] - values[near + c]);
    if (differences !== undefined) step -= sag(end - start, share, differences[near + c], differences[far + c]);
    difference[c] = values[near + c] - targets[knot * channels + c] + step;
  }
  return difference;
}

/** dx/dφ at a value inside a segment, into the chain's scratch. */
export function directionAt(chain: WarpChain, segment: number, value: number): Float64Array {
  const { channels, times, values, differences, direction } = chain;
  const length = times[segment + 1] - times[segment];
  const share = (value - times[segment]) / length;
  const base = segment * channels;
  for (let c = 0; c < channels; c++) {
    direction[c] = (values[base + channels + c] - values[base + c]) / length;
    if (differences !== undefined) direction[c] -= sagSlope(length, share, differences[base + c], differences[base + channels + c]);
  }
  return direction;
}

/** d²x/dφ² at a value inside a segment, into the chain's scratch. */
export function bendAt(chain: WarpChain, segment: number, value: number): Float64Array {
  const { channels, times, differences, bend } = chain;
  if (differences === undefined) return bend.fill(0);
  const share = (value - times[segment]) / (times[segment + 1] - times[segment]);
  const base = segment * channels;
  for (let c = 0; c < channels; c++) bend[c] = -sagCurvature(share, differences[base + c], differences[base + channels + c]);
  return bend;
}

/** The weighted loss of a knot's value. */
export function knotCost(chain: WarpChain, knot: number, segment: number, value: number): number {
  return chain.weights[knot] * chain.loss.value(differenceAt(chain, knot, segment, value), chain.lossParameter);
}

/** The weighted penalty of φ_{j+1} - φ_j. */
export function edgeCost(chain: WarpChain, edge: number, delta: number): number {
  const weight = chain.lambda[edge] * chain.intervals[edge];
  return weight === 0 ? 0 : weight * chain.penalty.value(deviation(chain, edge, delta), chain.penaltyParameter);
}

/** The slope's deviation from the expected one, in the caller's units. */
export const deviation = (chain: WarpChain, edge: number, delta: number): number =>
  (chain.ratio * delta) / chain.intervals[edge] - chain.expectedSlope;

/** The whole objective of a warp, in units of y's duration. */
export function chainCost(chain: WarpChain, phi: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < chain.count; i++) {
    sum += knotCost(chain, i, findInterval(chain.times, phi[i]), phi[i]);
    if (i > 0) sum += edgeCost(chain, i - 1, phi[i] - phi[i - 1]);
  }
  return sum;
}
