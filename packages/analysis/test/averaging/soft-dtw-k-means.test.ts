import { softDtwKMeans } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { InvalidArgumentError } from '@rubato/core';
import { expect, it } from 'vitest';
import { curve, warpedCopies } from './curves.ts';

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

it('reports progress and stops on abort', async () => {
  const seen: number[] = [];
  await softDtwKMeans(sequences, { clusters: 2, maxIterations: 3, backend, onProgress: ({ done }) => seen.push(done) });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(3);
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
    [{ clusters: 2, restarts: 2 }, 'options.restarts'],
  ];
  for (const [options, message] of refusals) {
    const error: unknown = await softDtwKMeans(sequences, options as never).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toContain(message);
  }
});
