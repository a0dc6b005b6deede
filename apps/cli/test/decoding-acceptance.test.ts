import { readFileSync } from 'node:fs';
import { decodeJson } from '@rubato/io';
import { expect, it } from 'vitest';
import { nodeFiles } from '../src/files/node-files.ts';
import { run } from '../src/run.ts';
import { describeShared, sharedPath } from './support/shared-data.ts';
import { createWorld } from './support/world.ts';

interface Sequence {
  readonly sequence: readonly number[];
  readonly log_prob: number;
  readonly ler: number;
}

interface Theme {
  readonly file: string;
  readonly models: Readonly<
    Record<
      string,
      {
        readonly decoding: Readonly<Record<string, Readonly<Record<string, Sequence>>>>;
        readonly torch_ctc_loss?: number;
        readonly frame_accuracy: number;
        readonly frame_accuracy_without_rests: number;
        readonly note_alignment: { readonly viterbi_cost: number; readonly onset_frames: readonly number[] };
      }
    >
  >;
  readonly note_alignment: { readonly notes: readonly number[] };
}

/** What of the JSON is looked at. */
interface Told {
  readonly items: readonly {
    readonly results: readonly { readonly labels: readonly number[]; readonly logProbability: number }[];
    readonly tokens: readonly { readonly startFrame: number }[];
    readonly pathLogProbability: number;
    readonly logProbability: number;
  }[];
  readonly labelErrorRate: number;
  readonly frameAccuracy: number;
}

/** The JSON that a command prints about files of this machine. */
async function told(...args: readonly string[]): Promise<Told> {
  const world = createWorld();
  const code = await run([...args, '--json'], { ...world.environment, files: nodeFiles });
  expect([code, world.stderr()]).toEqual([0, '']);
  return decodeJson(world.stdout()) as unknown as Told;
}

const path = (name: string): string => sharedPath(`data/mtd/${name}`);

describeShared('decoding and forced alignment of musical themes', () => {
  const themes = (): readonly Theme[] =>
    Object.values(
      (JSON.parse(readFileSync(path('reference.json'), 'utf8')) as { readonly themes: Readonly<Record<string, Theme>> }).themes,
    );
  const each = function* (): Generator<{ name: string; model: string; theme: Theme }> {
    for (const theme of themes()) for (const model of ['CTC-A', 'SDTW-E-W']) yield { name: theme.file.replace('.npy', ''), model, theme };
  };

  it('give the published label sequences and probabilities, greedy and with a beam of 10', async () => {
    for (const { name, model, theme } of each()) {
      for (const [kind, classes, blank] of [['with_blank_13', 13, '12'] as const, ['without_blank_12', 12, 'none'] as const]) {
        const { greedy, beam10 } = theme.models[model].decoding[kind];
        const args = ['decode', path(`posteriors/${name}__${model}__prob${classes}.npy`), '--blank', blank];
        expect((await told(...args)).items[0].results[0].labels).toEqual(greedy.sequence);
        const [best] = (await told(...args, '--beam', '10')).items[0].results;
        expect(best.labels).toEqual(beam10.sequence);
        expect(Math.abs(best.logProbability - beam10.log_prob)).toBeLessThan(1e-9 * Math.abs(beam10.log_prob));
      }
    }
  });

  it('have the onsets of the reference, and the losses of the published code', async () => {
    for (const { name, model, theme } of each()) {
      const { note_alignment: notes, torch_ctc_loss: loss } = theme.models[model];
      const labels = theme.note_alignment.notes.join(' ');
      const [item] = (await told('force', path(`posteriors/${name}__${model}__prob12.npy`), labels, '--blank', 'none')).items;
      expect(item.tokens.map(({ startFrame }) => startFrame)).toEqual(notes.onset_frames);
      expect(Math.abs(item.pathLogProbability + notes.viterbi_cost)).toBeLessThan(1e-9 * notes.viterbi_cost);
      if (loss === undefined) continue;
      const blank = ['force', path(`posteriors/${name}__${model}__prob13.npy`), path(`ctc_targets/${name}.npy`), '--blank', '12'];
      expect(Math.abs((await told(...blank)).items[0].logProbability + loss)).toBeLessThan(1e-9 * Math.abs(loss));
    }
  });
});
