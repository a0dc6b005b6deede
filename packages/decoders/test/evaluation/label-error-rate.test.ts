import { editDistance, labelErrorRate } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { describeShared, readSharedJson } from '../support/shared.ts';

const labels = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 });

describe('labelErrorRate', () => {
  it('pools distances and lengths', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(labels, labels), { minLength: 1, maxLength: 5 }), (pairs) => {
        const [references, hypotheses] = [pairs.map(([r]) => r), pairs.map(([, h]) => h)];
        const length = references.flat().length;
        fc.pre(length > 0);
        const distance = pairs.reduce((sum, [r, h]) => sum + editDistance(r, h).distance, 0);
        expect(labelErrorRate(references, hypotheses)).toBe(distance / length);
      }),
    );
  });

  it('takes an empty reference beside others, and refuses to divide by nothing', () => {
    expect(labelErrorRate([[], [1, 2]], [[1], [1, 2]])).toBe(0.5);
    expectRefusal(() => labelErrorRate([[]], [[1]]), 'references');
    expectRefusal(() => labelErrorRate([], []), 'references');
    expectRefusal(() => labelErrorRate([[1]], []), 'hypotheses');
    expectRefusal(() => labelErrorRate([[1], 2 as never], [[1], [2]]), 'references', { index: [1] });
  });

  describeShared('data/mtd/reference.json', () => {
    interface Decoding {
      readonly sequence: readonly number[];
      readonly edit_distance: number;
      readonly ler: number;
    }
    interface Theme {
      readonly ctc_targets: readonly number[];
      readonly models: Readonly<
        Record<string, { readonly decoding: Readonly<Record<string, Readonly<Record<'greedy' | 'beam10', Decoding>>>> }>
      >;
    }
    const { themes } = readSharedJson('data/mtd/reference.json') as { readonly themes: Readonly<Record<string, Theme>> };

    it.each(Object.entries(themes))('%s: the rate of every sequence listed, to all digits', (_, { ctc_targets: targets, models }) => {
      const decodings = Object.values(models).flatMap(({ decoding }) =>
        Object.values(decoding).flatMap(({ greedy, beam10 }) => [greedy, beam10]),
      );
      // 12 models, two posteriors, two decoders.
      expect(decodings.length).toBe(48);
      for (const { sequence, edit_distance: distance, ler } of decodings) {
        expect(editDistance(targets, sequence).distance).toBe(distance);
        expect(labelErrorRate([targets], [sequence])).toBe(ler);
      }
    });
  });
});
