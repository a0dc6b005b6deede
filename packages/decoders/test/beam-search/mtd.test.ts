import type { Blank } from '@rubato/decoders';
import { greedyDecode, labelErrorRate, prefixBeamSearch } from '@rubato/decoders';
import { expect, it } from 'vitest';
import { describeShared, readSharedJson, readSharedNpy } from '../support/shared.ts';

interface Beam10 {
  readonly sequence: readonly number[];
  readonly log_prob: number;
  readonly runner_up_log_prob: number;
  readonly ler: number;
  readonly exact_log_prob_of_sequence?: number;
}

interface Theme {
  readonly file: string;
  readonly ctc_targets: readonly number[];
  readonly models: Readonly<
    Record<
      string,
      {
        readonly decoding: Readonly<
          Record<string, { readonly greedy: { readonly sequence: readonly number[]; readonly ler: number }; readonly beam10: Beam10 }>
        >;
      }
    >
  >;
}

const outputs: readonly { readonly name: string; readonly array: string; readonly blank: Blank }[] = [
  { name: 'with_blank_13', array: 'prob13', blank: 12 },
  { name: 'without_blank_12', array: 'prob12', blank: 'none' },
];

describeShared('data/mtd/reference.json', () => {
  const { themes } = readSharedJson('data/mtd/reference.json') as { readonly themes: Readonly<Record<string, Theme>> };
  const cases = Object.values(themes).flatMap((theme) =>
    ['CTC-A', 'SDTW-E-W'].flatMap((model) =>
      outputs.map((output) => ({ theme, model, ...output, title: `${theme.file} ${model} ${output.name}` })),
    ),
  );

  it.each(cases)('$title: greedy and beam 10 as published', ({ theme, model, name, array, blank }) => {
    const { data, shape } = readSharedNpy(`data/mtd/posteriors/${theme.file.replace('.npy', '')}__${model}__${array}.npy`);
    const posteriors = { data: data as Float32Array, shape: [1, shape[0], shape[1]] } as const;
    const { greedy, beam10 } = theme.models[model].decoding[name];

    const [{ labels }] = greedyDecode(posteriors, { blank });
    expect([...labels]).toEqual(greedy.sequence);
    expect(labelErrorRate([theme.ctc_targets], [labels])).toBe(greedy.ler);

    const [[best, second]] = prefixBeamSearch(posteriors, { blank, beamWidth: 10, topN: 2 });
    expect([...best.labels]).toEqual(beam10.sequence);
    expect(best.logProbability).toBeCloseTo(beam10.log_prob, 9);
    expect(best.logProbability).toBeLessThanOrEqual(beam10.exact_log_prob_of_sequence ?? 0);
    expect(second.logProbability).toBeCloseTo(beam10.runner_up_log_prob, 9);
    expect(labelErrorRate([theme.ctc_targets], [best.labels])).toBe(beam10.ler);
  });
});
