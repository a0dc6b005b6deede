import { discrepancyGradient, solveWarp, warpGradient } from '@rubato/gdtw';
import type { Measure, Sample } from '../contenders/contender.ts';
import { elapsed } from '../contenders/contender.ts';
import type { Affinity } from '../measure/affinity.ts';
import type { Spread } from '../measure/quantiles.ts';
import { spreadOf } from '../measure/quantiles.ts';
import type { RoundOptions, Runner, Samples } from '../measure/rounds.ts';
import { runRounds } from '../measure/rounds.ts';
import type { LatticeRunner } from './lattice-runners.ts';
import type { NumbaWarp } from './numba-warp.ts';
import type { WarpCase } from './warp-cases.ts';
import { makeWarpInput, makeWarpProblem } from './warp-input.ts';

/** Milliseconds of one contender, and how many times as long it takes as `solveWarp`: the ratio of the medians, quartiles of rounds. */
export interface WarpTiming {
  readonly id: string;
  readonly label: string;
  readonly forward: number;
  /** What the gradient takes beside it. */
  readonly backward?: number;
  readonly against: Spread;
}

export interface WarpResult {
  readonly length: number;
  readonly timings: readonly WarpTiming[];
  /** Objectives: ours, after the polish, on the last grid and on the first one, and the peer's. */
  readonly objective: number;
  readonly gridObjective: number;
  readonly onePassObjective: number;
  readonly peerObjective?: number;
  readonly kktResidual: number;
}

export const OUR_WARP = 'gdtw';
export const ONE_PASS = 'gdtw-one-pass';
export const PEER_WARP = 'gdtw-numba';

/**
 * Measures one length: ours must find a stationary warp that is no worse than the peer's; then the rounds, in turn.
 *
 * @throws Error where it is worse
 */
export async function runWarps(
  warpCase: WarpCase,
  numba: NumbaWarp | undefined,
  lattices: readonly LatticeRunner[],
  options: RoundOptions & { readonly seed: number },
  affinity: Pick<Affinity, 'use'>,
): Promise<WarpResult> {
  const { length, lambda, passes, refinement } = warpCase;
  const input = makeWarpInput(warpCase, options.seed);
  const problem = makeWarpProblem(input, lambda);
  const settings = { gridSize: length, passes, refinement };
  const onePass = { gridSize: length, passes: 1, polish: false };
  const { objective, gridObjectives, kktResidual, warp } = solveWarp(problem, settings);
  if (!(kktResidual <= 1e-9)) throw new Error(`the warp of length ${length} is not stationary: ${kktResidual}`);
  const peer = await numba?.load(warpCase, input);
  if (peer !== undefined && !(objective <= peer.objective * (1 + 1e-9))) {
    throw new Error(`the warp of length ${length} costs ${objective}, the peer's ${peer.objective}`);
  }
  const upstream = warp.map((_, i) => Math.cos(i));
  const ours = (): Sample => {
    const forward = elapsed(() => void solveWarp(problem, settings));
    return { forward, backward: elapsed(() => void warpGradient(problem, warp, upstream)) };
  };
  const runners: (Runner & { readonly label: string })[] = [
    runner(OUR_WARP, 'solveWarp', ours),
    runner('gdtw-discrepancy', 'solveWarp, gradient of its objective', () => ({
      forward: elapsed(() => void solveWarp(problem, settings)),
      backward: elapsed(() => void discrepancyGradient(problem, warp)),
    })),
    runner(ONE_PASS, 'solveWarp, one pass, no polish', () => ({ forward: elapsed(() => void solveWarp(problem, onePass)) })),
    ...(numba === undefined
      ? []
      : [runner(PEER_WARP, `plain loop, numba ${numba.version}`, async () => ({ forward: await numba.nanoseconds() }))]),
    ...lattices.map(({ id, label, entry }) => runner(id, label, () => entry.sample())),
  ];
  const samples = await runRounds(runners, options, affinity);
  const timings = runners.map(({ id, label }) => timingOf(id, label, samples));
  const peerObjective = peer === undefined ? {} : { peerObjective: peer.objective };
  const gridObjective = gridObjectives[gridObjectives.length - 1];
  const onePassObjective = solveWarp(problem, onePass).objective;
  return { length, timings, objective, gridObjective, onePassObjective, kktResidual, ...peerObjective };
}

function runner(id: string, label: string, sample: () => Sample | Promise<Sample>): Runner & { readonly label: string } {
  return { id, label, threads: 1, warmedSeconds: 0, entry: { sample: () => middle(sample) } };
}

function timingOf(id: string, label: string, samples: ReadonlyMap<string, Samples>): WarpTiming {
  const own = samples.get(id)!;
  // A hard path has no derivative: its time is all there is.
  const forward = own.get('forward') ?? own.get('path')!;
  const backward = own.get('backward');
  const reference = samples.get(OUR_WARP)!.get('forward')!;
  const rounds = spreadOf(forward.map((time, round) => time / reference[round]));
  const median = spreadOf(forward).median;
  return {
    id,
    label,
    forward: median / 1e6,
    ...(backward === undefined ? {} : { backward: spreadOf(backward).median / 1e6 }),
    against: { ...rounds, median: median / spreadOf(reference).median },
  };
}

/** The middle one of three on end: the first of them may collect the garbage of whoever ran before. */
async function middle(sample: () => Sample | Promise<Sample>): Promise<Sample> {
  const samples = [await sample(), await sample(), await sample()];
  const times: Partial<Record<Measure, number>> = {};
  for (const measure of Object.keys(samples[0]) as Measure[]) times[measure] = spreadOf(samples.map((each) => each[measure]!)).median;
  return times;
}
