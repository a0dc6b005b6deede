import type { Backend, Precision } from '@rubato/core';
import { forceAlign, type ForcedAlignment, type WordGrouping } from '@rubato/decoders';
import type { Parameterization } from '@rubato/core';
import { type LoadedPosteriors, type PosteriorItem, posteriorNames } from '../decoding/load-posteriors.ts';
import type { Environment } from '../environment.ts';
import { inCommandLineWordsLater } from '../errors.ts';
import type { Progress } from '../progress.ts';

/** An item and how it is to be aligned. */
export interface ForcingTask {
  readonly item: PosteriorItem;
  readonly labels: readonly number[];
  readonly parameterization: Parameterization;
  readonly words?: WordGrouping;
}

/** An item and its alignment. */
export interface ForcedItem {
  readonly item: PosteriorItem;
  readonly alignment: ForcedAlignment;
}

export interface ForcingSettings {
  readonly backend: Backend;
  readonly confidence: boolean;
  readonly frameRate?: number;
  readonly maxBytes?: number;
  readonly precision?: Precision;
}

/** Aligns item after item with progress, until Ctrl-C. */
export async function forceItems(
  loaded: LoadedPosteriors,
  tasks: readonly ForcingTask[],
  settings: ForcingSettings,
  progress: Progress,
  { signal }: Environment,
): Promise<readonly ForcedItem[]> {
  const total = tasks.reduce((sum, { item }) => sum + item.frames, 0);
  const forced: ForcedItem[] = [];
  let before = 0;
  for (const { item, labels, parameterization, words } of tasks) {
    const names = {
      ...posteriorNames(loaded, item, 0),
      'options.words.lengths': '--words',
      'options.maxBytes': '--max-bytes',
      band: '--band',
      steps: ([step]: readonly number[]) => (step === undefined ? '--steps' : `--steps: step ${step + 1}`),
    };
    const [alignment] = await inCommandLineWordsLater(names, () =>
      forceAlign(item.posteriors, {
        ...settings,
        parameterization,
        blank: parameterization.columnClasses === undefined ? 'none' : blankOf(parameterization.columnClasses),
        ...(parameterization.columnClasses === undefined ? { labels: [labels] } : {}),
        ...(words === undefined ? {} : { words }),
        signal,
        onProgress: ({ done, total: of }) => progress.onProgress({ done: before + (item.frames * done) / Math.max(1, of), total }),
      }),
    );
    before += item.frames;
    forced.push({ item, alignment });
  }
  return forced;
}

/** CTC's columns begin with the blank. */
function blankOf([first]: Int32Array): number {
  return first;
}
