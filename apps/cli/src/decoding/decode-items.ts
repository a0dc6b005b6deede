import { setImmediate } from 'node:timers/promises';
import { type BeamSearchOptions, BeamSearchStream, type Blank, GreedyStream } from '@rubato/decoders';
import type { Environment } from '../environment.ts';
import { inCommandLineWords } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { type LoadedPosteriors, type PosteriorItem, posteriorNames } from './load-posteriors.ts';

/** A label sequence that was found. */
export interface Decoded {
  readonly labels: Int32Array;
  /** The frame in which each label begins. */
  readonly frames: Int32Array;
  /** Greedy: of the best path. Beam search: of the labels, over all paths that the beam kept. */
  readonly logProbability: number;
  /** Beam search: what the results are ordered by. */
  readonly score?: number;
}

/** What was found in an item, best first; nothing where scorers have forbidden everything. */
export interface DecodedItem {
  readonly item: PosteriorItem;
  readonly results: readonly Decoded[];
}

/** Greedy, or a beam search with options. */
export type Decoder = { readonly kind: 'greedy'; readonly blank: Blank } | { readonly kind: 'beam'; readonly options: BeamSearchOptions };

/** Frames between two looks at the signal. */
const FRAMES_BETWEEN = 64;

/** Decodes all items with progress, until Ctrl-C. */
export async function decodeItems(
  loaded: LoadedPosteriors,
  decoder: Decoder,
  progress: Progress,
  { signal }: Environment,
): Promise<readonly DecodedItem[]> {
  const { items, classes, form } = loaded;
  const total = items.reduce((sum, { frames }) => sum + frames, 0);
  const decoded: DecodedItem[] = [];
  let done = 0;
  for (const item of items) {
    const stream = openStream(decoder, classes);
    for (let frame = 0; frame < item.frames; frame += FRAMES_BETWEEN) {
      const end = Math.min(item.frames, frame + FRAMES_BETWEEN);
      const data = item.posteriors.data.subarray(frame * classes, end * classes);
      inCommandLineWords(posteriorNames(loaded, item, frame), () => stream.push({ data, shape: [1, end - frame, classes], form }));
      progress.onProgress({ done: done + end, total });
      await setImmediate();
      signal.throwIfAborted();
    }
    done += item.frames;
    decoded.push({ item, results: stream.results() });
  }
  return decoded;
}

interface Stream {
  push(posteriors: PosteriorItem['posteriors']): void;
  results(): readonly Decoded[];
}

function openStream(decoder: Decoder, classes: number): Stream {
  if (decoder.kind === 'greedy') {
    const stream = new GreedyStream(classes, { blank: decoder.blank });
    return { push: (posteriors) => stream.push(posteriors), results: () => [stream.result()] };
  }
  const names = {
    'options.beamWidth': '--beam',
    'options.topN': '--top',
    'options.tokenThreshold': '--token-threshold',
    'options.beamThreshold': '--beam-threshold',
  };
  const stream = inCommandLineWords(names, () => new BeamSearchStream(classes, { ...decoder.options, frames: true }));
  return {
    push: (posteriors) => stream.push(posteriors),
    results: () => stream.results().map((result) => ({ ...result, frames: result.frames! })),
  };
}
