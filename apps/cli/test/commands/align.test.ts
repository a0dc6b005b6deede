import { decodeJson, readNpz, writeNpy } from '@rubato/io';
import fc from 'fast-check';
import { dtw, softDtw } from 'rubato';
import { describe, expect, it } from 'vitest';
import { a, b, csv, files } from '../support/sequences.ts';
import { createWorld, runIn, textOf } from '../support/world.ts';

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
    for (const pair of [
      ['a.csv', 'b.csv'],
      ['at.npy', 'bt.npy', '--axis', '1'],
      ['both.npz:a', 'both.npz:b'],
      ['a.json', 'b.safetensors:chroma'],
      ['a.npy', 'b.safetensors'],
    ]) {
      expect(await aligned(...pair)).toMatchObject({ ...expected });
    }
    const world = createWorld({ 'x.csv': '1\n2\n3\n', 'y.npy': writeNpy({ dtype: 'uint8', shape: [4], data: Uint8Array.of(1, 2, 2, 4) }) });
    expect(await runIn(world, 'align', 'x.csv', 'y.npy', '--json')).toBe(0);
    expect(decodeJson(world.stdout())).toMatchObject({
      cost: 1,
      path: [
        [0, 0],
        [1, 1],
        [1, 2],
        [2, 3],
      ],
    });
  });

  it('takes cost, steps, weights, band, subsequence, precision and backend', async () => {
    expect(await aligned('a.npy', 'b.npy', '--cost', 'euclidean')).toMatchObject(dtw(a, b, { cost: 'euclidean' }));
    const innerProduct = { name: 'innerProduct', parameters: { offset: -1 } };
    expect(await aligned('a.npy', 'b.npy', '--cost', 'innerProduct:offset=-1')).toMatchObject(dtw(a, b, { cost: innerProduct }));
    const steps = [
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const;
    const stepWeights = [1, 1, 2];
    expect(await aligned('a.npy', 'b.npy', '--steps', '1,0 0,1 1,1', '--weights', '1 1 2')).toMatchObject(
      dtw(a, b, { steps, stepWeights }),
    );
    expect(await aligned('a.npy', 'b.npy', '--steps', 'two-one')).toMatchObject(
      dtw(a, b, {
        steps: [
          [1, 1],
          [2, 1],
          [1, 2],
        ],
      }),
    );
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
    const sequence = (dimension: number) =>
      fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: dimension, maxLength: dimension }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }).chain((dimension) => fc.tuple(sequence(dimension), sequence(dimension))),
        async ([x, y]) => {
          const world = createWorld({ 'x.csv': csv(x), 'y.csv': csv(y) });
          expect(await runIn(world, 'align', 'x.csv', 'y.csv', '--json')).toBe(0);
          expect(decodeJson(world.stdout())).toMatchObject({ ...dtw(x, y) });
        },
      ),
      { numRuns: 50 },
    );
  });
});
