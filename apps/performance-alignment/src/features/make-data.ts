import { createRandom } from '@rubato/core';
import { setImmediate } from 'node:timers/promises';
import { drawOrder } from '../data/draw.ts';
import type { Piece, PerformedScore } from '../data/piece.ts';
import type { SlicePlan } from '../data/plan-slices.ts';
import { planSlices } from '../data/plan-slices.ts';
import type { DataSet, Slice } from '../data/slice.ts';
import type { Split } from '../data/split.ts';
import { splitByPiece } from '../data/split.ts';
import type { FeatureArrays, FeatureCache } from './feature-cache.ts';
import { featureFingerprint } from './feature-fingerprint.ts';
import type { FeatureKind } from './feature-kind.ts';
import { notesOf, playedSlice, renderSlice } from './render-slice.ts';
import { sliceFeatures } from './slice-features.ts';

/** The most slices of each split. */
export type SplitSizes = { readonly [Part in keyof Split<never>]: number };

export interface DataOptions {
  readonly name: string;
  readonly kinds: readonly FeatureKind[];
  /** T of each slice. */
  readonly frames: number;
  readonly sizes: SplitSizes;
  /** η of the features. */
  readonly compression: number;
  /** Of the splits, of the slices taken and of the sound. */
  readonly seed: number;
  readonly cache?: FeatureCache;
}

interface PlannedSlice {
  readonly name: string;
  readonly piece: string;
  readonly pair: PerformedScore;
  readonly plan: SlicePlan;
  readonly seed: number;
}

/**
 * A data set for each kind of feature, of the same slices: pieces are split, and of each split slices are drawn.
 *
 * @throws InvalidArgumentError for fewer than three pieces, and for a split without a slice; the signal's reason on abort
 */
export async function makeData(
  pieces: readonly Piece[],
  options: DataOptions,
  { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: (part: number) => void } = {},
): Promise<DataSet[]> {
  const planned = planSplits(pieces, options);
  const all = [...planned.training, ...planned.validation, ...planned.test];
  const made = new Map<PlannedSlice, readonly Slice[]>();
  const fingerprints = options.cache === undefined ? [] : options.kinds.map((kind) => featureFingerprint(kind, options.compression));
  for (const slice of all) {
    made.set(slice, makeSlice(slice, options, fingerprints));
    onProgress?.(made.size / all.length);
    await setImmediate();
    signal?.throwIfAborted();
  }
  return options.kinds.map((feature, k) => {
    const of = (part: keyof Split<never>): Slice[] => planned[part].map((slice) => made.get(slice)![k]);
    return { name: options.name, feature, training: of('training'), validation: of('validation'), test: of('test') };
  });
}

function planSplits(pieces: readonly Piece[], { frames, sizes, seed }: DataOptions): Split<PlannedSlice> {
  const split = splitByPiece(pieces, seed);
  const plan = (part: keyof Split<never>): PlannedSlice[] => {
    const all = split[part].flatMap(({ name: piece, performances }) =>
      performances.flatMap((pair) =>
        planSlices(pair, frames).map((plan) => ({ name: `${pair.performance.name}, ${plan.from.toFixed(1)} s`, piece, pair, plan })),
      ),
    );
    const order = drawOrder(createRandom(seed), all.length).subarray(0, sizes[part]);
    // A prime apart, so that no two slices share the noise of either side.
    return Array.from(order, (k) => ({ ...all[k], seed: seed + 7919 * (k + 1) }));
  };
  return { training: plan('training'), validation: plan('validation'), test: plan('test') };
}

/** A slice of each kind; what is not in the cache is rendered once for all kinds. */
function makeSlice({ name, piece, pair, plan, seed }: PlannedSlice, options: DataOptions, fingerprints: readonly string[]): Slice[] {
  const { kinds, frames, compression, cache } = options;
  const notes = notesOf(pair, plan);
  const played = playedSlice(pair, plan);
  let sound: ReturnType<typeof renderSlice> | undefined;
  return kinds.map((kind, k) => {
    const make = (): FeatureArrays => {
      sound ??= renderSlice(played, seed);
      return sliceFeatures(sound, { kind, frames, compression });
    };
    // What is played and how features are made, whatever pieces and algorithms are called.
    const key = (): string => JSON.stringify({ name, frames, seed, kind, compression, fingerprint: fingerprints[k], played });
    const features = cache === undefined ? make() : cache(key(), make);
    const { truth } = plan;
    return {
      name,
      piece,
      frames,
      dimension: features.score.length / frames,
      ...features,
      truth,
      scoreNotes: notes.score,
      performanceNotes: notes.performance,
    };
  });
}
