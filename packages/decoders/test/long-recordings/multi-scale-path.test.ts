import type { SolveProgress } from '@rubato/core';
import { normaliseProblem, UnsupportedError } from '@rubato/core';
import type { LongPath, MultiScaleOptions } from '@rubato/decoders';
import { linearMemoryPath, multiScalePath } from '@rubato/decoders';
import { dtw, openEnd, softDtw, subsequence } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRejection } from './rejection.ts';
import { performanceProblem } from './sequences.ts';

describe('multiScalePath', () => {
  it('goes from corner to corner in steps of DTW, costs what it says, never less than the best path', async () => {
    const shapes = fc.record({
      rows: fc.integer({ min: 1, max: 300 }),
      columns: fc.integer({ min: 1, max: 300 }),
      blockCells: fc.integer({ min: 25, max: 4000 }),
      weights: fc.constantFrom([1, 1, 1], [2, 1, 1], [1.5, 1, 0.5]),
    });
    let inexact = 0;
    const property = fc.asyncProperty(shapes, async ({ rows, columns, blockCells, weights }) => {
      const problem = performanceProblem(rows, columns, { stepWeights: weights });
      const [exact] = await linearMemoryPath(problem);
      const [item] = await multiScalePath(problem, { blockCells });
      if (item.status !== 'aligned' || exact.status !== 'aligned') expect.fail('no path');
      const { path, cost } = item;
      expect([path[0], path[1], path.at(-2), path.at(-1)]).toEqual([0, 0, rows - 1, columns - 1]);
      const x = problem.cost.kind === 'features' ? problem.cost.x : [];
      const y = problem.cost.kind === 'features' ? problem.cost.y : [];
      const at = (n: number, m: number): number => Math.hypot(x[2 * n] - y[2 * m], x[2 * n + 1] - y[2 * m + 1]);
      let sum = at(0, 0);
      for (let i = 2; i < path.length; i += 2) {
        const step = `${path[i] - path[i - 2]},${path[i + 1] - path[i - 1]}`;
        const s = ['1,1', '1,0', '0,1'].indexOf(step);
        expect(s).toBeGreaterThanOrEqual(0);
        sum += weights[s] * at(path[i], path[i + 1]);
      }
      expect(cost).toBeCloseTo(sum, 9);
      // The costs of the same path in another order of additions may differ by rounding.
      expect(cost).toBeGreaterThanOrEqual(exact.cost * (1 - 1e-12));
      if (rows * columns <= blockCells) expect(item).toEqual(exact);
      else if (cost > exact.cost) inexact++;
    });
    await fc.assert(property, { numRuns: 150 });
    expect(inexact).toBeGreaterThan(5);
  });

  it('is near the best path also where cuts are frequent: it need not go through them', async () => {
    let [sum, least] = [0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const problem = performanceProblem(300, 260, {}, seed);
      const [exact] = await linearMemoryPath(problem);
      const [item] = await multiScalePath(problem, { factors: [4, 1], blockCells: 100 });
      if (item.status !== 'aligned' || exact.status !== 'aligned') expect.fail('no path');
      sum += item.cost;
      least += exact.cost;
    }
    // Through the cuts it would cost 1.6 times as much.
    expect(sum / least).toBeLessThan(1.002);
  });

  it('solves ragged batches as single items', async () => {
    const whole = performanceProblem(200, 150);
    if (whole.cost.kind !== 'features') expect.fail();
    const { x, y } = whole.cost;
    const pair = { x: Float64Array.from([...x, ...x]), y: Float64Array.from([...y, ...y]), dimension: 2, localCost: { name: 'euclidean' } };
    pair.x.fill(NaN, 2 * (200 + 120));
    const cost = { kind: 'features', ...pair, shape: [2, 200, 150] } as const;
    const batch = normaliseProblem({ ...dtw(), cost, rowLengths: [200, 120], columnLengths: [150, 150] });
    const short = { kind: 'features', x: x.slice(0, 240), y, dimension: 2, localCost: pair.localCost, shape: [120, 150] } as const;
    const options = { blockCells: 900 };
    const items = await multiScalePath(batch, options);
    expect(items[0]).toEqual((await multiScalePath(whole, options))[0]);
    expect(items[1]).toEqual((await multiScalePath(normaliseProblem({ ...dtw(), cost: short }), options))[0]);
    expect(items[1]).not.toEqual(items[0]);
  });

  it('says that an item of length 0, or one whose blocks are forbidden, has no path', async () => {
    const features = { x: new Float64Array(40), y: new Float64Array(40), dimension: 1, localCost: { name: 'euclidean' } };
    const cost = { kind: 'features', ...features, shape: [40, 40] } as const;
    const [item] = await multiScalePath(normaliseProblem({ ...dtw(), cost, rowLengths: [0] }));
    expect(item.status).toBe('infeasible');
    const probabilities = {
      x: Float64Array.from({ length: 80 }, (_, i) => i % 2),
      y: Float64Array.from({ length: 80 }, (_, i) => (i + 1) % 2),
    };
    const forbidden = {
      kind: 'features',
      ...probabilities,
      shape: [40, 40],
      dimension: 2,
      localCost: { name: 'negativeLogLikelihood' },
    } as const;
    const [blocked] = await multiScalePath(normaliseProblem({ ...dtw(), cost: forbidden }), { factors: [1] });
    expect(blocked.status).toBe('infeasible');
    expect(blocked.status === 'infeasible' && blocked.reason).not.toBe('');
  });

  it('has a path for every item that has one, however its cells are forbidden', async () => {
    const frames = (classes: readonly number[]): Float64Array => Float64Array.from(classes.flatMap((k) => rows[k]));
    const rows = [
      [1, 0],
      [0, 1],
      [0.5, 0.5],
    ];
    const repeat = (count: number, k: number): number[] => Array.from({ length: count }, () => k);
    const align = async (x: readonly number[], y: readonly number[], options: MultiScaleOptions): Promise<[LongPath, LongPath]> => {
      const features = { x: frames(x), y: frames(y), dimension: 2, localCost: { name: 'negativeLogLikelihood' } };
      const problem = normaliseProblem({ ...dtw(), cost: { kind: 'features', ...features, shape: [x.length, y.length] } });
      return [(await multiScalePath(problem, options))[0], (await linearMemoryPath(problem))[0]];
    };
    const [cut] = await align([...repeat(10, 0), ...repeat(6, 1)], [...repeat(8, 0), ...repeat(8, 1)], { factors: [4, 1], blockCells: 25 });
    expect(cut.status === 'aligned' && cut.cost).toBe(0);

    // Runs of classes, most of them in the order of the other sequence, so that a narrow way often is left.
    const run = fc.record({ k: fc.constantFrom(0, 1, 2), one: fc.integer({ min: 1, max: 9 }), other: fc.integer({ min: 1, max: 9 }) });
    const inputs = fc.record({
      runs: fc.array(run, { minLength: 1, maxLength: 8 }),
      changed: fc.option(fc.nat(40)),
      factors: fc.constantFrom([1], [2, 1], [4, 1], [4, 2, 1]),
      blockCells: fc.integer({ min: 25, max: 80 }),
    });
    const counts = { aligned: 0, infeasible: 0 };
    const property = fc.asyncProperty(inputs, async ({ runs, changed, factors, blockCells }) => {
      const x = runs.flatMap(({ k, one }) => repeat(one, k));
      const y = runs.flatMap(({ k, other }) => repeat(other, k === 2 ? 0 : k));
      if (changed !== null) y[changed % y.length] = 1 - y[changed % y.length];
      const [found, exact] = await align(x, y, { factors, blockCells });
      expect(found.status).toBe(exact.status);
      if (found.status === 'aligned' && exact.status === 'aligned') {
        expect(found.cost).toBeGreaterThanOrEqual(exact.cost - 1e-9);
        expect(found.cost).toBeLessThan(Infinity);
      }
      counts[found.status]++;
    });
    await fc.assert(property, { numRuns: 300 });
    expect(Math.min(counts.aligned, counts.infeasible)).toBeGreaterThan(10);
  });

  it('reports cells up to the total, and stops on a signal', async () => {
    const problem = performanceProblem(6000, 5000);
    const reports: SolveProgress[] = [];
    await multiScalePath(problem, { blockCells: 100000, onProgress: (progress) => reports.push(progress) });
    expect(reports.length).toBeGreaterThan(2);
    expect(reports.at(-1)!.done).toBe(reports[0].total);
    expect(reports.at(-2)!.done).toBeLessThan(reports[0].total);
    const controller = new AbortController();
    const work = multiScalePath(problem, { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) });
    await expect(work).rejects.toThrow('enough');
  });

  it('refuses what cannot be cut into blocks, and wrong options', async () => {
    const problem = performanceProblem(30, 30);
    const { cost } = problem;
    const dense = { kind: 'dense', data: new Float64Array(900), shape: [30, 30] } as const;
    for (const input of [
      { ...softDtw(), cost },
      { ...dtw(), cost: dense },
      {
        ...dtw({
          steps: [
            [1, 1],
            [2, 1],
            [1, 2],
          ],
        }),
        cost,
      },
      { ...openEnd(dtw()), cost },
      { ...subsequence(dtw()), cost },
      { ...dtw(), cost, band: { kind: 'sakoeChiba', radius: 3 } as const },
      { ...dtw(), cost, stepWeights: [1, Infinity, 1] },
      { ...dtw(), cost, stepPenalties: { data: new Float64Array(90), shape: [1, 1, 30, 3] as const } },
    ]) {
      await expect(multiScalePath(normaliseProblem(input))).rejects.toThrow(UnsupportedError);
    }
    await expectRejection(multiScalePath(problem, { factors: [4, 2] }), 'options.factors');
    await expectRejection(multiScalePath(problem, { factors: [6, 4, 1] }), 'options.factors', [0]);
    await expectRejection(multiScalePath(problem, { factors: [0, 1] }), 'options.factors', [0]);
    await expectRejection(multiScalePath(problem, { factors: [30, 1], blockCells: 100 }), 'options.blockCells');
    await expectRejection(multiScalePath(problem, { blockCells: 3 }), 'options.blockCells');
    await expectRejection(multiScalePath(problem, { pooledNorm: 'l2' } as never), 'options.pooledNorm');
    await expectRejection(multiScalePath(problem, { factor: 2 } as never), 'options.factor');
  });
});
