import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsv, readNpy } from '@rubato/io';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeShared, sharedPath } from './support/shared-data.ts';
import { runProcess } from './support/spawn.ts';

interface Aligned {
  readonly cost: number;
  readonly path: readonly (readonly [number, number])[];
  readonly milliseconds: number;
}

/** What the reference says about the posteriors of a model. */
interface Model {
  readonly torch_ctc_loss: number;
  readonly loss_under_every_config: Readonly<Record<string, { readonly raw: number }>>;
}

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'rubato-cli-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describeShared('two recordings of a song, 7518 × 6860 frames of chroma', () => {
  const chroma = (recording: number): string => sharedPath(`data/synctoolbox/f_chroma_${recording}.npy`);
  const common = ['align', chroma(1), chroma(2), '--axis', '1', '--cost', 'innerProduct:offset=2', '--json'];

  it.each([[[]], [['--steps', '1,0 0,1 1,1']]])(
    "gives Sync Toolbox's path step for step in under 300 MiB, with steps %j",
    async (steps) => {
      const { code, stdout, stderr, peakBytes } = await runProcess([...common, ...steps]);
      expect([code, stderr]).toEqual([0, '']);
      const { path, cost } = JSON.parse(stdout) as Aligned;
      const { data, shape } = readNpy(readFileSync(sharedPath('data/synctoolbox/wp.npy')));
      const pairs = Array.from({ length: shape[1] }, (_, k) => [data[k], data[shape[1] + k]]);
      expect(path).toEqual(pairs);
      expect(cost).toBeGreaterThan(0);
      expect(peakBytes).toBeGreaterThan(20 * 2 ** 20);
      expect(peakBytes).toBeLessThan(300 * 2 ** 20);
    },
  );
});

describeShared('two performances of a song, 15101 × 15474 frames', () => {
  const performance = (name: string): string => sharedPath(`data/winterreise/pitchclass/${name}.npy`);

  /** Mean absolute error in ms at the events of the ground truth, by the smallest column on an event's row. */
  async function errorOf(...options: readonly string[]): Promise<{ readonly cost: number; readonly error: number }> {
    const { code, stdout, stderr } = await runProcess(['align', performance('AL98'), performance('QU98'), '--json', ...options]);
    expect([code, stderr]).toEqual([0, '']);
    const { path, cost } = JSON.parse(stdout) as Aligned;
    const columnOf = new Map<number, number>();
    for (const [row, column] of path) if (!columnOf.has(row)) columnOf.set(row, column);
    const truth = readCsv(readFileSync(sharedPath('data/winterreise/ground_truth/AL98_QU98.csv'), 'utf8'), {
      columns: ['frame_A', 'frame_B'],
    });
    const events = truth.shape[0];
    let sum = 0;
    for (let i = 0; i < events; i++) sum += Math.abs(columnOf.get(truth.data[2 * i])! - truth.data[2 * i + 1]);
    return { cost, error: (sum / events / 43.06640625) * 1000 };
  }

  it('fit when B is rotated to the key of A, and are far off when not', async () => {
    const reference = JSON.parse(readFileSync(sharedPath('data/winterreise/reference.json'), 'utf8')) as {
      readonly pairs: { readonly AL98_QU98: Readonly<Record<string, { readonly squared_l2: Readonly<Record<string, number>> }>> };
    };
    const { dtw_full: full, dtw_full_without_roll: without } = reference.pairs.AL98_QU98;
    expect(await errorOf('--rotate', '2')).toEqual({ cost: full['squared_l2']['cost'], error: 0 });
    const wrongKey = await errorOf();
    expect(wrongKey.cost).toBe(without['squared_l2']['cost']);
    expect(wrongKey.error).toBeCloseTo(without['squared_l2']['mae_ms_first'], 6);
    expect(wrongKey.error).toBeGreaterThan(40_000);
  });
});

describeShared('posteriors of trained models', () => {
  const folderOf = (name: string): string => sharedPath(`data/mtd/${name}`);
  const reference = (): { readonly themes: Readonly<Record<string, { readonly models: Readonly<Record<string, Model>> }>> } =>
    JSON.parse(readFileSync(folderOf('reference.json'), 'utf8'));
  const theme = 'MTD9015_Telemann_TWV055-B1-03';

  it('have the losses of the published code, and its gradient', async () => {
    const models = reference().themes['MTD9015'].models;
    const ctcArgs = (preset: string): string[] => [
      'loss',
      folderOf(`posteriors/${theme}__CTC-A__prob13.npy`),
      '--preset',
      preset,
      '--labels',
      folderOf(`ctc_targets/${theme}.npy`),
      '--blank',
      '12',
      '--probabilities',
      '--precision',
      'float64',
      '--json',
    ];
    const sdtwArgs = (preset: string): string[] => [
      'loss',
      folderOf(`posteriors/${theme}__SDTW-E-W__prob12.npy`),
      '--preset',
      preset,
      '--target',
      folderOf(`weak_targets/${theme}.npy`),
      '--probabilities',
      '--precision',
      'float64',
      '--json',
    ];
    const valueOf = async (args: readonly string[]): Promise<number> =>
      (JSON.parse((await runProcess(args)).stdout) as { value: number }).value;
    const near = (value: number, expected: number): void =>
      expect(Math.abs(value - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));

    near(await valueOf(ctcArgs('ctc')), models['CTC-A'].torch_ctc_loss);
    near(await valueOf(ctcArgs('table1:CTC-C-W')), models['CTC-A'].loss_under_every_config['CTC-C-W'].raw);
    near(await valueOf(sdtwArgs('table1:SDTW-D')), models['SDTW-E-W'].loss_under_every_config['SDTW-D'].raw);
    const gradient = join(folder, 'gradient.npy');
    near(
      await valueOf([...sdtwArgs('table1:SDTW-E-W'), '--gradient', gradient]),
      models['SDTW-E-W'].loss_under_every_config['SDTW-E-W'].raw,
    );

    // The published gradient is by the cost -<log x, y>: by x it is -Σ_m H·y/x.
    const H = readNpy(readFileSync(folderOf(`gradients/${theme}__SDTW-E-W__H.npy`)));
    const x = readNpy(readFileSync(folderOf(`posteriors/${theme}__SDTW-E-W__prob12.npy`)));
    const y = readNpy(readFileSync(folderOf(`weak_targets/${theme}.npy`)));
    const ours = readNpy(readFileSync(gradient));
    expect(ours.shape).toEqual(x.shape);
    const [rows, columns] = H.shape;
    for (let n = 0; n < rows; n++) {
      for (let k = 0; k < 12; k++) {
        let sum = 0;
        for (let m = 0; m < columns; m++) sum -= H.data[n * columns + m] * y.data[m * 12 + k];
        near(ours.data[n * 12 + k], sum / x.data[n * 12 + k]);
      }
    }
  });
});
