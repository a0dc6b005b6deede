import { durationRatio, last } from '../problem/knots.ts';
import type { WarpProblem } from '../problem/warp-problem.ts';
import { findInterval, signalSlope } from '../signal/signal.ts';
import type { Kink } from '../solve/kkt.ts';
import type { PullbackTarget } from './interpolation-pullback.ts';
import { addInterpolation } from './interpolation-pullback.ts';

/** Gradients by every input of a warp problem, in the caller's units and in the shapes of the problem. */
export interface WarpGradient {
  /** By x's and y's values: `[N, channels]`, flat. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** By their observation times, with all that follows from them: knots, weights, diagonal, default expected slope. */
  readonly xTimes: Float64Array;
  readonly yTimes: Float64Array;
  /** By λ: `[m - 1]`; its sum where λ is one number. */
  readonly lambda: Float64Array;
  /** By the bounds of slopes: `[m - 1]` each. */
  readonly slopes: { readonly lower: Float64Array; readonly upper: Float64Array };
  /** By the band's bounds: `[m]` each; by radii it is `upper - lower`. */
  readonly band: { readonly lower: Float64Array; readonly upper: Float64Array };
  /** By a given expected slope; 0 where it follows from the times. */
  readonly expectedSlope: number;
  /** False where there is no derivative: constraints that are degenerate or only just active. The numbers are then those of one side. */
  readonly regular: boolean;
}

/** Collects gradients by what a problem is made of, and carries those by derived quantities back to the inputs. */
export class GradientAccumulator {
  /** By what a caller gave, as it is answered. */
  readonly by: Omit<WarpGradient, 'expectedSlope' | 'regular'>;
  /** By the knots' times and by the intervals between them. */
  readonly knots: Float64Array;
  readonly intervals: Float64Array;
  expectedSlope = 0;
  readonly #problem: WarpProblem;
  readonly #times: Float64Array;
  readonly #x: PullbackTarget;
  readonly #y: PullbackTarget;

  /** @param times the knots' */
  constructor(problem: WarpProblem, times: Float64Array) {
    const m = times.length;
    this.#problem = problem;
    this.#times = times;
    this.by = {
      x: new Float64Array(problem.x.values.length),
      y: new Float64Array(problem.y.values.length),
      xTimes: new Float64Array(problem.x.times.length),
      yTimes: new Float64Array(problem.y.times.length),
      lambda: new Float64Array(m - 1),
      slopes: { lower: new Float64Array(m - 1), upper: new Float64Array(m - 1) },
      band: { lower: new Float64Array(m), upper: new Float64Array(m) },
    };
    this.knots = new Float64Array(m);
    this.intervals = new Float64Array(m - 1);
    this.#x = { signal: problem.x, byValues: this.by.x, byTimes: this.by.xTimes };
    this.#y = { signal: problem.y, byValues: this.by.y, byTimes: this.by.yTimes };
  }

  /** By y at a knot. */
  addTarget(knot: number, channel: number, amount: number): void {
    const { y, knots } = this.#problem;
    if (knots === 'observations') {
      this.by.y[knot * y.channels + channel] += amount;
      return;
    }
    const time = this.#times[knot];
    const segment = findInterval(y.times, time);
    addInterpolation(this.#y, segment, channel, time, amount, 0);
    this.knots[knot] += amount * signalSlope(y, segment, channel, time);
  }

  /** By x on a segment at the value φ, and by its slope there: `amount·dx(φ) + amountOfSlope·dx′`, φ itself held. */
  addSource(segment: number, channel: number, phi: number, amount: number, amountOfSlope: number): void {
    addInterpolation(this.#x, segment, channel, phi, amount, amountOfSlope);
  }

  /** By x where it is observed, φ moving with the observation. */
  addObservation(observation: number, channel: number, amount: number): void {
    this.by.x[observation * this.#problem.x.channels + channel] += amount;
  }

  /** By the trapezoid weight of a knot. */
  addWeight(knot: number, amount: number): void {
    if (knot > 0) this.intervals[knot - 1] += amount / 2;
    if (knot < this.intervals.length) this.intervals[knot] += amount / 2;
  }

  /** By the value of a kink that a knot is locked to. */
  addKink(knot: number, kink: Kink, amount: number): void {
    if ('observation' in kink) {
      this.by.xTimes[kink.observation] += amount;
      return;
    }
    const { x } = this.#problem;
    const { segment, channel } = kink;
    const value = x.times[0] + kink.value * (last(x.times) - x.times[0]);
    const slope = signalSlope(x, segment, channel, value);
    this.addTarget(knot, channel, amount / slope);
    this.addSource(segment, channel, value, -amount / slope, 0);
  }

  /** By a bound of the band; a radius is measured from the diagonal, which moves with both signals' ends. */
  addBand(which: 'lower' | 'upper', knot: number, amount: number): void {
    this.by.band[which][knot] += amount;
    const { band, x, y } = this.#problem;
    if (band?.kind !== 'radii') return;
    const ratio = durationRatio(this.#problem);
    const share = (this.#times[knot] - y.times[0]) / (last(y.times) - y.times[0]);
    this.by.xTimes[0] += amount * (1 - share);
    this.by.xTimes[x.times.length - 1] += amount * share;
    this.knots[knot] += amount * ratio;
    this.by.yTimes[0] -= amount * ratio * (1 - share);
    this.by.yTimes[y.times.length - 1] -= amount * ratio * share;
  }

  finish(regular: boolean): WarpGradient {
    const { knots, intervals, by } = this;
    const { xTimes, yTimes } = by;
    const { x, y, knots: kind, expectedSlope } = this.#problem;
    for (let j = 0; j < intervals.length; j++) {
      knots[j] -= intervals[j];
      knots[j + 1] += intervals[j];
    }
    for (let i = 0; i < knots.length; i++) {
      if (kind === 'observations') yTimes[i] += knots[i];
      else {
        yTimes[0] += knots[i] * (1 - i / (kind - 1));
        yTimes[yTimes.length - 1] += (knots[i] * i) / (kind - 1);
      }
    }
    if (expectedSlope === undefined) {
      const duration = last(y.times) - y.times[0];
      const byRatio = this.expectedSlope / duration;
      xTimes[x.times.length - 1] += byRatio;
      xTimes[0] -= byRatio;
      yTimes[y.times.length - 1] -= byRatio * durationRatio(this.#problem);
      yTimes[0] += byRatio * durationRatio(this.#problem);
    }
    return { ...by, expectedSlope: expectedSlope === undefined ? 0 : this.expectedSlope, regular };
  }
}
