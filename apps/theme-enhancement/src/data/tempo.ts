import type { RandomGenerator } from '@rubato/core';
import { drawBetween } from './draw.ts';

/**
 * A random tempo curve, as the time in seconds of a beat. The seconds per beat swing by up to 30 % around a steady tempo of 90 to 130
 * beats a minute, in phrases of 6 to 14 beats; the time is the integral of that, so it always moves on.
 */
export function drawTempo(random: RandomGenerator): (beat: number) => number {
  const secondsPerBeat = 60 / drawBetween(random, 90, 130);
  const depth = drawBetween(random, 0, 0.3);
  const pace = (2 * Math.PI) / drawBetween(random, 6, 14);
  const phase = drawBetween(random, 0, 2 * Math.PI);
  return (beat) => secondsPerBeat * (beat + (depth / pace) * (Math.sin(pace * beat + phase) - Math.sin(phase)));
}
