import { greedyDecode, labelErrorRate, prefixBeamSearch } from '@rubato/decoders';
import { describe, expect, it } from 'vitest';
import { describeShared, readSharedJson, readSharedNpy } from '../support/shared.ts';
import { runThemeNetwork } from '../support/theme-network.ts';

interface Sequence {
  readonly sequence: readonly number[];
  readonly ler: number;
}

interface Theme {
  readonly file: string;
  readonly frames: number;
  readonly ctc_targets: readonly number[];
  readonly models: Readonly<
    Record<
      string,
      {
        readonly decoding: Readonly<
          Record<
            string,
            { readonly greedy: Sequence; readonly beam10: Sequence & { readonly log_prob: number; readonly runner_up_log_prob: number } }
          >
        >;
      }
    >
  >;
}

// Posteriors of two models are stored; those of the others are computed here, a second for each model and 90 frames: of the
// shortest theme, of two with REQUIRE_SHARED=1, of all with ALL_THEMES=1.
describeShared('data/mtd/models/CTC-A.safetensors', () => {
  const { themes } = readSharedJson('data/mtd/reference.json') as { readonly themes: Readonly<Record<string, Theme>> };
  const shortest = Object.values(themes).toSorted((a, b) => a.frames - b.frames);
  const chosen = process.env['ALL_THEMES'] === '1' ? shortest : shortest.slice(0, process.env['REQUIRE_SHARED'] === '1' ? 2 : 1);

  describe.each(chosen)('$file', ({ file, ctc_targets: targets, models }) => {
    it('the network here is the one that gave the posteriors', () => {
      const { prob13, prob12 } = runThemeNetwork(file, 'CTC-A');
      const stored = (name: string): ArrayLike<number> =>
        readSharedNpy(`data/mtd/posteriors/${file.replace('.npy', '')}__CTC-A__${name}.npy`).data;
      for (const [name, computed] of Object.entries({ prob13, prob12 })) {
        const difference = computed.reduce((most, value, i) => Math.max(most, Math.abs(value - stored(name)[i])), 0);
        expect(difference).toBeLessThan(1e-5);
      }
    });

    // Of CTC-B-W every frame is nearly the same and near a tie, so that the rounding of the network decides; CTC-A-W has exact ties.
    it.each(Object.keys(models).filter((model) => model !== 'CTC-B-W'))('%s: greedy and beam 10 as published', (model) => {
      const { prob13, prob12 } = runThemeNetwork(file, model);
      const outputs = [
        { name: 'with_blank_13', data: prob13, classes: 13, blank: 12 },
        { name: 'without_blank_12', data: prob12, classes: 12, blank: 'none' },
      ] as const;
      for (const { name, data, classes, blank } of outputs) {
        const { greedy, beam10 } = models[model].decoding[name];
        const posteriors = { data, shape: [1, data.length / classes, classes] } as const;
        const [{ labels }] = greedyDecode(posteriors, { blank });
        expect([...labels]).toEqual(greedy.sequence);
        expect(labelErrorRate([targets], [labels])).toBe(greedy.ler);
        const [[best, second]] = prefixBeamSearch(posteriors, { blank, beamWidth: 10, topN: 2 });
        expect([...best.labels]).toEqual(beam10.sequence);
        expect(labelErrorRate([targets], [best.labels])).toBe(beam10.ler);
        // Posteriors differ by 1e-6.
        expect(best.logProbability).toBeCloseTo(beam10.log_prob, 3);
        expect(second.logProbability).toBeCloseTo(beam10.runner_up_log_prob, 3);
      }
    });
  });
});
