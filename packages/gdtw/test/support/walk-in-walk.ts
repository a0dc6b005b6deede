import type { RandomGenerator } from '@rubato/core';
import { createRandom } from '@rubato/core';
import type { WarpProblem, WarpProblemInput } from '../../src/index.ts';
import { createSignal, createWarpProblem } from '../../src/index.ts';

function walk(random: RandomGenerator, length: number): number[] {
  let value = 0;
  return Array.from({ length }, () => (value += random() - 0.5));
}

/**
 * A random walk that is looked for in another, with a penalty that has a kink: many knots, and no grid that knows the expected slope. The
 * numbers are drawn in the order in which an audit drew them.
 */
export function walkInWalk(random: RandomGenerator, size: number, of: Partial<WarpProblemInput> = {}): WarpProblem {
  const rows = size + Math.floor(random() * 3 * size);
  const columns = size / 2 + Math.floor(random() * 2 * size);
  const knots = Math.floor(rows * (0.5 + 1.6 * random()));
  const lambda = 10 ** (random() * 5 - 3);
  const x = createSignal(walk(random, rows));
  const y = createSignal(walk(random, columns));
  const signalLoss = random() < 0.5 ? 'squared' : 'absolute';
  return createWarpProblem({ x, y, lambda, signalLoss, warpPenalty: 'absolute', subsequence: true, knots, ...of });
}

/** The problem of that number among those of the audit. */
export function auditedProblem(number: number, of: Partial<WarpProblemInput> = {}, seed = 11): WarpProblem {
  const random = createRandom(seed);
  for (let i = 0; i < number; i++) walkInWalk(random, 100);
  return walkInWalk(random, 100, of);
}
