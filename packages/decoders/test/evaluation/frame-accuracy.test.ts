import { bestClasses, frameAccuracy } from '@rubato/decoders';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { describeShared, readSharedJson, readSharedNpy } from '../support/shared.ts';

describe('frameAccuracy', () => {
  it('counts frames', () => {
    expect(frameAccuracy([1, 2, 3, 4], [1, 2, 0, 4])).toBe(0.75);
    expect(frameAccuracy([1, 2, 3, 4], [1, -1, 0, -1], { ignore: -1 })).toBe(0.5);
  });

  it('refuses lists that do not fit, NaN, and nothing to judge', () => {
    expectRefusal(() => frameAccuracy([1], [1, 2]), 'predicted');
    expectRefusal(() => frameAccuracy([1, NaN], [1, 2]), 'predicted', { index: [1] });
    expectRefusal(() => frameAccuracy([1, 2], [NaN, 2]), 'reference', { index: [0] });
    expectRefusal(() => frameAccuracy([], []), 'reference');
    expectRefusal(() => frameAccuracy([1], [0], { ignore: 0 }), 'reference');
    expectRefusal(() => frameAccuracy([1], [0], { ignored: 0 } as never), 'options.ignored');
  });

  describeShared('data/mtd/reference.json', () => {
    interface Theme {
      readonly file: string;
      readonly models: Readonly<Record<string, { readonly frame_accuracy: number; readonly frame_accuracy_without_rests: number }>>;
    }
    const { themes } = readSharedJson('data/mtd/reference.json') as { readonly themes: Readonly<Record<string, Theme>> };

    it.each(Object.entries(themes))('%s: as published, with rests as class 0 and without', (_, { file, models }) => {
      const strong = readSharedNpy(`data/mtd/strong_targets/${file}`);
      const rows = Array.from({ length: strong.shape[0] }, (_, n) => Array.from(strong.data.slice(12 * n, 12 * n + 12), Number).indexOf(1));
      for (const model of ['CTC-A', 'SDTW-E-W']) {
        const { data, shape } = readSharedNpy(`data/mtd/posteriors/${file.replace('.npy', '')}__${model}__prob12.npy`);
        const [predicted] = bestClasses({ data: data as Float32Array, shape: [1, shape[0], shape[1]] });
        const { frame_accuracy: accuracy, frame_accuracy_without_rests: withoutRests } = models[model];
        expect(
          frameAccuracy(
            predicted,
            rows.map((row) => Math.max(row, 0)),
          ),
        ).toBe(accuracy);
        expect(frameAccuracy(predicted, rows, { ignore: -1 })).toBe(withoutRests);
      }
    });
  });
});
