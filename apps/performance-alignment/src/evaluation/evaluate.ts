import type { OpenedWasm } from '@rubato/backend-wasm';
import type { PiecewiseLinearWarp } from '@rubato/decoders';
import { timeError } from '@rubato/decoders';
import { setImmediate } from 'node:timers/promises';
import type { FeaturePair } from '../alignment/align.ts';
import { alignByDtw, alignByGdtw } from '../alignment/align.ts';
import type { WarpSettings } from '../alignment/warp-problem.ts';
import type { Slice } from '../data/slice.ts';
import { FRAMES_PER_SECOND } from '../data/slice.ts';

/** Aligns features of a slice: frames of the performance by frames of the score. */
export type Aligner = (pair: FeaturePair) => PiecewiseLinearWarp;

export function dtwAligner(backend: OpenedWasm): Aligner {
  return (pair) => alignByDtw(pair, backend);
}

export function gdtwAligner(settings: WarpSettings): Aligner {
  return (pair) => alignByGdtw(pair, settings);
}

/** How well slices were aligned; milliseconds, means over the slices. */
export interface Scores {
  readonly timeError: number;
  readonly timeDeviation: number;
  /** By slice. */
  readonly slices: readonly SliceScore[];
}

export interface SliceScore {
  readonly name: string;
  readonly warp: PiecewiseLinearWarp;
  readonly timeError: number;
  readonly timeDeviation: number;
}

/** What a slice looks like to an aligner: its own features, or learned ones. */
export type FeatureView = (slice: Slice) => FeaturePair;

export const rawFeatures: FeatureView = (slice) => slice;

/**
 * TimeErr and TimeDev of slices, mean over the slices, as in the paper's Table 1. Gives way to the event loop after every slice.
 *
 * @throws the signal's reason on abort
 */
export async function evaluate(slices: readonly Slice[], view: FeatureView, align: Aligner, signal?: AbortSignal): Promise<Scores> {
  const scores: SliceScore[] = [];
  for (const slice of slices) {
    const warp = align(view(slice));
    scores.push({ name: slice.name, warp, ...errorOf(warp, slice) });
    await setImmediate();
    signal?.throwIfAborted();
  }
  const mean = (of: (score: SliceScore) => number): number => scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  return { timeError: mean((score) => score.timeError), timeDeviation: mean((score) => score.timeDeviation), slices: scores };
}

function errorOf(warp: PiecewiseLinearWarp, { truth }: Slice): Pick<SliceScore, 'timeError' | 'timeDeviation'> {
  const toMilliseconds = 1000 / FRAMES_PER_SECOND;
  const { error, deviation } = timeError(warp, truth);
  return { timeError: error * toMilliseconds, timeDeviation: deviation * toMilliseconds };
}
