import { createRandom } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BufferScope } from '../../src/device/buffers.ts';
import { KernelCache } from '../../src/device/kernels.ts';
import type { StripStructure } from '../../src/strips/structure.ts';
import { absent, type Bench, open } from '../device/support/on-device.ts';
import { checkStrips } from './support/check-strips.ts';
import { runStrips } from './support/run-strips.ts';
import { plain, problemOf, type StripProblem } from './support/strip-problem.ts';

describe.skipIf(absent !== undefined).each([false, true])('strips of rows, staged: %s', (staged) => {
  let bench: Bench;
  beforeAll(async () => {
    const gpu = await open();
    bench = { gpu, scope: new BufferScope(gpu), cache: new KernelCache(gpu) };
  });
  afterAll(() => bench.gpu.dispose());

  // The shortest workgroup is compiled once a structure: panels have 128 rows.
  const size = { threads: 32, block: 4, staged };
  const check = (shape: [number, number], batch: number, more: Parameters<typeof problemOf>[2] = {}) =>
    checkStrips(bench, problemOf(shape, batch, more), size);

  it.each([
    [1, 1],
    [1, 300],
    [2, 2],
    [300, 1],
    [127, 130],
    [128, 64],
    [129, 31],
    [40, 523],
    [385, 60],
  ])('%i × %i', async (rows, columns) => {
    await check([rows, columns], 1);
  });

  it('500 × 200, four panels, γ = 0.1', async () => {
    await check([500, 200], 1, { temperature: 0.1 });
  });

  it.each([1, 3, 16])('a batch of %i ragged items, two of them empty', async (batch) => {
    const random = createRandom(batch);
    const side = (most: number): number => 1 + Math.floor(most * random());
    const items = Array.from({ length: batch }, (_, b): [number, number] => (b === 1 ? [5, 0] : b === 2 ? [0, 5] : [side(90), side(40)]));
    await checkStrips(bench, { ...problemOf([90, 40], batch), items }, size);
  });

  it.each([0.01, 0.1, 1, 10])('costs up to 50, ties, walls and valleys at γ = %f', async (temperature) => {
    const shapes: readonly ((random: () => number, n: number, m: number) => number)[] = [
      (random) => 50 * random(),
      (random) => Math.floor(51 * random()),
      () => 1,
      (random, n, m) => ((n % 7 === 3 && m % 11 !== n % 11) || (m % 9 === 4 && n % 8 !== m % 8) ? 50 : random()),
      (random, n, m) => Math.min(50, Math.abs(n - m) / 2) + random() / 10,
      (random) => 8 * random() - 4,
    ];
    const random = createRandom(11);
    const [rows, columns] = [150, 80];
    const cost = Float32Array.from({ length: shapes.length * rows * columns }, (_, k) =>
      shapes[Math.floor(k / (rows * columns))](random, Math.floor(k / columns) % rows, k % columns),
    );
    await check([rows, columns], shapes.length, { cost, temperature });
  });

  it.each([
    [[[1, 0]]],
    [[[0, 1]]],
    [[[1, 1]]],
    [
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      [
        [1, 1],
        [1, 0],
      ],
    ],
    [
      [
        [0, 1],
        [1, 1],
      ],
    ],
  ] as [[number, number][]][])('steps %j', async (steps) => {
    // prettier-ignore
    const structure = { ...plain, steps, end: 'cells' } as const;
    const end = (): { multiplier: number; penalty: number } => ({ multiplier: 0, penalty: 0 });
    await check([70, 33], 2, { structure, end });
  });

  it.each([
    [
      [
        [1, 1],
        [2, 1],
        [1, 2],
      ],
    ],
    [
      [
        [3, 1],
        [1, 0],
        [0, 2],
      ],
    ],
  ] as [[number, number][]][])('longer steps %j', async (steps) => {
    // prettier-ignore
    await check([150, 41], 1, { structure: { ...plain, steps } });
  });

  it('forbidden cells, and items that they cut in two', async () => {
    const random = createRandom(5);
    const problem = problemOf([60, 50], 3);
    const cost = problem.cost.map((value, k) => {
      const [b, n] = [Math.floor(k / 3000), Math.floor(k / 50) % 60];
      return (b === 1 && n === 30) || (k % 3000 !== 0 && k % 3000 !== 2999 && random() < 0.2) ? Infinity : value;
    });
    await checkStrips(bench, { ...problem, cost }, size);
  });

  it('a band', async () => {
    const band = (b: number, n: number): [number, number] => [Math.max(0, n - 9 - b), Math.min(79, n + 7)];
    await check([80, 80], 2, { structure: { ...plain, banded: true, alignment: true }, band });
  });

  const weighted: StripStructure = { ...plain, weights: 'scalar', alignment: true };

  it.each([
    [1, 1, 2],
    [0.3, 1.7, 2.2],
    [0, 1, Infinity],
  ])('weights %f, %f, %f by step', async (...weights) => {
    for (const temperature of [0.01, 1]) {
      await check([150, 70], 2, { structure: weighted, weight: (_b, _n, _m, s) => Math.fround(weights[s]), temperature });
    }
  });

  it('weights that vary by column and step', async () => {
    const weight = (b: number, _n: number, m: number, s: number): number =>
      (m + s + b) % 5 === 0 ? Infinity : Math.fround(0.5 + ((m * 7 + s) % 4) / 3);
    await check([100, 60], 2, { structure: { ...weighted, weights: 'varying' }, weight });
  });

  it('sets of start and end cells with multipliers and penalties', async () => {
    const structure: StripStructure = { ...weighted, start: 'cells', end: 'cells', multipliers: true };
    const more: Partial<StripProblem> = {
      weight: (_b, _n, _m, s) => 1 + s / 2,
      start: (b, n, m) => (n === 0 || (n === 20 && m === 3) ? { multiplier: 1 + b, penalty: m / 4 } : undefined),
      end: (_b, n, m) => (n === 139 || (n === 70 && m % 2 === 0) ? { multiplier: 0.5, penalty: m === 4 ? Infinity : 1 } : undefined),
    };
    await check([140, 30], 2, { structure, ...more });
    await check([140, 30], 2, { structure: { ...structure, weights: 'unit' }, ...more });
    await check([140, 30], 2, {
      structure: { ...structure, weights: 'unit', multipliers: false },
      ...more,
      start: (_b, n) => (n === 0 ? { multiplier: 1, penalty: 0.5 } : undefined),
      end: (_b, n) => (n === 139 ? { multiplier: 0, penalty: 0.25 } : undefined),
    });
  });

  it.each([
    { threads: 32, strip: 1, block: 1 },
    { threads: 64, strip: 2, block: 4 },
    { threads: 32, strip: 8, block: 8 },
    { threads: 256, strip: 4, block: 4 },
  ])('threads $threads, strip $strip, block $block', async (cut) => {
    await checkStrips(bench, problemOf([300, 19], 2), { ...cut, staged });
  });

  it('refuses what is no number or out of range, item by item, and answers zeros there', async () => {
    const problem = problemOf([50, 40], 5, { structure: { ...plain, alignment: true } });
    problem.cost[7] = NaN;
    problem.cost[2000 + 1999] = -Infinity;
    problem.cost[4000 + 50] = 1e9;
    problem.cost[6000 + 1] = -1e9;
    const { status, gradient, alignment } = await runStrips(bench, problem, size);
    expect(status).toEqual([2, 2, 2, 2, 0]);
    expect([...gradient.subarray(0, 8000), ...alignment.subarray(0, 8000)].every((each) => each === 0)).toBe(true);
    expect([...gradient.subarray(8000)].some((each) => each > 0.5)).toBe(true);
  });
});
