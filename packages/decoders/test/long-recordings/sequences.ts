import type { AlignmentProblem, ProblemInput } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import { dtw } from '@rubato/presets';

/** A smooth curve in two dimensions, played with a tempo that wanders: two of them with different seeds for the tempo are worth aligning. */
export function performance(length: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const data = new Float64Array(2 * length);
  let speed = 1;
  let time = 0;
  const times = Array.from({ length }, () => {
    speed = Math.min(1.6, Math.max(0.6, speed + 0.2 * (random() - 0.5)));
    return (time += speed);
  });
  times.forEach((t, n) => {
    const position = (8 * Math.PI * t) / time;
    data[2 * n] = Math.sin(position) + 0.4 * Math.sin(3.1 * position);
    data[2 * n + 1] = Math.cos(1.3 * position) + 0.05 * random();
  });
  return data;
}

/** DTW of two such curves. */
export function performanceProblem(rows: number, columns: number, changes: Partial<ProblemInput> = {}, seed = 1): AlignmentProblem {
  const [x, y] = [performance(rows, seed), performance(columns, seed + 100)];
  const localCost = { name: 'euclidean' };
  return normaliseProblem({ ...dtw(), cost: { kind: 'features', x, y, shape: [rows, columns], dimension: 2, localCost }, ...changes });
}
