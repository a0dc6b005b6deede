import { writeNpy } from '@rubato/io';
import { describe, expect, it } from 'vitest';
import { a, files, npy, transposed } from '../support/sequences.ts';
import { createWorld, refusal, runIn, type World } from '../support/world.ts';

describe('rubato align says what is wrong in one line', () => {
  const broken = {
    ...files,
    'nan.csv': '0,1\n1,nan\n',
    'inf.npy': npy([
      [0, 1],
      [2, 3],
      [4, Infinity],
    ]),
    'nant.npy': npy([
      [0, 1, NaN],
      [0, 0, 0],
    ]),
    'wide.npy': npy([[1, 2, 3]]),
    'cube.npy': writeNpy({ dtype: 'float64', shape: [1, 1, 2], data: new Float64Array(2) }),
    'none.npy': writeNpy({ dtype: 'float64', shape: [0, 2], data: new Float64Array(0) }),
    'text.csv': 'a,b\nx,1\n',
    'cut.npy': npy(a).slice(0, 90),
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
    [
      ['a.npy', 'wide.npy'],
      'a.npy has 4 frames of 2 features, wide.npy has 1 frame of 3 features: both need the same number of features a frame',
    ],
    [
      ['at.npy', 'bt.npy'],
      'at.npy has 2 frames of 4 features, bt.npy has 2 frames of 5 features: with --axis 1 both would have 2 features a frame',
    ],
    [['a.npy', 'b.npy', '--cost', 'manhattan'], "--cost: there is no local cost 'manhattan'; there are absolute"],
    [['a.npy', 'b.npy', '--cost', 'huber:width=1'], "--cost: local cost 'huber': unknown parameter 'width'"],
    [['a.npy', 'b.npy', '--steps', '1,0 0'], "--steps: '0' is not a pair"],
    [['a.npy', 'b.npy', '--steps', '1,0 0,0'], '--steps: step 2 is (0, 0); expected a step that advances'],
    [['a.npy', 'b.npy', '--steps', '1,1 1,1'], '--steps: step 2 is (1, 1) again; expected each step once'],
    [['a.npy', 'b.npy', '--weights', '1 2'], '--weights has 2 numbers for 3 steps'],
    [
      ['a.npy', 'b.npy', '--minimum', 'least'],
      "--minimum: there is no minimum function 'least'; there are hardmin, smoothmin, softmin, sparsemin",
    ],
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
