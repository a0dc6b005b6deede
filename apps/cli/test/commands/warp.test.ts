import { chroma, writeWav } from '@rubato/audio';
import { chooseLambda, createSignal, createWarpProblem, type Signal, solveWarp, type WarpProblemInput } from '@rubato/gdtw';
import { describe, expect, it } from 'vitest';
import { elementsOf } from '../support/svg.ts';
import { createWorld, refusal, runIn, textOf } from '../support/world.ts';

const bump = (t: number): number => Math.exp(-(((t - 0.3) / 0.1) ** 2)) + 0.5 * Math.exp(-(((t - 0.7) / 0.12) ** 2));
const A = Array.from({ length: 31 }, (_, k) => bump(k / 30));
const B = Array.from({ length: 25 }, (_, k) => bump(k / 24 + 0.06 * Math.sin((Math.PI * k) / 12)));

/** Two tones after each other, of lengths in seconds. */
function recording(...lengths: readonly number[]): Uint8Array {
  const sampleRate = 8000;
  const parts = lengths.flatMap((seconds, k) =>
    Array.from({ length: seconds * sampleRate }, (_, i) => 0.5 * Math.sin((2 * Math.PI * [262, 392, 330][k] * i) / sampleRate)),
  );
  return writeWav(Float32Array.from(parts), { sampleRate });
}

const files = {
  'a.csv': `${A.join('\n')}\n`,
  'b.csv': `${B.join('\n')}\n`,
  'wide.csv': '1,2\n3,4\n5,6\n',
  'one.csv': '1\n',
  'nan.csv': '1\nnan\n2\n',
  'a.wav': recording(1, 1),
  'b.wav': recording(0.5, 1.5),
  'broken.wav': 'RIFX and so on',
};

interface Told {
  readonly knots: readonly number[];
  readonly warp: readonly number[];
  readonly objective: number;
  readonly lambda: number;
  readonly kktResidual: number;
  readonly unitA: string;
  readonly crossValidation?: { readonly folds: number; readonly heldOutLosses: readonly number[] };
}

async function warped(...args: readonly string[]): Promise<Told> {
  const world = createWorld(files);
  expect([await runIn(world, 'warp', ...args, '--json'), world.stderr()]).toEqual([0, '']);
  return JSON.parse(world.stdout()) as Told;
}

const signalOf = (values: readonly number[], rate = 1, interpolation: Signal['interpolation'] = 'linear'): Signal =>
  createSignal(values, { times: values.map((_, n) => n / rate), interpolation });

/** Expects the command to have told the library's warp. */
function expectWarp(told: Told, input: WarpProblemInput): void {
  const { warp, knots, objective } = solveWarp(createWarpProblem(input));
  expect([told.warp, told.knots, told.objective]).toEqual([Array.from(warp), Array.from(knots), objective]);
}

describe('rubato warp', () => {
  it('is the warp of the library, with all its options', async () => {
    const [x, y] = [signalOf(A), signalOf(B)];
    expectWarp(await warped('a.csv', 'b.csv', '--lambda', '0.1'), { x, y, lambda: 0.1 });
    const told = await warped('a.csv', 'b.csv', '--lambda', '0.1', '--slopes', '0.2,3', '--band', 'sakoe-chiba:4', '--knots', '12');
    expectWarp(told, { x, y, lambda: 0.1, slopes: { lower: 0.2, upper: 3 }, band: { kind: 'sakoe-chiba', radius: 4 }, knots: 12 });
    const losses = ['--loss', 'huber:0.2', '--penalty', 'absolute', '--interpolation', 'cubic', '--rate', '10'];
    const cubic = { x: signalOf(A, 10, 'cubic'), y: signalOf(B, 10, 'cubic') };
    const named = { signalLoss: { name: 'huber', parameter: 0.2 }, warpPenalty: 'absolute' };
    const timed = await warped('a.csv', 'b.csv', '--lambda', '0.01', ...losses);
    expectWarp(timed, { ...cubic, lambda: 0.01, ...named });
    expect(timed.unitA).toBe('s');
    expectWarp(await warped('a.csv', 'b.csv', '--lambda', '0.1', '--subsequence'), { x, y, lambda: 0.1, subsequence: true });
  });

  it('chooses λ by cross-validation', async () => {
    const [x, y] = [signalOf(A), signalOf(B)];
    for (const [option, rule] of [
      ['cv', 'least'],
      ['cv:one-standard-error', 'one-standard-error'],
    ] as const) {
      const choice = await chooseLambda({ x, y, slopes: { upper: 3 } }, { folds: 3, rule });
      const told = await warped('a.csv', 'b.csv', '--lambda', option, '--folds', '3', '--slopes', '0,3');
      expect([told.lambda, told.crossValidation?.folds]).toEqual([choice.lambda, 3]);
      expect(told.crossValidation?.heldOutLosses).toEqual(Array.from(choice.heldOutLosses));
      expectWarp(told, { x, y, slopes: { upper: 3 }, lambda: choice.lambda });
    }
    const world = createWorld(files);
    expect(await runIn(world, 'warp', 'a.csv', 'b.csv', '--lambda', 'cv')).toBe(0);
    expect(world.stdout()).toMatch(/^λ \S+ of 13, by 5-fold cross-validation: held-out loss \S+$/m);
  });

  it('takes recordings: the second tone begins at 1 s of one and at 0.5 s of the other', async () => {
    const told = await warped('a.wav', 'b.wav', '--lambda', '0.001', '--hop', '0.05', '--slopes', '0.2,5');
    expect(told.unitA).toBe('s');
    expect(told.knots.length).toBe(chroma(new Float32Array(16_000), { sampleRate: 8000, hopLength: 400 }).frames);
    const at = told.knots.findIndex((time) => time >= 0.5);
    expect(Math.abs(told.warp[at] - 1)).toBeLessThan(0.1);
    for (const features of ['mel', 'constant-q']) {
      const other = await warped('a.wav', 'b.wav', '--lambda', '1', '--hop', '0.25', '--features', features);
      expect(other.warp.length).toBe(other.knots.length);
    }
  });

  it('writes tables, JSON and pictures', async () => {
    const world = createWorld(files);
    const out = ['warp.csv', 'warp.json', 'warp.svg'].flatMap((file) => ['--out', file]);
    expect(
      await runIn(world, 'warp', 'a.csv', 'b.csv', '--lambda', '0.1', '--band', 'sakoe-chiba:4', ...out, '--json', '--theme', 'dark'),
    ).toBe(0);
    const { knots, warp } = JSON.parse(world.stdout()) as Told;
    expect(textOf(world, 'warp.json')).toBe(world.stdout());
    expect(textOf(world, 'warp.csv')).toBe(`time_b,time_a\n${knots.map((time, i) => `${time},${warp[i]}\n`).join('')}`);
    expect(textOf(world, 'warp.svg')).toContain('within bounds');
    expect(elementsOf(textOf(world, 'warp.svg'))[0].attributes['class']).toBe('rubato-dark');
    expect(await runIn(world, 'warp', 'a.csv', 'b.csv', '--lambda', '0.1', '--out', 's.svg', '--picture', 'signals')).toBe(0);
    expect(textOf(world, 's.svg')).toContain('x warped to y');
    // What it writes can be drawn.
    expect(await runIn(world, 'plot', 'warp.csv', '--kind', 'warp', '--truth', 'warp.json', '--output', 'again.svg')).toBe(0);
  });

  it('says what no warp can meet, with exit code 1', async () => {
    const world = createWorld(files);
    expect(await runIn(world, 'warp', 'a.csv', 'b.csv', '--lambda', '1', '--slopes', '0,0.5', '--out', 'x.csv')).toBe(1);
    expect(world.stderr()).toMatch(/^rubato: a\.csv and b\.csv: no warp meets the constraints: .*widen --slopes/);
    expect([world.files.has('x.csv'), world.stdout()]).toEqual([false, '']);
  });

  it('stops on Ctrl-C without a file', async () => {
    const world = createWorld(files);
    world.controller.abort();
    expect(await runIn(world, 'warp', 'a.csv', 'b.csv', '--lambda', 'cv', '--out', 'x.csv')).toBe(130);
    expect([world.files.has('x.csv'), world.stderr()]).toEqual([false, 'rubato: interrupted\n']);
  });

  it('refuses with the file or the option', async () => {
    const two = ['a.csv', 'b.csv'];
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [two, /--lambda <weight>' not specified/],
      [[...two, '--lambda', 'much'], /--lambda is 'much'; give a number of at least 0, cv/],
      [[...two, '--lambda', '-1'], /--lambda is '-1'/],
      [[...two, '--lambda', '1', '--folds', '3'], /--folds belongs to --lambda cv/],
      [[...two, '--lambda', 'cv', '--folds', '99'], /--folds is 99; expected a whole number from 2 to 23/],
      [[...two, '--lambda', '1', '--slopes', '2,1'], /--slopes is '2,1'; give the least and the greatest/],
      [[...two, '--lambda', '1', '--band', 'itakura:2'], /--band is 'itakura:2'; give sakoe-chiba/],
      [[...two, '--lambda', '1', '--loss', 'hubert'], /--loss is "hubert"; expected one of squared/],
      [[...two, '--lambda', '1', '--penalty', 'huber:0'], /--penalty/],
      [[...two, '--lambda', '1', '--knots', '1'], /--knots is '1'/],
      [[...two, '--lambda', '1', '--out', 'x.npy'], /--out x\.npy: the ending chooses the format/],
      [['a.csv', 'wide.csv', '--lambda', '1'], /a\.csv has 1 feature a frame, in frames; wide\.csv has 2 features/],
      [['a.csv', 'one.csv', '--lambda', '1'], /one\.csv has one frame; a warp needs two/],
      [['a.csv', 'nan.csv', '--lambda', '1'], /nan\.csv: frame 1, feature 0 is NaN/],
      [['broken.wav', 'b.wav', '--lambda', '1'], /broken\.wav: wav: byte 0: no WAV file/],
      [['a.csv', 'none.wav', '--lambda', '1'], /none\.wav does not exist/],
    ];
    for (const [args, message] of cases) {
      const world = createWorld(files);
      expect(await refusal(world, 'warp', ...args)).toMatch(message);
    }
  });
});
