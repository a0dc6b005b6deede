import { InvalidArgumentError } from '@rubato/core';

/** The rows of the table; the first two learn nothing. `Base (D)` to `DILATE` are aligned by DTW, the others by continuous warps. */
export const methods = ['Base (D)', 'Base (G)', 'Soft-DTW', 'Along GT', 'DILATE', 'DecDTW'] as const;
export type Method = (typeof methods)[number];

export const trainedMethods = ['Soft-DTW', 'Along GT', 'DILATE', 'DecDTW'] as const;
export type TrainedMethod = (typeof trainedMethods)[number];

/** Which of the two alignments a method is evaluated by. */
export function alignmentOf(method: Method): 'DTW' | 'GDTW' {
  return method === 'Base (G)' || method === 'DecDTW' ? 'GDTW' : 'DTW';
}

/** Refuses what names no trained method. */
export function checkTrainedMethod(argument: string, name: string): asserts name is TrainedMethod {
  if ((trainedMethods as readonly string[]).includes(name)) return;
  throw new InvalidArgumentError({ argument, found: JSON.stringify(name), expected: trainedMethods.join(', ') });
}
