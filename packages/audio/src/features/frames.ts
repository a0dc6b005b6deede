import type { Samples } from '../check.ts';

/** Frame k is centred on sample k·hop, and there is one for each such sample up to the signal's end. */
export const frameCount = (length: number, hopLength: number): number => 1 + Math.floor(length / hopLength);

/**
 * Copies samples `[start, start + into.length)` of a signal that goes on beyond its ends: with zeros, or mirrored at its first and last
 * sample, as often as need be.
 */
export function copyFrame(samples: Samples, start: number, reflect: boolean, into: Float64Array): void {
  const { length } = samples;
  const from = Math.min(into.length, Math.max(0, -start));
  const to = Math.max(from, Math.min(into.length, length - start));
  for (let i = from; i < to; i++) into[i] = samples[start + i];
  if (!reflect) {
    into.fill(0, 0, from);
    into.fill(0, to);
    return;
  }
  for (let i = 0; i < from; i++) into[i] = samples[mirrored(start + i, length)];
  for (let i = to; i < into.length; i++) into[i] = samples[mirrored(start + i, length)];
}

/** The sample that a mirrored signal has at any index: period 2(length - 1). */
function mirrored(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((index % period) + period) % period;
  return within < length ? within : period - within;
}
