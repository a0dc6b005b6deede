import type { WarpOptions, WarpPenaltyRecord } from '@rubato/gdtw';
import { createWarpProblem, solveWarp } from '@rubato/gdtw';
import { elapsed } from '../contenders/contender.ts';
import type { Affinity } from '../measure/affinity.ts';
import { spreadOf } from '../measure/quantiles.ts';
import type { RoundOptions, Runner } from '../measure/rounds.ts';
import { runRounds } from '../measure/rounds.ts';
import { plainWarp } from './plain-warp.ts';
import { makeWarpInput, makeWarpProblem } from './warp-input.ts';

/** The same penalty as a record of one's own: nothing but its values is known of it. */
const OWN: WarpPenaltyRecord = {
  name: 'own',
  value: (deviation) => deviation * deviation,
  derivative: (deviation) => 2 * deviation,
  secondDerivative: () => 2,
};

const KNOTS = 17;
/** So many more passes in one run than in the other: their difference is passes and nothing else. */
const MORE_PASSES = 20;
const LAMBDA = 0.1;
/** Both signals end so far apart that no other loss matters beside it: then a bound on the objective leaves no node out of a later pass. */
const APART = 20;
export const TRANSITION_WAYS = ['lower envelope', 'monotone minima', 'plain loop'] as const;
export type TransitionWay = (typeof TRANSITION_WAYS)[number];

/** Microseconds of one transition with its losses, by how it is done. */
export interface TransitionResult {
  readonly size: number;
  readonly microseconds: Readonly<Record<TransitionWay, number>>;
}

/** Times a pass of a grid, knot by knot, after all have found the same objective. */
export async function runTransitions(
  size: number,
  { seed, ...rounds }: RoundOptions & { readonly seed: number },
  affinity: Pick<Affinity, 'use'>,
): Promise<TransitionResult> {
  const waves = makeWarpInput({ length: KNOTS, channels: 1 }, seed);
  const input = { ...waves, y: waves.y.with(KNOTS - 1, [waves.y[KNOTS - 1][0] + APART]) };
  const known = makeWarpProblem(input, LAMBDA);
  const functions = { warpPenalties: [OWN] };
  const own = createWarpProblem({ x: known.x, y: known.y, lambda: LAMBDA, warpPenalty: OWN.name }, functions);
  const grid = { gridSize: size, refinement: 0.9, polish: false };
  const expected = plainWarp(input, LAMBDA, size);
  const timeOf = (problem: typeof known, options: WarpOptions): (() => number) => {
    const [objective] = solveWarp(problem, { ...options, passes: 1 }).gridObjectives;
    if (!(Math.abs(objective - expected) <= 1e-11 * expected))
      throw new Error(`the best warp of a grid costs ${objective}, not ${expected}`);
    const timed = (passes: number): number => elapsed(() => void solveWarp(problem, { ...options, passes }));
    return () => (timed(1 + MORE_PASSES) - timed(1)) / MORE_PASSES;
  };
  const ways: Record<TransitionWay, () => number> = {
    'lower envelope': timeOf(known, grid),
    'monotone minima': timeOf(own, { ...grid, ...functions }),
    'plain loop': () => elapsed(() => void plainWarp(input, LAMBDA, size)),
  };
  const runners = TRANSITION_WAYS.map((id): Runner => {
    const sample = (): Promise<{ forward: number }> => Promise.resolve({ forward: ways[id]() });
    return { id, threads: 1, warmedSeconds: 0, entry: { sample } };
  });
  const samples = await runRounds(runners, rounds, affinity);
  const microseconds = (id: TransitionWay): number => spreadOf(samples.get(id)!.get('forward')!).median / (KNOTS - 1) / 1000;
  const entries = TRANSITION_WAYS.map((id) => [id, microseconds(id)] as const);
  return { size, microseconds: Object.fromEntries(entries) as Record<TransitionWay, number> };
}

/** The slope of time over size where both are logarithms: 1 is linear, 2 is quadratic. */
export function growth(points: readonly { readonly size: number; readonly time: number }[]): number {
  const logarithms = points.map(({ size, time }) => [Math.log(size), Math.log(time)] as const);
  const mean = (which: 0 | 1): number => logarithms.reduce((sum, point) => sum + point[which], 0) / logarithms.length;
  const [size, time] = [mean(0), mean(1)];
  const covariance = logarithms.reduce((sum, [a, b]) => sum + (a - size) * (b - time), 0);
  return covariance / logarithms.reduce((sum, [a]) => sum + (a - size) ** 2, 0);
}
