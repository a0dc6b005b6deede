import { weightedSoftDtw } from '@rubato/presets';
import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';

const D = 12;

function chord(...classes: readonly number[]): number[] {
  return Array.from({ length: D }, (_, d) => (classes.includes(d) ? 1 : 0));
}

const rest = chord();

/** Six binary rows, three of them zero, as Figure 2 of Zeitler & Müller 2025 is described; which classes sound it does not tell. */
const figure2Targets: readonly (readonly number[])[] = [chord(0, 4, 7), rest, chord(2), rest, chord(5, 9), rest];

/** Non-zero rows repeated two, one and five times, zero rows three times. */
export const figure2Repetitions: readonly number[] = [2, 3, 1, 3, 5, 3];

/** X is Y unfolded without noise; soft-DTW of MSE costs with unit step weights. */
export function figure2(temperature: number): AlignmentProblem {
  const x = Float64Array.from(figure2Targets.flatMap((row, m) => Array.from({ length: figure2Repetitions[m] }, () => row).flat()));
  const y = Float64Array.from(figure2Targets.flat());
  const localCost = { name: 'halfSquaredEuclidean' };
  const cost = { kind: 'features', x, y, shape: [x.length / D, figure2Targets.length], dimension: D, localCost } as const;
  return normaliseProblem({ ...weightedSoftDtw({ temperature }), cost });
}
