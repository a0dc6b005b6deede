import { softDtwKMeans } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { InvalidArgumentError, normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { expect, it } from 'vitest';
import { curve, sample, warpedCopies } from './curves.ts';

const backend = openCpu();
const shapes = [curve, (t: number) => -curve(t), (t: number) => Math.sin(2 * Math.PI * t)];
const groups = shapes.map((shape, k) => warpedCopies(shape, 3, 32, 11 + k));
const data = Float64Array.of(...groups.flatMap((group) => Array.from(group.data)));
const lengths = groups.flatMap((group) => Array.from(group.lengths!));
const sequences = { data, shape: [18, 32, 1], lengths } as const;

it('finds the groups that warped copies come from', async () => {
  const { labels, converged, centres, value } = await softDtwKMeans(sequences, { clusters: 3, seed: 1, temperature: 0.1, backend });
  expect(converged).toBe(true);
  expect(new Set(labels).size).toBe(3);
  for (let k = 0; k < 3; k++) expect(new Set(labels.subarray(6 * k, 6 * k + 6)).size).toBe(1);
  expect(centres.shape).toEqual([3, Math.round(lengths.reduce((sum, length) => sum + length, 0) / 18), 1]);
  expect(Number.isFinite(value)).toBe(true);
});

it('gets no worse with more rounds, and is the same for the same seed', async () => {
  let before = Infinity;
  for (const maxIterations of [0, 1, 2, 5]) {
    const { value } = await softDtwKMeans(sequences, { clusters: 3, seed: 5, temperature: 0.1, maxIterations, backend });
    expect(value).toBeLessThanOrEqual(before + 1e-9);
    before = value;
  }
  const options = { clusters: 4, seed: 3, maxIterations: 2, backend };
  expect(await softDtwKMeans(sequences, options)).toEqual(await softDtwKMeans(sequences, options));
});

it('has as many clusters as sequences, also where some are the same', async () => {
  const same = { data: Float64Array.of(0, 1, 0, 0, 1, 0, 5, 5, 5), shape: [3, 3, 1] } as const;
  for (const clusters of [1, 2, 3]) {
    const { labels, centres } = await softDtwKMeans(same, { clusters, temperature: 0.01, backend });
    expect(labels.every((label) => label >= 0 && label < clusters)).toBe(true);
    expect(centres.data.every(Number.isFinite)).toBe(true);
    if (clusters > 1) expect(labels[2]).not.toBe(labels[0]);
  }
});

it('converges on identical sequences, with no cluster empty', async () => {
  const one = sample(8, curve);
  const same = { data: Float64Array.of(...one, ...one, ...one, ...one), shape: [4, 8, 1] } as const;
  const { labels, converged, iterations, value } = await softDtwKMeans(same, { clusters: 2, temperature: 0.01, backend });
  expect(converged).toBe(true);
  expect(iterations).toBeLessThan(20);
  expect(new Set(labels).size).toBe(2);
  expect(value).toBeLessThan(1e-2);
});

it('has no empty cluster when rounds run out either, and a value of the labels that it returns', async () => {
  const one = sample(8, curve);
  const data = Float64Array.of(...one, ...one, ...one, ...one.map((number) => number + 0.1));
  for (const maxIterations of [0, 1]) {
    const clusters = 3;
    const found = await softDtwKMeans({ data, shape: [4, 8, 1] }, { clusters, temperature: 0.01, maxIterations, backend });
    expect(new Set(found.labels).size).toBe(clusters);
    let total = 0;
    for (let b = 0; b < 4; b++) {
      const x = found.centres.data.subarray(8 * found.labels[b], 8 * found.labels[b] + 8);
      const cost = { kind: 'features', x, y: data.subarray(8 * b, 8 * b + 8), shape: [8, 8], dimension: 1 } as const;
      const problem = normaliseProblem({ ...softDtw({ temperature: 0.01 }), cost: { ...cost, localCost: { name: 'squaredEuclidean' } } });
      total += backend.solveSync(problem, {}).values[0];
    }
    expect(found.value).toBeCloseTo(total / 4, 12);
  }
});

it('does not depend on units', async () => {
  const options = { clusters: 3, seed: 2, maxIterations: 3, backend } as const;
  const plain = await softDtwKMeans(sequences, { ...options, temperature: 0.1 });
  for (const s of [1e-6, 1e16]) {
    const scaled = { ...sequences, data: data.map((number) => s * number) };
    const { labels, value } = await softDtwKMeans(scaled, { ...options, temperature: 0.1 * s * s });
    expect(labels).toEqual(plain.labels);
    expect(Math.abs(value / s / s - plain.value)).toBeLessThan(1e-3 * Math.abs(plain.value));
  }
});

it('keeps the best of several starts', async () => {
  const options = { clusters: 4, maxIterations: 3, temperature: 0.1, backend } as const;
  const alone = await Promise.all([5, 6, 7].map((seed) => softDtwKMeans(sequences, { ...options, seed })));
  expect(new Set(alone.map(({ value }) => value)).size).toBeGreaterThan(1);
  const best = await softDtwKMeans(sequences, { ...options, seed: 5, restarts: 3 });
  const least = Math.min(...alone.map(({ value }) => value));
  expect(best).toEqual(alone.find(({ value }) => value === least));
});

it('solves each sequence against itself once for all starts, and each centre once a draw', async () => {
  const rows: number[] = [];
  const counting = openCpu();
  const solve = counting.solve.bind(counting);
  counting.solve = (problem, ...rest) => {
    rows.push(problem.rows);
    return solve(problem, ...rest);
  };
  await softDtwKMeans(sequences, { clusters: 3, maxIterations: 0, length: 7, restarts: 2, backend: counting });
  // Centres of length 7: three to be compared, twice. The rest: all with themselves, and two draws behind the first, twice.
  expect(rows.filter((count) => count === 7).length).toBe(6);
  expect(rows.filter((count) => count !== 7).length).toBe(1 + 2 * 2);
});

it('reports progress and stops on abort', async () => {
  const seen: number[] = [];
  await softDtwKMeans(sequences, { clusters: 2, maxIterations: 3, backend, onProgress: ({ done }) => seen.push(done) });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  // From before the first solve, with each barycentre, to the end: two for each of three rounds.
  expect(seen.slice(0, 3)).toEqual([0, 1, 2]);
  expect(seen.at(-1)).toBe(6);
  const controller = new AbortController();
  const stopped = softDtwKMeans(sequences, {
    clusters: 3,
    backend,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('enough')),
  });
  await expect(stopped).rejects.toThrow('enough');
  await expect(softDtwKMeans(sequences, { clusters: 3, backend, signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow('never');
});

it('refuses wrong options by name', async () => {
  const refusals: readonly (readonly [object | undefined, string])[] = [
    [undefined, 'options is undefined'],
    [{}, 'options.clusters is undefined'],
    [{ clusters: 19 }, 'options.clusters is 19'],
    [{ clusters: 2, seed: 0.5 }, 'options.seed is 0.5'],
    [{ clusters: 2, temperature: -1 }, 'options.temperature is -1'],
    [{ clusters: 2, barycentreIterations: 0 }, 'options.barycentreIterations is 0'],
    [{ clusters: 2, weights: [1] }, 'options.weights'],
    [{ clusters: 2, backend: {} }, 'options.backend is an object'],
    [{ clusters: 2, signal: {} }, 'options.signal is an object'],
    [{ clusters: 2, onProgress: 1 }, 'options.onProgress is 1'],
    [{ clusters: 2, restarts: 0 }, 'options.restarts is 0'],
    [{ clusters: 2, initial: 1 }, 'options.initial'],
  ];
  for (const [options, message] of refusals) {
    const error: unknown = await softDtwKMeans(sequences, options as never).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toContain(message);
  }
});
