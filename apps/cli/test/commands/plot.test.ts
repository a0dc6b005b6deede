import { writeNpy } from '@rubato/io';
import { drawCostMatrix, drawErrors, drawLossCurves, drawPosteriors, drawWarp } from '@rubato/plot';
import { describe, expect, it } from 'vitest';
import { elementsOf } from '../support/svg.ts';
import { createWorld, refusal, runIn, textOf, type World } from '../support/world.ts';

const matrix = { data: Float64Array.of(0, 1, 4, 1, 0, 1), rows: 2, columns: 3 };
const npy = (data: Float64Array, ...shape: number[]): Uint8Array => writeNpy({ dtype: 'float64', shape, data });
const files = {
  'a.csv': '1\n2\n3\n',
  'b.csv': '1\n2\n2\n4\n',
  'cost.npy': npy(matrix.data, 2, 3),
  'path.csv': 'row,column\n0,0\n1,1\n1,2\n',
  'p.npy': npy(Float64Array.of(0.25, 0.75, 1, 0), 2, 2),
  'names.txt': 'C\n<D>\n',
  'losses.csv': 'epoch,training,validation\n1,4,5\n2,3,4\n3,nan,3.5\n',
  'errors.csv': 'position_seconds,time_seconds,predicted_seconds,error_milliseconds\n0,0,0,12\n1.5,1,1,-7\n',
  'warp.csv': 'time_b,time_a\n0,0\n1,1.5\n2,2\n',
  'warp.json': '{"knots":[0,1,2],"warp":[0,1.5,2]}',
};

async function worldWithProblem(): Promise<World> {
  const world = createWorld(files);
  await runIn(world, 'align', 'a.csv', 'b.csv', '--gamma', '0.5', '--problem', 'problem.json', '--quiet');
  const { 'a.csv': _a, ...rest } = Object.fromEntries(world.files);
  return createWorld(rest);
}

describe('rubato plot', () => {
  it('draws arrays and tables as the library does', async () => {
    const look = { theme: 'dark', title: 'a title' } as const;
    const path = [0, 0, 1, 1, 1, 2];
    const errors = { positions: [0, 1.5], milliseconds: [12, -7], subtitle: '2 events' };
    const warp = { times: [0, 1, 2], values: [0, 1.5, 2] };
    const curves = [
      { name: 'training', values: [4, 3, NaN] },
      { name: 'validation', values: [5, 4, 3.5] },
    ];
    const posteriors = { data: [0.25, 0.75, 1, 0], frames: 2, classes: 2 };
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['cost.npy', '--path', 'path.csv', '--turned'], drawCostMatrix({ ...look, matrix, path, turned: true })],
      [
        ['p.npy', '--kind', 'posteriors', '--symbols', 'names.txt', '--frame-rate', '2'],
        drawPosteriors({ ...look, posteriors, classes: ['C', '<D>'], frameRate: 2 }),
      ],
      [['losses.csv', '--kind', 'losses', '--logarithmic'], drawLossCurves({ ...look, curves, xName: 'epoch', logarithmic: true })],
      [['errors.csv', '--kind', 'errors'], drawErrors({ ...look, ...errors })],
      [['warp.csv', '--kind', 'warp', '--truth', 'warp.json'], drawWarp({ ...look, warp, truth: warp })],
      [['warp.json', '--kind', 'warp'], drawWarp({ ...look, warp })],
    ];
    for (const [args, expected] of cases) {
      const world = createWorld(files);
      expect([await runIn(world, 'plot', ...args, '--theme', 'dark', '--title', 'a title'), world.stderr()]).toEqual([0, '']);
      expect(world.stdout()).toBe(expected);
    }
  });

  it('solves a problem for what the picture shows', async () => {
    for (const [kind, title] of [
      ['cost', 'Cost matrix'],
      ['path', 'Cost matrix'],
      ['accumulated', 'Accumulated cost'],
      ['alignment', 'Soft alignment'],
      ['flow', 'Flow of steps'],
    ]) {
      const world = await worldWithProblem();
      expect([await runIn(world, 'plot', 'problem.json', '--kind', kind, '--output', 'x.svg', '--quiet'), world.stderr()]).toEqual([0, '']);
      expect(world.stdout()).toMatch(new RegExp(`^${kind} of problem.json in x.svg, [0-9.]+ KiB\n$`));
      const svg = textOf(world, 'x.svg');
      expect(svg).toContain(`class="title">${title}`);
      expect(elementsOf(svg).some(({ name }) => name === 'polyline')).toBe(kind === 'path');
    }
    const world = await worldWithProblem();
    expect(await runIn(world, 'plot', 'problem.json', '--output', 'x.svg', '--json')).toBe(0);
    const bytes = world.files.get('x.svg')!.length;
    expect(JSON.parse(world.stdout())).toEqual({ kind: 'cost', file: 'problem.json', output: 'x.svg', theme: 'auto', bytes });
    expect(textOf(world, 'x.svg')).toBe(
      drawCostMatrix({ matrix: { data: [0, 1, 1, 9, 1, 0, 0, 4, 4, 1, 1, 1], rows: 3, columns: 4 }, theme: 'auto' }),
    );
  });

  it('finds a problem wherever its mark stands, and an item without a path', async () => {
    const problem = '{"steps":[[1,1]],"cost":{"kind":"dense","shape":[2,3],"data":[0,1,2,3,4,5]},"minimum":"hardmin","rubato":1}';
    const world = createWorld({ 'p.json': problem });
    expect(await runIn(world, 'plot', 'p.json')).toBe(0);
    expect(world.stdout()).toContain('2 × 3 cells');
    const failing = createWorld({ 'p.json': problem });
    expect(await runIn(failing, 'plot', 'p.json', '--kind', 'path', '--output', 'x.svg')).toBe(1);
    expect(failing.stderr()).toContain('p.json: item 0 has no path');
    expect(failing.files.has('x.svg')).toBe(false);
  });

  it('keeps to the bound of memory', async () => {
    const problem =
      '{"rubato":1,"steps":[[1,0],[0,1]],"cost":{"kind":"dense","shape":[40,50],"data":[' + Array(2000).fill(1).join() + ']}}';
    const world = createWorld({ 'p.json': problem });
    expect(await runIn(world, 'plot', 'p.json', '--max-bytes', '1k')).toBe(2);
    const enough = createWorld({ 'p.json': problem });
    expect(await runIn(enough, 'plot', 'p.json', '--max-bytes', '1M')).toBe(0);
    const features =
      '{"rubato":1,"steps":[[1,1]],"cost":{"kind":"features","x":[1,2,3,4,5,6,7,8,9],"y":[1,2,3,4,5,6,7,8,9],"shape":[9,9],"dimension":1,"localCost":{"name":"squaredEuclidean"}}}';
    const tight = createWorld({ 'p.json': features });
    expect(await runIn(tight, 'plot', 'p.json', '--max-bytes', '600')).toBe(1);
    expect(tight.stderr()).toBe(
      'rubato: p.json: the matrix has 648 bytes, more than the 600 bytes allowed; align --out FILE.svg draws costs without one\n',
    );
  });

  it('refuses with the file and what would be right, and writes nothing', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['cost.npy', '--kind', 'pie'], /--kind is 'pie'; give one of cost, path, accumulated/],
      [['cost.npy', '--theme', 'pink'], /--theme is 'pink'; give one of auto, light, dark/],
      [['cost.npy', '--output', 'x.png'], /--output x\.png: pictures are \.svg/],
      [['cost.npy', '--output', 'none/x.svg'], /none\/x\.svg cannot be written/],
      [['cost.npy', '--json'], /give --output/],
      [['cost.npy', '--kind', 'path'], /give the path of this matrix with --path/],
      [['cost.npy', '--kind', 'flow'], /is no problem file/],
      [['cost.npy', '--path', 'losses.csv'], /a path is \[pairs, 2\]/],
      [['cost.npy', '--kind', 'posteriors'], /cost\.npy: posteriors\.data\[2\] is 4; expected a probability/],
      [['missing.npy'], /missing\.npy does not exist/],
      [['p.npy', '--kind', 'posteriors', '--symbols', 'losses.csv'], /losses\.csv has 4 lines for 2 classes/],
      [['path.csv', '--kind', 'warp'], /path\.csv: warp\.times\[2\] is 1; expected a number above 1/],
    ];
    for (const [args, message] of cases) {
      const world = createWorld(files);
      expect(await refusal(world, 'plot', ...args)).toMatch(message);
      expect([...world.files.keys()]).toEqual(Object.keys(files));
    }
  });
});
