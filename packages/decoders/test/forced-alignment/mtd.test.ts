import { openCpu } from '@rubato/backend-cpu';
import { forceAlignSync } from '@rubato/decoders';
import { ctc, dtw } from '@rubato/presets';
import { expect, it } from 'vitest';
import { describeShared, readSharedJson, readSharedNpy } from '../support/shared.ts';
import { expectAligned } from './expect-aligned.ts';

interface Theme {
  readonly file: string;
  readonly frames: number;
  readonly ctc_targets: readonly number[];
  readonly note_alignment: { readonly notes: readonly number[]; readonly true_onset_frames: readonly number[] };
  readonly models: Readonly<
    Record<
      string,
      {
        readonly torch_ctc_loss?: number;
        readonly note_alignment: { readonly viterbi_cost: number; readonly onset_frames: readonly number[] };
      }
    >
  >;
}

const FRAME_RATE = 24.609375;

describeShared('data/mtd/reference.json', () => {
  const { themes } = readSharedJson('data/mtd/reference.json') as { readonly themes: Readonly<Record<string, Theme>> };
  const backend = openCpu();

  for (const theme of Object.values(themes)) {
    const name = theme.file.replace('.npy', '');
    for (const model of ['CTC-A', 'SDTW-E-W']) {
      const posteriors = (classes: 12 | 13) => {
        const { data } = readSharedNpy(`data/mtd/posteriors/${name}__${model}__prob${classes}.npy`);
        return { data: Float64Array.from(data as Float32Array), shape: [1, theme.frames, classes] } as const;
      };

      it(`${name}, ${model}: the onsets of the notes are the reference's`, () => {
        const { notes } = theme.note_alignment;
        const { viterbi_cost, onset_frames } = theme.models[model].note_alignment;
        // Equal neighbours make ties; the reference takes the diagonal first.
        const parameterization = dtw({
          steps: [
            [1, 1],
            [1, 0],
          ],
        });
        const call = { backend, parameterization, labels: [notes], blank: 'none', confidence: false, frameRate: FRAME_RATE } as const;
        for (const blockFrames of [Infinity, 40]) {
          const item = expectAligned(forceAlignSync(posteriors(12), { ...call, blockFrames })[0]);
          expect(item.tokens.map(({ startFrame }) => startFrame)).toEqual(onset_frames);
          expect(Math.abs(item.pathLogProbability + viterbi_cost)).toBeLessThan(1e-9 * viterbi_cost);
        }
      });

      it(`${name}, ${model}: CTC's loss, and confidences that add up`, () => {
        const call = { backend, parameterization: ctc([theme.ctc_targets], { blank: 12 }), blank: 12, blockFrames: 50 } as const;
        const item = expectAligned(forceAlignSync(posteriors(13), call)[0]);
        const loss = theme.models[model].torch_ctc_loss;
        if (loss !== undefined) expect(Math.abs(item.logProbability! + loss)).toBeLessThan(1e-9 * Math.abs(loss));
        expect(item.tokens.map(({ label }) => label)).toEqual(theme.ctc_targets);
        for (const { posterior } of item.tokens) {
          const { probabilities, before, after } = posterior!.start;
          expect(probabilities.reduce((a, b) => a + b, before + after)).toBeCloseTo(1, 9);
        }
      });
    }
  }
});
