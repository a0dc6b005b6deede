import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import type { Table1Id } from '@rubato/presets';
import { oneHotTargets, table1 } from '@rubato/presets';
import { readSharedJson, readSharedNumbers } from './shared.ts';

export interface Theme {
  readonly name: string;
  readonly frames: number;
  readonly labels: readonly number[];
  /** -1 is a rest. */
  readonly weak: readonly number[];
  readonly restFrames: number;
  /** [frames, 12] */
  readonly strong: Float64Array;
  readonly meanBlankProbability: Readonly<Record<string, number>>;
}

export const BLANK = 12;

/** The five musical themes in `../shared/data/mtd`. */
export function readThemes(): Theme[] {
  const { themes } = readSharedJson('data/mtd/reference.json') as {
    readonly themes: Readonly<
      Record<
        string,
        {
          readonly file: string;
          readonly frames: number;
          readonly ctc_targets: readonly number[];
          readonly weak_sequence: readonly (number | null)[];
          readonly rest_frames: number;
          readonly models: Readonly<Record<string, { readonly mean_blank_probability: number }>>;
        }
      >
    >;
  };
  return Object.values(themes).map(({ file, frames, ctc_targets, weak_sequence, rest_frames, models }) => {
    const name = file.replace('.npy', '');
    const meanBlankProbability = Object.fromEntries(Object.entries(models).map(([model, of]) => [model, of.mean_blank_probability]));
    const weak = weak_sequence.map((label) => label ?? -1);
    const strong = readSharedNumbers(`data/mtd/strong_targets/${name}.npy`);
    return { name, frames, labels: ctc_targets, weak, restFrames: rest_frames, strong, meanBlankProbability };
  });
}

/** A theme's posteriors of a model: [frames, 12], or with the blank [frames, 13]. */
export function readPosteriors(theme: Theme, model: string, classes: 12 | 13): Float64Array {
  return readSharedNumbers(`data/mtd/posteriors/${theme.name}__${model}__prob${classes}.npy`);
}

/** The loss of a configuration of Table I as published, on posteriors of a model. */
export function themeProblem(theme: Theme, model: string, id: Table1Id): AlignmentProblem {
  const { frames, labels, weak } = theme;
  if (id.startsWith('CTC')) {
    const parameterization = table1(id, 'published-code', [labels], { blank: BLANK });
    const index = parameterization.columnClasses!;
    const values = readPosteriors(theme, model, 13).map((p) => -Math.log(p));
    return normaliseProblem({
      ...parameterization,
      cost: { kind: 'gathered', values, shape: [1, frames, index.length], classes: 13, index },
    });
  }
  const localCost = { name: 'negativeLogLikelihood', parameters: { rests: 'free' } };
  const [x, y] = [readPosteriors(theme, model, 12), oneHotTargets([weak], 12).data];
  const cost = { kind: 'features', x, y, shape: [1, frames, weak.length], dimension: 12, localCost } as const;
  return normaliseProblem({ ...table1(id, 'published-code', [weak]), cost });
}
