import { expect, it } from 'vitest';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { readPosteriors } from '../../src/shared-data/read-posteriors.ts';
import { readThemes } from '../../src/shared-data/read-themes.ts';
import { targetsOf } from '../../src/data/targets.ts';
import { describeShared, readReference, sharedFolder } from '../network/support/shared-themes.ts';

/** Posteriors that are sure of a class in each frame; 12 is the blank. */
function sureOf(best: readonly number[]) {
  const rows = (columns: number): Float32Array => {
    const probability = (k: number, sure: number): number => {
      // Without the blank nothing is sure where it stood.
      if (sure >= columns) return 1 / columns;
      return k === sure ? 0.9 : 0.1 / (columns - 1);
    };
    return Float32Array.from({ length: best.length * columns }, (_, at) => probability(at % columns, best[Math.floor(at / columns)]));
  };
  return { frames: best.length, classes: rows(12), withBlank: rows(13) };
}

it('counts frames, frames that are no rests, and edits', () => {
  const notes = [
    { pitch: 60, start: 0, end: 3 },
    { pitch: 67, start: 4, end: 6 },
    { pitch: 67, start: 6, end: 8 },
  ];
  const targets = targetsOf(notes, 8, 1);
  // C C D, then C for the rest, G and a blank between two of them: in the frame of the blank all other classes are alike, and C is the first.
  const prediction = sureOf([0, 0, 2, 0, 7, 12, 7, 7]);
  const { frameAccuracy, frameAccuracyWithoutRests, labelErrorRate } = evaluate([prediction], [targets], true);
  expect(frameAccuracy).toBe(6 / 8);
  expect(frameAccuracyWithoutRests).toBe(5 / 7);
  // C D C G G for C G G.
  expect(labelErrorRate).toBe(2 / 3);
});

it('leaves the blank out where none was trained', () => {
  const targets = targetsOf([{ pitch: 62, start: 0, end: 4 }], 4, 1);
  const prediction = sureOf([2, 2, 2, 2]);
  prediction.withBlank.set(sureOf([12, 12, 12, 12]).withBlank);
  expect(evaluate([prediction], [targets], false).labelErrorRate).toBe(0);
  expect(evaluate([prediction], [targets], true).labelErrorRate).toBe(1);
});

describeShared('scores of the published posteriors', () => {
  it.each(['CTC-A', 'SDTW-E-W'] as const)('of %s are those of the reference', (configuration) => {
    const reference = readReference();
    for (const theme of readThemes(sharedFolder)) {
      const classes = readPosteriors(sharedFolder, theme, configuration, 12);
      const withBlank = readPosteriors(sharedFolder, theme, configuration, 13);
      const stored = reference.get(theme.name)!.models[configuration] as unknown as Reference;
      const scores = (usesBlank: boolean) => evaluate([{ frames: theme.frames, classes, withBlank }], [theme], usesBlank);
      expect(scores(true).frameAccuracy).toBeCloseTo(stored.frame_accuracy, 10);
      expect(scores(true).frameAccuracyWithoutRests).toBeCloseTo(stored.frame_accuracy_without_rests, 10);
      expect(scores(true).labelErrorRate).toBeCloseTo(stored.decoding.with_blank_13.greedy.ler, 10);
      expect(scores(true).beamLabelErrorRate).toBeCloseTo(stored.decoding.with_blank_13.beam10.ler, 10);
      expect(scores(false).beamLabelErrorRate).toBe(undefined);
      expect(scores(false).labelErrorRate).toBeCloseTo(stored.decoding.without_blank_12.greedy.ler, 10);
      expect(scores(true).degeneracy).toBe(undefined);
    }
  });
});

interface Reference {
  readonly frame_accuracy: number;
  readonly frame_accuracy_without_rests: number;
  readonly decoding: Readonly<
    Record<'with_blank_13' | 'without_blank_12', Readonly<Record<'greedy' | 'beam10', { readonly ler: number }>>>
  >;
}
