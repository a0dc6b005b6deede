import { dividedDifference, middleOf, sag, sagCurvature, sagSlope } from '../signal/cubic.ts';
import type { Signal } from '../signal/signal.ts';
import { signalSlope } from '../signal/signal.ts';

/** A signal, and where gradients by its values and by its observation times are summed up. */
export interface PullbackTarget {
  readonly signal: Signal;
  readonly byValues: Float64Array;
  readonly byTimes: Float64Array;
}

/**
 * The pullback of `amount·x(t) + amountOfSlope·x′(t)` for one channel at a time within a segment, which is held: by the segment's two
 * observations, and where the signal is cubic by those next to them.
 */
export function addInterpolation(
  into: PullbackTarget,
  segment: number,
  channel: number,
  time: number,
  amount: number,
  amountOfSlope: number,
): void {
  const { signal, byValues, byTimes } = into;
  const { times, channels, interpolation } = signal;
  const length = times[segment + 1] - times[segment];
  const share = (time - times[segment]) / length;
  const at = segment * channels + channel;
  const perLength = amountOfSlope / length;
  byValues[at] += amount * (1 - share) - perLength;
  byValues[at + channels] += amount * share + perLength;
  // The time is held: by the share of the segment, over its length; and by the length at a fixed share.
  const slope = signalSlope(signal, segment, channel, time);
  let byShare = amount * slope;
  let byLength = -perLength * slope;
  if (interpolation === 'cubic') {
    const c0 = dividedDifference(signal, segment, channel, length);
    const c1 = dividedDifference(signal, segment + 1, channel, length);
    byShare -= (perLength * sagCurvature(share, c0, c1)) / length;
    const byDifference = (one: number, other: number): number =>
      -amount * sag(1, share, one, other) - perLength * sagSlope(1, share, one, other);
    byLength += (2 * (byDifference(1, 0) * c0 + byDifference(0, 1) * c1)) / length;
    addDividedDifference(into, segment, channel, length, byDifference(1, 0));
    addDividedDifference(into, segment + 1, channel, length, byDifference(0, 1));
  }
  byTimes[segment] -= byShare * (1 - share) + byLength;
  byTimes[segment + 1] += byLength - byShare * share;
}

/** The pullback of the second divided difference around an observation, the unit of time being held. */
function addDividedDifference(
  { signal, byValues, byTimes }: PullbackTarget,
  k: number,
  channel: number,
  unit: number,
  amount: number,
): void {
  const { times, values, channels } = signal;
  const j = middleOf(times.length, k);
  if (j < 0) return;
  const at = j * channels + channel;
  const whole = times[j + 1] - times[j - 1];
  // All lengths as units per length.
  const before = unit / (times[j] - times[j - 1]);
  const after = unit / (times[j + 1] - times[j]);
  const both = unit / whole;
  const risingIn = (values[at] - values[at - channels]) * before;
  const risingOut = (values[at + channels] - values[at]) * after;
  const difference = (risingOut - risingIn) * both;
  byValues[at - channels] += amount * before * both;
  byValues[at] -= amount * before * after;
  byValues[at + channels] += amount * after * both;
  byTimes[j - 1] += (amount * (difference - risingIn * before)) / whole;
  byTimes[j] += (amount * (risingIn * before + risingOut * after)) / whole;
  byTimes[j + 1] -= (amount * (difference + risingOut * after)) / whole;
}
