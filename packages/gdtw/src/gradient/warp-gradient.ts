import { LARGEST_MAGNITUDE } from '@rubato/core';
import { checkNumber, checkNumbers } from '../check.ts';
import type { WarpFunctions } from '../losses/records.ts';
import { durationRatio, intervalsOf, last, trapezoidWeights } from '../problem/knots.ts';
import type { WarpProblem } from '../problem/warp-problem.ts';
import { signalSlope } from '../signal/signal.ts';
import { deviation, differenceAt, directionAt } from '../solve/chain.ts';
import { solveComponents } from '../solve/newton.ts';
import type { WarpGradient } from './accumulator.ts';
import { GradientAccumulator } from './accumulator.ts';
import type { ActiveSet } from './active-set.ts';
import { findActiveSet } from './active-set.ts';
import { addHeld } from './held.ts';

const ANY = { least: -LARGEST_MAGNITUDE, most: LARGEST_MAGNITUDE };
/** A reduced Hessian with less than this left of its diagonal counts as singular. */
const SINGULAR = 1e-13;

/**
 * The vector-Jacobian products `Σ_i v_i·∂φ_i/∂z` of an optimal warp by every input z, in O(m).
 *
 * Knots at bounds and on kinks are fixed, knots at slopes' bounds are tied: what is left is a shorter chain with a tridiagonal Hessian,
 * which is solved once. A knot locked on an observation of x moves with its time and with nothing else.
 *
 * Source: Xu, Garg, Milford & Gould, ICLR 2023, equation 7; Gould et al. 2021, proposition 4.6.
 *
 * @param warp an optimal warp, as `solveWarp` answers with its polish
 * @param upstream v: m numbers, the gradient of a loss by the warp
 * @throws InvalidArgumentError for wrong lengths and numbers
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem, solveWarp, warpGradient } from '@rubato/gdtw';
 * const x = createSignal([0, 1, 3]);
 * const y = createSignal([0, 2, 3]);
 * const problem = createWarpProblem({ x, y, lambda: 1 });
 * const gradient = warpGradient(problem, solveWarp(problem).warp, [0, 1, 0]);
 * gradient.regular; // → true
 * gradient.y[1] > 0; // → true
 * ```
 */
export function warpGradient(
  problem: WarpProblem,
  warp: ArrayLike<number>,
  upstream: ArrayLike<number>,
  functions: WarpFunctions = {},
): WarpGradient {
  const set = findActiveSet(problem, warp, functions);
  const { chain, components, locks, times } = set;
  const v = checkNumbers('upstream', upstream, chain.count, ANY);
  const { x } = problem;
  const duration = last(x.times) - x.times[0];
  const weights = trapezoidWeights(times);
  const intervals = intervalsOf(times);

  const right = new Float64Array(chain.count);
  for (let i = 0; i < chain.count; i++) right[components.of[i]] += v[i];
  const share = solveComponents(components, right, 0, components.step);
  const direction = new Float64Array(chain.count);
  for (let i = 0; i < chain.count; i++) direction[i] = components.step[components.of[i]];
  const force = v.slice();
  for (let i = 0; i < chain.count; i++) {
    if (locks[i] === undefined) force[i] -= set.curvature[i] * direction[i];
    if (i === 0) continue;
    const pull = set.stiffness[i - 1] * (direction[i] - direction[i - 1]);
    force[i] -= pull;
    force[i - 1] += pull;
  }

  const gradient = new GradientAccumulator(problem, times);
  addHeld(problem, set, force, intervals, gradient);
  // The direction in the caller's units: the inverse of a Hessian by times of x.
  const unit = (duration * duration) / chain.unit;
  const { difference, direction: rise, product, channels } = chain;
  const loss = new Float64Array(channels);
  for (let i = 0; i < chain.count; i++) {
    const amount = -direction[i] * unit;
    if (amount === 0) continue;
    const segment = set.segment[i];
    const phi = x.times[0] + set.phi[i] * duration;
    differenceAt(chain, i, segment, set.phi[i]);
    for (let c = 0; c < channels; c++) rise[c] = signalSlope(x, segment, c, phi);
    chain.loss.gradient(difference, chain.lossParameter, loss);
    chain.loss.hessianProduct(difference, rise, chain.lossParameter, product);
    let slope = 0;
    for (let c = 0; c < channels; c++) {
      slope += loss[c] * rise[c];
      gradient.addSource(segment, c, phi, amount * weights[i] * product[c], amount * weights[i] * loss[c]);
      gradient.addTarget(i, c, -amount * weights[i] * product[c]);
    }
    gradient.addWeight(i, amount * slope);
  }
  for (let j = 0; j < intervals.length; j++) {
    const amount = -(direction[j + 1] - direction[j]) * unit;
    if (amount === 0) continue;
    const delta = set.phi[j + 1] - set.phi[j];
    const u = deviation(chain, j, delta);
    const first = chain.penalty.derivative(u, chain.penaltyParameter, 1);
    const second = problem.lambda[j] * chain.penalty.secondDerivative(u, chain.penaltyParameter);
    gradient.by.lambda[j] += amount * first;
    gradient.intervals[j] -= (amount * second * delta * duration) / (intervals[j] * intervals[j]);
    gradient.expectedSlope -= amount * second;
  }
  return gradient.finish(set.regular && share > SINGULAR);
}

/**
 * The gradient of the GDTW discrepancy, the objective at the best warp, by every input: the envelope theorem, O(m).
 *
 * @param warp an optimal warp
 * @param upstream the gradient of a loss by the discrepancy. Default: 1
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem, discrepancyGradient, solveWarp } from '@rubato/gdtw';
 * const x = createSignal([0, 1, 3]);
 * const problem = createWarpProblem({ x, y: x, lambda: 1 });
 * discrepancyGradient(problem, solveWarp(problem).warp).x.every((value) => value === 0); // → true
 * ```
 */
export function discrepancyGradient(
  problem: WarpProblem,
  warp: ArrayLike<number>,
  upstream: number = 1,
  functions: WarpFunctions = {},
): WarpGradient {
  const set = findActiveSet(problem, warp, functions);
  checkNumber('upstream', upstream, ANY);
  const { chain, locks, times } = set;
  const { x } = problem;
  const duration = last(x.times) - x.times[0];
  const weights = trapezoidWeights(times);
  const intervals = intervalsOf(times);
  const gradient = new GradientAccumulator(problem, times);
  const { difference, product, channels } = chain;
  const force = new Float64Array(chain.count);
  const unit = (upstream * chain.unit) / duration;
  for (let i = 0; i < chain.count; i++) {
    const lock = locks[i];
    const observation = lock?.kind === 'kink' && 'observation' in lock.kink ? lock.kink.observation : -1;
    differenceAt(chain, i, observation >= 0 ? observation : set.segment[i], observation >= 0 ? chain.times[observation] : set.phi[i]);
    chain.loss.gradient(difference, chain.lossParameter, product);
    const segment = set.segment[i];
    const phi = x.times[0] + set.phi[i] * duration;
    for (let c = 0; c < channels; c++) {
      const amount = upstream * weights[i] * product[c];
      if (observation >= 0) gradient.addObservation(observation, c, amount);
      else gradient.addSource(segment, c, phi, amount, 0);
      gradient.addTarget(i, c, -amount);
    }
    gradient.addWeight(i, upstream * chain.loss.value(difference, chain.lossParameter));
    if (observation < 0) force[i] += unit * slopeOf(set, i);
  }
  for (let j = 0; j < intervals.length; j++) {
    const delta = set.phi[j + 1] - set.phi[j];
    const u = deviation(chain, j, delta);
    const value = chain.penalty.value(u, chain.penaltyParameter);
    const first = upstream * problem.lambda[j] * chain.penalty.derivative(u, chain.penaltyParameter, 1);
    const slope = u + (problem.expectedSlope ?? durationRatio(problem));
    // A tie on a kink of the penalty moves with the kink: its force is the tension that the knots leave it.
    const tension = set.ties[j]?.kind === 'kink' ? 0 : first;
    gradient.by.lambda[j] += upstream * value * intervals[j];
    gradient.intervals[j] += upstream * problem.lambda[j] * value - tension * slope;
    gradient.expectedSlope -= tension * intervals[j];
    force[j + 1] += tension;
    force[j] -= tension;
  }
  addHeld(problem, set, force, intervals, gradient);
  return gradient.finish(set.regular);
}

/** The derivative of a knot's loss by its value; a channel that agrees with y has no say, as in the loss's own gradient. */
function slopeOf({ chain, segment, phi }: ActiveSet, knot: number): number {
  const { channels, product, weights } = chain;
  const direction = directionAt(chain, segment[knot], phi[knot]);
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += product[c] * direction[c];
  return weights[knot] * sum;
}
