import { dividedDifference, middleOf, sag, sagCurvature, sagSlope } from '../signal/cubic.ts';
import type { Signal } from '../signal/signal.ts';

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
  const { times, values, channels, interpolation } = signal;
  const length = times[segment + 1] - times[segment];
  const share = (time - times[segment]) / length;
  const at = segment * channels + channel;
  byValues[at] += amount * (1 - share) - amountOfSlope / length;
  byValues[at + channels] += amount * share + amountOfSlope / length;
  const chord = (values[at + channels] - values[at]) / length;
  // By the share of the segment at a fixed length, over the length; and by the length at a fixed share.
  let byShare = amount * chord;
  let byLength = -(amountOfSlope * chord) / length;
  if (interpolation === 'cubic') {
    const c0 = dividedDifference(signal, segment, channel);
    const c1 = dividedDifference(signal, segment + 1, channel);
    byShare -= amount * sagSlope(length, share, c0, c1) + amountOfSlope * sagCurvature(share, c0, c1);
    byLength -= (2 * amount * sag(length, share, c0, c1) + amountOfSlope * sagSlope(length, share, c0, c1)) / length;
    const byDifference = (one: number, other: number): number =>
      -amount * sag(length, share, one, other) - amountOfSlope * sagSlope(length, share, one, other);
    addDividedDifference(into, segment, channel, byDifference(1, 0));
    addDividedDifference(into, segment + 1, channel, byDifference(0, 1));
  }
  byTimes[segment] -= byShare * (1 - share) + byLength;
  byTimes[segment + 1] += byLength - byShare * share;
}

/** The pullback of the second divided difference around an observation. */
function addDividedDifference({ signal, byValues, byTimes }: PullbackTarget, k: number, channel: number, amount: number): void {
  const { times, values, channels } = signal;
  const j = middleOf(times.length, k);
  if (j < 0) return;
  const at = j * channels + channel;
  const before = times[j] - times[j - 1];
  const after = times[j + 1] - times[j];
  const whole = times[j + 1] - times[j - 1];
  const risingIn = (values[at] - values[at - channels]) / before;
  const risingOut = (values[at + channels] - values[at]) / after;
  const difference = (risingOut - risingIn) / whole;
  byValues[at - channels] += amount / (before * whole);
  byValues[at] -= amount / (before * after);
  byValues[at + channels] += amount / (after * whole);
  byTimes[j - 1] += (amount * (difference - risingIn / before)) / whole;
  byTimes[j] += (amount * (risingIn / before + risingOut / after)) / whole;
  byTimes[j + 1] -= (amount * (difference + risingOut / after)) / whole;
}
