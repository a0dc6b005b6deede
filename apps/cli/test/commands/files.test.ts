import { decodeJson, readNpy, writeNpy, writeNpz, writeSafetensors } from '@rubato/io';
import { minimumFunctions } from 'rubato';
import { describe, expect, it } from 'vitest';
import { summarise } from '../../src/inspecting/summarise.ts';
import { createWorld, refusal, runIn, textOf } from '../support/world.ts';

describe('rubato solve', () => {
  it('solves what align writes, to the same answer', async () => {
    const world = createWorld({ 'x.csv': '1\n2\n3\n', 'y.csv': '1\n2\n2\n4\n' });
    expect(await runIn(world, 'align', 'x.csv', 'y.csv', '--gamma', '0.5', '--steps', 'soft-dtw', '--json', '--problem', 'p.json')).toBe(0);
    const aligned = decodeJson(world.stdout()) as { value: number; cost: number; path: unknown };
    expect(textOf(world, 'p.json')).toContain('"rubato":1');

    const solving = createWorld(Object.fromEntries(world.files));
    expect(await runIn(solving, 'solve', 'p.json', '--path', '--json', '--gradient', 'g.npy')).toBe(0);
    const { items, minimum, rows, columns } = decodeJson(solving.stdout()) as Record<string, unknown>;
    expect({ items, minimum, rows, columns }).toEqual({
      items: [{ value: aligned.value, feasible: true, pathCost: aligned.cost, path: aligned.path }],
      minimum: 'softmin',
      rows: 3,
      columns: 4,
    });
    const gradient = readNpy(solving.files.get('g.npy')!);
    expect(gradient.shape).toEqual([1, 3, 4]);
    // Every path enters through the first cell and leaves through the last.
    expect(gradient.data[0]).toBeCloseTo(1, 12);
    expect(gradient.data[11]).toBeCloseTo(1, 12);
  });

  it('says why an item has no path, with exit code 0', async () => {
    const cost = {
      kind: 'dense',
      shape: [2, 2, 2],
      data: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, 'inf'],
          ['inf', 4],
        ],
      ],
    };
    const world = createWorld({
      'p.json': JSON.stringify({
        rubato: 1,
        steps: [
          [1, 0],
          [0, 1],
        ],
        minimum: 'hardmin',
        cost,
      }),
    });
    expect(await runIn(world, 'solve', 'p.json', '--path')).toBe(0);
    expect(world.stdout()).toMatch(
      /^item 0: value 7, path \(0, 0\) \(0, 1\) \(1, 1\)\nitem 1: value inf, no path: every path meets a forbidden cell.*\nhardmin on cpu in /,
    );
  });

  it.each<[string, string]>([
    ['{"steps": []}', 'p.json: json: no problem file of a known version: "rubato" is missing, not 1'],
    [
      '{"rubato": 1, "steps": [[1,1]], "cost": {"kind": "dense", "shape": [1,1], "data": ["nan"]}}',
      'p.json: cost.data[0, 0, 0] is NaN; expected',
    ],
    ['{"rubato": 1', 'p.json: json: no JSON'],
    ['[1]', 'p.json: json: no problem file'],
  ])('refuses %j', async (text, message) => {
    expect(await refusal(createWorld({ 'p.json': text }), 'solve', 'p.json')).toContain(message);
  });

  it('names the minimum that no backend knows', async () => {
    const world = createWorld({
      'p.json': '{"rubato":1,"steps":[[1,1]],"minimum":"mine","cost":{"kind":"dense","shape":[1,1],"data":[0]}}',
    });
    expect(await runIn(world, 'solve', 'p.json')).toBe(1);
    expect(world.stderr()).toBe('rubato: cpu does not support this: the minimum function mine is not known to this backend\n');
  });

  it('computes in the precision asked for', async () => {
    const text = '{"rubato":1,"steps":[[1,1]],"minimum":"hardmin","cost":{"kind":"dense","shape":[1,1],"data":[0.1]}}';
    const world = createWorld({ 'p.json': text });
    expect(await runIn(world, 'solve', 'p.json', '--json', '--precision', 'float32')).toBe(0);
    expect(decodeJson(world.stdout())).toMatchObject({ items: [{ value: Math.fround(0.1) }] });
  });
});

describe('rubato inspect', () => {
  const files = {
    'a.npy': writeNpy({ dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, -2, NaN, Infinity, 0.5, 4.5) }),
    'b.npz': writeNpz({
      x: { dtype: 'uint8', shape: [2], data: Uint8Array.of(3, 5) },
      y: { dtype: 'float64', shape: [0], data: new Float64Array(0) },
    }),
    'm.safetensors': writeSafetensors({ bias: { dtype: 'float32', shape: [1], data: Float32Array.of(2) } }, { metadata: { model: 'inf' } }),
    't.csv': 'onset,pitch\n0.5,60\n1.5,62\n',
    'lists.json': '{"path": [[0, 0], [1, 1]], "note": "text", "cost": 3}',
    'plain.json': '[1, "nan", 3]',
    'p.json': '{"rubato":1,"steps":[[1,1]],"cost":{"kind":"dense","shape":[2,3],"data":[0,1,2,3,4,5]}}',
    'broken.npz': 'PK\u0003\u0004 nothing of the kind',
  };

  async function inspected(file: string): Promise<{ entries: unknown[]; bytes: number; problem?: unknown; metadata?: unknown }> {
    const world = createWorld(files);
    expect(await runIn(world, 'inspect', file, '--json')).toBe(0);
    return JSON.parse(world.stdout());
  }

  it('tells types, shapes and numbers of every format', async () => {
    expect(await inspected('a.npy')).toEqual({
      file: 'a.npy',
      bytes: files['a.npy'].length,
      entries: [{ dtype: 'float32', shape: [2, 3], minimum: -2, maximum: 4.5, mean: 1, nan: 1, infinite: 1 }],
    });
    expect((await inspected('b.npz')).entries).toEqual([
      { name: 'x', dtype: 'uint8', shape: [2], minimum: 3, maximum: 5, mean: 4, nan: 0, infinite: 0 },
      { name: 'y', dtype: 'float64', shape: [0], nan: 0, infinite: 0 },
    ]);
    const model = await inspected('m.safetensors');
    expect(model.entries).toMatchObject([{ name: 'bias', dtype: 'float32', mean: 2 }]);
    expect(model.metadata).toEqual({ model: 'inf' });
    expect((await inspected('t.csv')).entries).toMatchObject([{ shape: [2, 2], minimum: 0.5, maximum: 62 }]);
    expect((await inspected('lists.json')).entries).toMatchObject([{ name: 'path', shape: [2, 2] }]);
    expect((await inspected('plain.json')).entries).toMatchObject([{ shape: [3], mean: 2, nan: 1 }]);
  });

  it('tells what a problem is, and whether it has a path', async () => {
    expect((await inspected('p.json')).problem).toEqual({
      cost: 'dense',
      items: 1,
      rows: 2,
      columns: 3,
      steps: '1,1',
      minimum: 'softmin',
      temperature: 1,
      precision: 'float64',
      start: 'corner',
      end: 'corner',
      band: 'none',
      infeasible: 'item 0: needs at least 3 rows, has 2',
    });
  });

  it('prints tables', async () => {
    const world = createWorld(files);
    expect(await runIn(world, 'inspect', 'b.npz')).toBe(0);
    expect(world.stdout()).toBe(
      `b.npz: ${files['b.npz'].length} bytes\n` +
        '  name  dtype    shape  min  max  mean  nan  infinite\n' +
        '  x     uint8    [2]    3    5    4     0    0\n' +
        '  y     float64  [0]    -    -    -     0    0\n',
    );
    const problem = createWorld(files);
    expect(await runIn(problem, 'inspect', 'p.json')).toBe(0);
    expect(problem.stdout()).toContain('  infeasible   item 0: needs at least 3 rows, has 2\n');
  });

  it('refuses what it cannot read', async () => {
    expect(await refusal(createWorld(files), 'inspect', 'broken.npz')).toContain('broken.npz: npz: ');
    expect(await refusal(createWorld(files), 'inspect', 'none.csv')).toBe('rubato: none.csv does not exist');
    expect(await refusal(createWorld(files), 'inspect', 'a.npy', '--max-bytes', '16')).toContain('a.npy is too large');
  });

  it('sums without losing small numbers beside large ones', () => {
    const data = Float64Array.of(1e16, ...new Array<number>(1000).fill(1), -1e16);
    expect(summarise({ dtype: 'float64', shape: [1002], data }).mean).toBeCloseTo(1000 / 1002, 9);
  });
});

describe('rubato backends', () => {
  it('lists what this machine has and what it takes', async () => {
    const world = createWorld();
    expect(await runIn(world, 'backends', '--json')).toBe(0);
    const { backends } = JSON.parse(world.stdout()) as { backends: Record<string, unknown>[] };
    for (const name of ['cpu', 'reference']) {
      expect(backends.find((backend) => backend['name'] === name)).toMatchObject({
        available: true,
        precisions: ['float32', 'float64'],
        minimums: Object.keys(minimumFunctions).toSorted(),
        costs: ['dense', 'banded', 'gathered', 'features'],
        requests: expect.arrayContaining(['gradient', 'inputGradient', 'softAlignment', 'hessianProduct', 'marginals', 'path']),
      });
    }
    for (const backend of backends) expect(backend['available'] === true || typeof backend['reason'] === 'string').toBe(true);
    const text = createWorld();
    expect(await runIn(text, 'backends')).toBe(0);
    expect(text.stdout()).toContain('cpu\n  available   yes\n  precisions  float32 float64\n');
    expect(
      text
        .stdout()
        .split('\n')
        .every((line) => line.length <= 94),
    ).toBe(true);
  });
});
