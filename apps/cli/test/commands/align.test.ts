import { decodeJson, readNpz, writeNpy, writeNpz, writeSafetensors } from '@rubato/io';
import { dtw, softDtw } from 'rubato';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld, refusal, runIn, textOf, type World } from '../support/world.ts';

const a = [[0, 1], [2, 2], [3, 1], [3, 0]];
const b = [[0, 1], [1, 1], [2, 2], [3, 3], [3, 1]];

function npy(rows: readonly (readonly number[])[]): Uint8Array {
  return writeNpy({ dtype: 'float64', shape: [rows.length, rows[0].length], data: Float64Array.from(rows.flat()) });
}

function csv(rows: readonly (readonly number[])[]): string {
  return rows.map((row) => `${row.join(',')}\n`).join('');
}

function transposed(rows: readonly (readonly number[])[]): number[][] {
  return rows[0].map((_, column) => rows.map((row) => row[column]));
}

const files = {
  'a.npy': npy(a), 'b.npy': npy(b), 'a.csv': csv(a), 'b.csv': csv(b), 'at.npy': npy(transposed(a)), 'bt.npy': npy(transposed(b)),
  'both.npz': writeNpz({ a: { dtype: 'float32', shape: [4, 2], data: Float32Array.from(a.flat()) }, b: { dtype: 'int16', shape: [5, 2], data: Int16Array.from(b.flat()) } }),
  'b.safetensors': writeSafetensors({ chroma: { dtype: 'float64', shape: [5, 2], data: Float64Array.from(b.flat()) } }),
  'a.json': JSON.stringify(a),
};

async function aligned(...args: readonly string[]): Promise<Record<string, unknown>> {
  const world = createWorld(files);
  const code = await runIn(world, 'align', ...args, '--json');
  expect(world.stderr()).toBe('');
  expect(code).toBe(0);
  expect(world.stdout().endsWith('\n')).toBe(true);
  return decodeJson(world.stdout()) as Record<string, unknown>;
}

describe('rubato align', () => {
  it('gives the path and the cost of the front door', async () => {
    const expected = dtw(a, b);
    const { milliseconds, ...result } = await aligned('a.npy', 'b.npy');
    expect(result).toEqual({ ...expected, rows: 4, columns: 5, backend: 'cpu' });
    expect(milliseconds).toBeGreaterThan(0);
  });

  it('reads every format, either axis', async () => {
    const expected = dtw(a, b);
    for (const pair of [['a.csv', 'b.csv'], ['at.npy', 'bt.npy', '--axis', '1'], ['both.npz:a', 'both.npz:b'], ['a.json', 'b.safetensors:chroma'], ['a.npy', 'b.safetensors']]) {
      expect(await aligned(...pair)).toMatchObject({ ...expected });
    }
    const world = createWorld({ 'x.csv': '1\n2\n3\n', 'y.npy': writeNpy({ dtype: 'uint8', shape: [4], data: Uint8Array.of(1, 2, 2, 4) }) });
    expect(await runIn(world, 'align', 'x.csv', 'y.npy', '--json')).toBe(0);
    expect(decodeJson(world.stdout())).toMatchObject({ cost: 1, path: [[0, 0], [1, 1], [1, 2], [2, 3]] });
  });

  it('takes cost, steps, weights, band, subsequence, precision and backend', async () => {
    expect(await aligned('a.npy', 'b.npy', '--cost', 'euclidean')).toMatchObject(dtw(a, b, { cost: 'euclidean' }));
    const innerProduct = { name: 'innerProduct', parameters: { offset: -1 } };
    expect(await aligned('a.npy', 'b.npy', '--cost', 'innerProduct:offset=-1')).toMatchObject(dtw(a, b, { cost: innerProduct }));
    const steps = [[1, 0], [0, 1], [1, 1]] as const;
    const stepWeights = [1, 1, 2];
    expect(await aligned('a.npy', 'b.npy', '--steps', '1,0 0,1 1,1', '--weights', '1 1 2')).toMatchObject(dtw(a, b, { steps, stepWeights }));
    expect(await aligned('a.npy', 'b.npy', '--steps', 'two-one')).toMatchObject(dtw(a, b, { steps: [[1, 1], [2, 1], [1, 2]] }));
    const band = { kind: 'sakoeChiba', radius: 1 } as const;
    expect(await aligned('a.npy', 'b.npy', '--band', 'sakoe-chiba:1')).toMatchObject(dtw(a, b, { band }));
    expect(await aligned('a.npy', 'b.npy', '--subsequence')).toMatchObject(dtw(a, b, { subsequence: true }));
    expect(await aligned('a.npy', 'b.npy', '--backend', 'reference')).toMatchObject({ ...dtw(a, b), backend: 'reference' });
    const cost = (await aligned('a.npy', 'b.npy', '--cost', 'euclidean', '--precision', 'float32'))['cost'] as number;
    expect(cost).toBe(Math.fround(dtw(a, b, { cost: 'euclidean' }).cost));
    expect(cost).not.toBe(dtw(a, b, { cost: 'euclidean' }).cost);
  });

  it('turns the features of B', async () => {
    const turned = b.map(([c, d]) => [d, c]);
    expect(await aligned('a.npy', 'b.npy', '--rotate', '1')).toMatchObject(dtw(a, turned));
    expect(await aligned('a.npy', 'b.npy', '--rotate', '-3')).toMatchObject(dtw(a, turned));
    expect(await aligned('a.npy', 'b.npy', '--rotate', '2')).toMatchObject(dtw(a, b));
    const world = createWorld({ 'x.csv': '0,0,1\n', 'y.csv': '1,0,0\n' });
    await runIn(world, 'align', 'x.csv', 'y.csv', '--rotate', '2', '--json');
    expect(decodeJson(world.stdout())).toMatchObject({ cost: 0 });
  });

  it('gives a soft value with --gamma, beside the best path and its cost', async () => {
    const soft = softDtw(a, b, { temperature: 0.5 });
    const result = await aligned('a.npy', 'b.npy', '--gamma', '0.5');
    expect(result).toMatchObject(dtw(a, b));
    expect(result['value']).toBeCloseTo(soft.value, 12);
    const sparse = await aligned('a.npy', 'b.npy', '--gamma', '0.5', '--minimum', 'sparsemin');
    expect(sparse['value']).toBeLessThanOrEqual(sparse['cost'] as number);
    expect(sparse['value']).not.toBe(result['value']);
  });

  it('writes tables, JSON, arrays and drawings', async () => {
    const world = createWorld(files);
    const outs = ['out.csv', 'out.json', 'out.npz', 'out.svg'];
    const args = ['align', 'a.npy', 'b.npy', '--gamma', '0.5', '--soft', '--rate', '2,4', ...outs.flatMap((file) => ['--out', file])];
    expect(await runIn(world, ...args)).toBe(0);
    const { cost, path } = dtw(a, b);
    expect(textOf(world, 'out.csv')).toBe(
      `row,column,row_seconds,column_seconds\n${path.map(([n, m]) => `${n},${m},${n / 2},${m / 4}\n`).join('')}`,
    );
    const alignment = softDtw(a, b, { temperature: 0.5 }).alignment;
    const flat = alignment.flat();
    const json = decodeJson(textOf(world, 'out.json')) as Record<string, unknown>;
    expect(json).toMatchObject({ cost, path });
    (json['softAlignment'] as number[][]).flat().forEach((value, i) => expect(value).toBeCloseTo(flat[i], 12));
    const arrays = readNpz(world.files.get('out.npz')!);
    expect([...arrays.keys()]).toEqual(['path', 'cost', 'value', 'softAlignment']);
    expect(arrays.get('path')).toMatchObject({ dtype: 'int32', shape: [path.length, 2], data: Int32Array.from(path.flat()) });
    expect(arrays.get('softAlignment')!.shape).toEqual([4, 5]);
    arrays.get('softAlignment')!.data.forEach((value, i) => expect(value).toBeCloseTo(flat[i], 12));
    expect(textOf(world, 'out.svg')).toContain('soft alignment');
    expect(world.stdout()).toMatch(/^cost .*\nsoft value .*\npath of 6 pairs from \(0, 0\) to \(3, 4\)\n4 × 5 frames on cpu in .*\n$/);
  });

  it('writes tables without seconds where no rate is known, and replaces files', async () => {
    const world = createWorld({ ...files, 'out.csv': 'old' });
    expect(await runIn(world, 'align', 'a.npy', 'b.npy', '--out', 'out.csv')).toBe(0);
    expect(textOf(world, 'out.csv')).toMatch(/^row,column\n0,0\n/);
  });

  it('agrees with the front door on any features', async () => {
    const sequence = (dimension: number) => fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: dimension, maxLength: dimension }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }).chain((dimension) => fc.tuple(sequence(dimension), sequence(dimension))), async ([x, y]) => {
        const world = createWorld({ 'x.csv': csv(x), 'y.csv': csv(y) });
        expect(await runIn(world, 'align', 'x.csv', 'y.csv', '--json')).toBe(0);
        expect(decodeJson(world.stdout())).toMatchObject({ ...dtw(x, y) });
      }),
      { numRuns: 50 },
    );
  });
});

describe('rubato align says what is wrong in one line', () => {
  const broken = {
    ...files,
    'nan.csv': '0,1\n1,nan\n', 'inf.npy': npy([[0, 1], [2, 3], [4, Infinity]]), 'nant.npy': npy([[0, 1, NaN], [0, 0, 0]]),
    'wide.npy': npy([[1, 2, 3]]), 'cube.npy': writeNpy({ dtype: 'float64', shape: [1, 1, 2], data: new Float64Array(2) }),
    'none.npy': writeNpy({ dtype: 'float64', shape: [0, 2], data: new Float64Array(0) }), 'text.csv': 'a,b\nx,1\n', 'cut.npy': npy(a).slice(0, 90),
    'a.wav': 'RIFF',
  };
  const world = (): World => createWorld(broken);

  it.each<[readonly string[], string]>([
    [['a.npy', 'none'], 'none does not exist'],
    [['none.npy', 'b.npy'], 'none.npy has 0 frames of 2 features; there is nothing to align'],
    [['a.wav', 'b.npy'], 'a.wav: unknown: "a.wav" ends in none of .npy'],
    [['cut.npy', 'b.npy'], 'cut.npy: npy: '],
    [['text.csv', 'b.npy'], 'text.csv: csv: line 2, column 1: "x" is no number'],
    [['cube.npy', 'b.npy'], 'cube.npy has the shape [1, 1, 2]; features have two axes'],
    [['both.npz', 'b.npy'], 'both.npz: npz: the file has 2 arrays, both.npz:NAME says which; there are: "a", "b"'],
    [['nan.csv', 'b.npy'], 'nan.csv: frame 1, feature 1 is NaN; expected'],
    [['a.npy', 'inf.npy'], 'inf.npy: frame 2, feature 1 is Infinity; expected'],
    [['nant.npy', 'bt.npy', '--axis', '1'], 'nant.npy: frame 2, feature 0 is NaN; expected'],
    [['a.npy', 'wide.npy'], 'a.npy has 4 frames of 2 features, wide.npy has 1 frame of 3 features: both need the same number of features a frame'],
    [['at.npy', 'bt.npy'], 'at.npy has 2 frames of 4 features, bt.npy has 2 frames of 5 features: with --axis 1 both would have 2 features a frame'],
    [['a.npy', 'b.npy', '--cost', 'manhattan'], "--cost: there is no local cost 'manhattan'; there are absolute"],
    [['a.npy', 'b.npy', '--cost', 'huber:width=1'], "--cost: local cost 'huber': unknown parameter 'width'"],
    [['a.npy', 'b.npy', '--steps', '1,0 0'], "--steps: '0' is not a pair"],
    [['a.npy', 'b.npy', '--steps', '1,0 0,0'], '--steps: step 2 is (0, 0); expected a step that advances'],
    [['a.npy', 'b.npy', '--steps', '1,1 1,1'], '--steps: step 2 is (1, 1) again; expected each step once'],
    [['a.npy', 'b.npy', '--weights', '1 2'], '--weights has 2 numbers for 3 steps'],
    [['a.npy', 'b.npy', '--minimum', 'least'], "--minimum: there is no minimum function 'least'; there are hardmin, smoothmin, softmin, sparsemin"],
    [['a.npy', 'b.npy', '--minimum', 'softmin'], '--minimum softmin needs a temperature, for example --gamma 1'],
    [['a.npy', 'b.npy', '--minimum', 'hardmin', '--gamma', '1'], '--minimum hardmin has no temperature'],
    [['a.npy', 'b.npy', '--gamma', '0'], "--gamma is '0'; give a number above 0"],
    [['a.npy', 'b.npy', '--gamma', '1e200'], '--gamma is 1e+200; expected a number from'],
    [['a.npy', 'b.npy', '--soft'], '--soft needs a soft minimum'],
    [['a.npy', 'b.npy', '--band', 'wide'], "--band is 'wide'; give sakoe-chiba:RADIUS"],
    [['a.npy', 'b.npy', '--axis', 'time'], "--axis is 'time'"],
    [['a.npy', 'b.npy', '--rotate', 'x'], "--rotate is 'x'; give a whole number"],
    [['a.npy', 'b.npy', '--backend', 'abacus'], "--backend: there is no backend 'abacus'; there are cpu"],
    [['a.npy', 'b.npy', '--precision', 'float16'], "--precision is 'float16'; give one of float32, float64"],
    [['a.npy', 'b.npy', '--max-bytes', 'lots'], "--max-bytes is 'lots'; give a size such as 300M or 2G"],
    [['a.npy', 'b.npy', '--max-bytes', '100'], 'a.npy is too large'],
    [['a.npy', 'b.npy', '--out', 'path.txt'], '--out path.txt: the ending chooses the format; give one of .csv, .json, .npz, .svg'],
    [['a.npy', 'b.npy', '--out', 'none/path.csv'], 'none/path.csv cannot be written: the folder does not exist'],
    [['a.npy', 'b.npy', '--problem', 'none/p.json'], 'none/p.json cannot be written'],
    [['a.npy'], "missing required argument 'B'"],
    [['a.npy', 'b.npy', 'c.npy'], 'too many arguments'],
    [['a.npy', 'b.npy', '--cots', 'cosine'], "unknown option '--cots' (Did you mean --cost?)"],
    [['a.npy', 'b.npy', '--rate', '0'], "--rate is '0'"],
  ])('%j', async (args, message) => {
    expect(await refusal(world(), 'align', ...args)).toContain(message);
    expect(await refusal(world(), 'align', ...args, '--json')).toContain(message);
  });

  it('ends with 1 where there is no alignment, and says what would help', async () => {
    const narrow = createWorld(files);
    expect(await runIn(narrow, 'align', 'a.npy', 'b.npy', '--steps', '1,0')).toBe(1);
    expect(narrow.stderr()).toMatch(/^rubato: there is no alignment of a\.npy and b\.npy: no sequence of steps .*; allow other --steps\n$/);
    const banded = createWorld(files);
    expect(await runIn(banded, 'align', 'a.npy', 'b.npy', '--json', '--band', 'sakoe-chiba:0')).toBe(1);
    expect(banded.stderr()).toMatch(/^rubato: .*; widen the --band or leave it out\n$/);
    expect(banded.stdout()).toBe('');
  });

  it('ends with 1 where memory does not suffice', async () => {
    const x = Array.from({ length: 300 }, (_, n) => [n % 7]);
    const small = createWorld({ 'x.npy': npy(x) });
    expect(await runIn(small, 'align', 'x.npy', 'x.npy', '--gamma', '1', '--soft', '--max-bytes', '4k', '--json')).toBe(1);
    expect(small.stderr()).toMatch(/^rubato: backend cpu needs \d+ bytes, the limit is 4096 bytes\n$/);
  });
});

describe('what rubato align says beside the result', () => {
  const long = Array.from({ length: 4600 }, (_, n) => [Math.sin(n / 50)]);

  it('is an estimate before long work, and progress', async () => {
    const world = createWorld({ 'x.npy': npy(long) }, 80);
    expect(await runIn(world, 'align', 'x.npy', 'x.npy')).toBe(0);
    const [first, rest = ''] = world.stderr().split('\n');
    expect(first).toMatch(/^4600 × 4600 frames, 21 million cells: about 2[0-9] MiB and \d+(\.\d)? m?s$/);
    // A bar, if it came, is gone at the end.
    expect(rest === '' || rest.endsWith('\r')).toBe(true);
  });

  it.each(['--json', '--quiet'])('is nothing with %s', async (option) => {
    const world = createWorld({ 'x.npy': npy(long) }, 80);
    expect(await runIn(world, 'align', 'x.npy', 'x.npy', option)).toBe(0);
    expect(world.stderr()).toBe('');
  });

  it('is a note where features look like time', async () => {
    const world = createWorld({ 'wide.npy': npy(transposed(long.slice(0, 20))) });
    expect(await runIn(world, 'align', 'wide.npy', 'wide.npy')).toBe(0);
    expect(world.stderr()).toBe('note: 1 frame of 20 features; if time is the other axis, use --axis 1\n');
  });
});

describe('interruption', () => {
  it('stops the work and ends with 130', async () => {
    const world = createWorld({ 'x.npy': npy(Array.from({ length: 4000 }, (_, n) => [n % 5])) });
    const running = runIn(world, 'align', 'x.npy', 'x.npy', '--json', '--gamma', '1', '--out', 'x.csv');
    setTimeout(() => world.controller.abort(), 50);
    expect(await running).toBe(130);
    expect(world.stderr()).toBe('rubato: interrupted\n');
    expect(world.stdout()).toBe('');
    expect(world.files.has('x.csv')).toBe(false);
  });
});
