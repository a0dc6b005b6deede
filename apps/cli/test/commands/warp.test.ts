import { chroma, writeWav } from '@rubato/audio';
import { chooseLambda, createSignal, createWarpProblem, type Signal, solveWarp, type WarpProblemInput } from '@rubato/gdtw';
import { writeNpy } from '@rubato/io';
import { describe, expect, it } from 'vitest';
import { MOST_KNOTS } from '../../src/options/parse-warp.ts';
import { planWarp } from '../../src/warping/plan-warp.ts';
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
  'three.csv': '1\n2\n1\n',
  'bytes.npy': writeNpy({ dtype: 'uint8', shape: [100, 1], data: new Uint8Array(100) }),
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
    expect(await runIn(world, 'plot', 'warp.csv', '--kind', 'warp', '--truth', 'warp.json', '--out', 'again.svg')).toBe(0);
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
      [[...two, '--lambda', 'much'], /--lambda is 'much'; give a number from 0 to 1e\+140, cv/],
      [[...two, '--lambda', '-1'], /--lambda is '-1'/],
      [[...two, '--lambda', '1', '--folds', '3'], /--folds belongs to --lambda cv/],
      [[...two, '--lambda', 'cv', '--folds', '99'], /--folds is 99; b\.csv has 23 observations between its ends: give 2 to 23/],
      [[...two, '--lambda', '1', '--slopes', '2,1'], /--slopes is '2,1'; give the least and the greatest/],
      [[...two, '--lambda', '1', '--band', 'itakura:2'], /--band is 'itakura:2'; give sakoe-chiba/],
      [[...two, '--lambda', '1', '--loss', 'hubert'], /--loss is "hubert"; expected one of squared/],
      [[...two, '--lambda', '1', '--penalty', 'huber:0'], /--penalty/],
      [[...two, '--lambda', '1', '--knots', '1'], /--knots is '1'/],
      [[...two, '--lambda', '1', '--out', 'x.npy'], /--out x\.npy: the ending chooses the format/],
      [['a.csv', 'wide.csv', '--lambda', '1'], /a\.csv has 1 feature a frame, in frames; wide\.csv has 2 features/],
      [['a.csv', 'one.csv', '--lambda', '1'], /one\.csv has one frame; a warp needs two/],
      [['a.csv', 'nan.csv', '--lambda', '1'], /nan\.csv: frame 1, feature 0 is NaN/],
      [[...two, '--lambda', '1e141'], /--lambda is '1e141'; give a number from 0 to 1e\+140/],
      [[...two, '--lambda', '1', '--knots', '1000001'], /--knots is '1000001'; give observations, or a whole number from 2 to 1000000/],
      [[...two, '--lambda', '1', '--loss', 'p-norm:1001'], /--loss is 1001; expected a number from 1 to 1000/],
      [['a.csv', 'three.csv', '--lambda', 'cv'], /rubato: three\.csv has 3 observations; --lambda cv needs at least 4/],
      [[...two, '--lambda', '1', '--rate', '1e-300'], /--rate 1e-300: the time of frame 1 of a\.csv is /],
      [
        ['a.wav', 'b.wav', '--lambda', '1', '--hop', '1e300'],
        /--hop is 1e\+300; a\.wav needs a hop from one sample to the whole, 0\.000125 to 2 s/,
      ],
      [['a.wav', 'b.wav', '--lambda', '1', '--hop', '1e-9'], /--hop is 1e-9; a\.wav needs a hop from one sample/],
      [['broken.wav', 'b.wav', '--lambda', '1'], /broken\.wav: wav: byte 0: no WAV file/],
      [['a.csv', 'none.wav', '--lambda', '1'], /none\.wav does not exist/],
    ];
    for (const [args, message] of cases) {
      const world = createWorld(files);
      expect(await refusal(world, 'warp', ...args)).toMatch(message);
    }
  });

  it('tells bounds and defaults that are those of the library', async () => {
    const [x, y] = [signalOf(A), signalOf(B)];
    const told = (lambda: string, ...more: readonly string[]) => warped('a.csv', 'b.csv', '--lambda', lambda, ...more);
    for (const [option, name] of [
      ['--loss', 'huber:1'],
      ['--loss', 'p-norm:2'],
      ['--penalty', 'huber:1'],
    ] as const) {
      expect((await told('0.1', option, name)).warp).toEqual((await told('0.1', option, name.split(':')[0])).warp);
    }
    const knots = (count: number) => () => createWarpProblem({ x, y, lambda: 1, knots: count });
    expect(knots(MOST_KNOTS)).not.toThrow();
    expect(knots(MOST_KNOTS + 1)).toThrow(/knots/);
    expect((await told('cv:least')).lambda).toBe((await told('cv')).lambda);
  });

  it('plans the memory of grids, knots, cross-validation and text, and refuses more than is allowed with the bytes', async () => {
    const size = { ofA: 1000, ofB: 1000, channels: 2, knots: 5000, folds: 0, told: false };
    const { bytes } = planWarp(size);
    // The grid alone, and beside it not much more.
    expect(bytes).toBeGreaterThan(4 * 1000 * 5000);
    expect(bytes).toBeLessThan(1.5 * 4 * 1000 * 5000);
    // λ, slopes and the bounds of them, warp and time of each knot of each problem.
    expect(planWarp({ ...size, folds: 5 }).bytes - bytes).toBeGreaterThan(5 * 13 * 5000 * 5 * 8);
    expect(planWarp({ ...size, told: true }).bytes - bytes).toBeGreaterThan(5000 * 2 * 20);
    for (const [args, message] of [
      [
        ['a.csv', 'b.csv', '--knots', '1000000', '--max-bytes', '1M'],
        /^rubato: warping a\.csv to b\.csv needs 1\.1 GiB, more than the 1\.0 MiB allowed; raise --max-bytes or take fewer --knots\n$/,
      ],
      [
        ['a.csv', 'b.csv', '--lambda', 'cv', '--knots', '10000', '--max-bytes', '20M'],
        /needs 1[0-9]{2} MiB, .* or take fewer --knots or --folds\n$/,
      ],
      [
        ['a.wav', 'b.wav', '--hop', '0.000125', '--max-bytes', '300k'],
        /^rubato: a\.wav at --hop 0\.000125 needs .* more than the 300 KiB allowed; raise --max-bytes or take a longer --hop\n$/,
      ],
      [
        ['bytes.npy', 'b.csv', '--max-bytes', '500'],
        /^rubato: reading bytes\.npy needs 800 bytes, more than the 500 bytes allowed; raise --max-bytes\n$/,
      ],
      [['bytes.npy', 'b.csv', '--max-bytes', '1k'], /^rubato: reading bytes\.npy needs 3\.1 KiB, more than the 1\.0 KiB allowed/],
    ] as const) {
      const world = createWorld(files);
      expect(await runIn(world, 'warp', '--lambda', '1', ...args, '--out', 'x.csv')).toBe(1);
      expect(world.stderr()).toMatch(message);
      expect([world.files.has('x.csv'), world.stdout()]).toEqual([false, '']);
    }
    const announced = createWorld({ 'a.csv': files['a.csv'], 'b.csv': files['b.csv'] });
    announced.controller.abort();
    expect(await runIn(announced, 'warp', 'a.csv', 'b.csv', '--lambda', '1', '--knots', '200000')).toBe(130);
    expect(announced.stderr()).toContain('200000 knots with 50 values each: about 163 MiB\n');
  });
});
