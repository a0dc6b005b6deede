import type { AlignmentSolution, Parameterization, ProblemInput } from '@rubato/core';
import { ctc, dtw, multiHotTargets, oneHotTargets, table1, table1Ids, table1Rests, weightedSoftDtw } from '@rubato/presets';
import { expect, it } from 'vitest';
import { expectClose } from './support/close.ts';
import { readNpy } from './support/npy.ts';
import { solve } from './support/reference.ts';
import { describeShared, readSharedBytes, readSharedJson } from './support/shared.ts';

interface Loss {
  readonly raw: number;
  readonly normaliser: number;
  readonly value: number;
}

interface Theme {
  readonly file: string;
  readonly frames: number;
  readonly ctc_targets: readonly number[];
  readonly weak_sequence: readonly (number | null)[];
  readonly note_alignment: { readonly notes: readonly number[] };
  readonly models: Readonly<
    Record<
      string,
      {
        readonly loss_under_every_config: Readonly<Record<string, Loss>>;
        readonly gradient: { readonly config: string; readonly shape: readonly number[]; readonly sum: number; readonly frobenius: number };
        readonly torch_ctc_loss?: number;
        readonly note_alignment: { readonly viterbi_cost: number; readonly onset_frames: readonly number[] };
      }
    >
  >;
}

const array = (path: string): ReturnType<typeof readNpy> => readNpy(readSharedBytes(`data/mtd/${path}`));
const BLANK = 12;

/** Cost -⟨log x_n, y_m⟩ with free rests. */
function features(parameterization: Parameterization, x: Float64Array, N: number, y: Float32Array | Float64Array): ProblemInput {
  const localCost = { name: 'negativeLogLikelihood', parameters: { rests: table1Rests('published-code') } } as const;
  return { ...parameterization, cost: { kind: 'features', x, y, shape: [N, y.length / 12], dimension: 12, localCost } };
}

function gathered(parameterization: Parameterization, posteriors: Float64Array, N: number): ProblemInput {
  const index = parameterization.columnClasses!;
  const values = posteriors.map((p) => -Math.log(p));
  return { ...parameterization, cost: { kind: 'gathered', values, shape: [1, N, index.length], classes: 13, index } };
}

describeShared('data/mtd/reference.json', () => {
  const { themes } = readSharedJson('data/mtd/reference.json') as { readonly themes: Readonly<Record<string, Theme>> };

  it('has five themes', () => expect(Object.keys(themes).length).toBe(5));

  for (const theme of Object.values(themes)) {
    const name = theme.file.replace('.npy', '');
    const N = theme.frames;
    const weak = theme.weak_sequence.map((label) => label ?? -1);
    const targets = oneHotTargets([weak], 12).data;

    it(`${name}: targets are those of the arrays`, () => {
      expect(Array.from(array(`ctc_targets/${name}.npy`).data)).toEqual(theme.ctc_targets);
      const { data, shape } = array(`weak_targets/${name}.npy`);
      expect(shape).toEqual([weak.length, 12]);
      expect(Array.from(targets)).toEqual(Array.from(data));
      const rows = Array.from({ length: weak.length }, (_, m) => data.subarray(12 * m, 12 * m + 12));
      expect(multiHotTargets([rows]).data).toEqual(targets);
    });

    for (const model of ['CTC-A', 'SDTW-E-W']) {
      const reference = theme.models[model];
      const losses = reference.loss_under_every_config;
      const posteriors = (classes: 12 | 13): Float64Array => array(`posteriors/${name}__${model}__prob${classes}.npy`).data;
      const expectLoss = (config: string, solution: AlignmentSolution, normaliser: number): void => {
        expectClose(`${config} raw`, solution.values, [losses[config].raw], { rtol: 1e-10, atol: 1e-9 });
        expectClose(`${config} value`, [solution.values[0] / normaliser], [losses[config].value], { rtol: 1e-10, atol: 1e-9 });
      };

      for (const id of table1Ids) {
        it(`${name}, posteriors of ${model}: ${id}`, () => {
          const isCtc = id.startsWith('CTC');
          const labels = isCtc ? theme.ctc_targets : weak;
          const parameterization = table1(id, 'published-code', [labels], isCtc ? { blank: BLANK } : {});
          const problem = isCtc ? gathered(parameterization, posteriors(13), N) : features(parameterization, posteriors(12), N, targets);
          const wantsGradient = id === model;
          const solution = solve(problem, wantsGradient ? { gradient: true } : {});
          expectLoss(id, solution, (parameterization.columnLengths![0] - 1) / 2);
          if (!wantsGradient) return;
          const { data, shape } = array(`gradients/${name}__${model}__H.npy`);
          expect(shape).toEqual(reference.gradient.shape);
          expectClose('H', solution.gradient!.data, data, { atol: 1e-9 });
          const total = Array.from(solution.gradient!.data).reduce((sum, h) => sum + h, 0);
          expectClose('sum of H', [total], [reference.gradient.sum], { rtol: 1e-10 });
          if (!isCtc) return;
          const { values } = solve(gathered(ctc([labels], { blank: BLANK }), posteriors(13), N));
          expectClose('torch', values, [reference.torch_ctc_loss!], { rtol: 1e-10 });
        });
      }

      it(`${name}, posteriors of ${model}: the baselines EM and strong`, () => {
        const M = weak.length;
        const stretched = oneHotTargets([Array.from({ length: N }, (_, n) => weak[Math.floor((n * M) / N)])], 12).data;
        const em = weightedSoftDtw({ diagonal: 1.5, minimum: 'hardmin' });
        expectLoss('EM', solve(features(em, posteriors(12), N, stretched)), (N - 1) / 2);
        // One row per frame, and nothing but the diagonal: the sum over the frames.
        const { data } = array(`strong_targets/${name}.npy`);
        expectLoss('strong', solve(features({ steps: [[1, 1]] }, posteriors(12), N, data)), N);
      });

      it(`${name}, posteriors of ${model}: the notes aligned by hard DTW`, () => {
        const { notes } = theme.note_alignment;
        const { viterbi_cost, onset_frames } = reference.note_alignment;
        // Notes equal to their neighbours make ties (the rests between them are gone); the reference takes the diagonal first.
        const problem = features(
          dtw({
            steps: [
              [1, 1],
              [1, 0],
            ],
          }),
          posteriors(12),
          N,
          oneHotTargets([notes], 12).data,
        );
        const solution = solve(problem, { path: true });
        expectClose('cost', solution.values, [viterbi_cost], { rtol: 1e-10 });
        const onsets = notes.map((_, k) => {
          const pair = solution.paths![0].findIndex((column, i) => i % 2 === 1 && column === k);
          return solution.paths![0][pair - 1];
        });
        expect(onsets).toEqual(onset_frames);
      });
    }
  }
});
