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
  readonly results: readonly { readonly document: string }[];
  readonly labelErrorRate: number;
  readonly frameAccuracy: number;
}

/** The files of this machine, but what is written stands in memory, and is read from there. */
function overlay(written: Map<string, Uint8Array<ArrayBuffer>>): typeof nodeFiles {
  return {
    ...nodeFiles,
    checkTarget: async () => undefined,
    write: async (file, content) => void written.set(file, new Uint8Array(Buffer.from(content as string))),
    read: async (file, most) => written.get(file) ?? nodeFiles.read(file, most),
  };
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

  it('have the published label error rates and frame accuracies', async () => {
    for (const { name, model, theme } of each()) {
      const { decoding, frame_accuracy_without_rests } = theme.models[model];
      for (const [options, { ler }] of [
        [[], decoding['with_blank_13'].greedy] as const,
        [['--beam', '10'], decoding['with_blank_13'].beam10] as const,
      ]) {
        const files = overlay(new Map());
        const posteriors = path(`posteriors/${name}__${model}__prob13.npy`);
        const decode = ['decode', posteriors, '--blank', '12', ...options, '--out', 'd.txt'];
        expect(await run(decode, { ...createWorld().environment, files })).toBe(0);
        const evaluation = createWorld();
        // A theme that nothing was found in is an empty line.
        const labels = ['eval', 'labels', path(`ctc_targets/${name}.npy`), 'd.txt', '--json'];
        expect(await run(labels, { ...evaluation.environment, files })).toBe(0);
        expect((decodeJson(evaluation.stdout()) as unknown as Told).labelErrorRate).toBe(ler);
      }
      const frames = ['eval', 'frames', path(`posteriors/${name}__${model}__prob12.npy`), path(`strong_targets/${name}.npy`)];
      // The reference's other figure takes a rest, a row of zeros, for class 0.
      expect((await told(...frames, '--ignore', '-1')).frameAccuracy).toBe(frame_accuracy_without_rests);
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

describeShared('search and evaluation', () => {
  it('find each theme in the posteriors of its own recording', async () => {
    const names = ['MTD0554_Bartok_Sz049', 'MTD0619_Beethoven_Op015-01', 'MTD1273_Bizet_WD031-1-11E', 'MTD9015_Telemann_TWV055-B1-03'];
    const documents = names.map((name) => path(`posteriors/${name}__CTC-A__prob12.npy`));
    for (const name of names) {
      const { results } = await told('search', path(`strong_targets/${name}.npy`), ...documents);
      expect(results.map(({ document }) => document)[0]).toBe(path(`posteriors/${name}__CTC-A__prob12.npy`));
      expect(results.length).toBe(4);
    }
  });

  it('says how near the path of two performances is to the ground truth', async () => {
    const performance = (name: string): string => sharedPath(`data/winterreise/pitchclass/${name}.npy`);
    const files = overlay(new Map());
    const align = ['align', performance('AL98'), performance('FI55'), '--quiet', '--out', 'path.csv'];
    expect(await run(align, { ...createWorld().environment, files })).toBe(0);
    const evaluation = createWorld();
    const truth = sharedPath('data/winterreise/ground_truth/AL98_FI55.csv');
    const options = ['--rate', '43.06640625', '--events', 'frames', '--columns', 'frame_A,frame_B', '--json'];
    expect(await run(['eval', 'alignment', 'path.csv', truth, ...options], { ...evaluation.environment, files })).toBe(0);
    const { events, medianMilliseconds } = decodeJson(evaluation.stdout()) as { events: number; medianMilliseconds: number };
    expect(events).toBeGreaterThan(500);
    // A frame has 23 ms.
    expect(medianMilliseconds).toBeLessThan(12);
  });
});
