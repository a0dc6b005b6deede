import { readFileSync } from 'node:fs';
import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import type { LongPath, WorkOptions } from '@rubato/decoders';
import { eventErrors, linearMemoryBytes, linearMemoryPath, multiScalePath, OnlineAlignment, pathToWarp } from '@rubato/decoders';
import { dtw, openEnd } from '@rubato/presets';
import { expect, it } from 'vitest';
import { describeShared, readSharedNpy } from '../support/shared.ts';

const folder = 'data/synctoolbox';

/** Chroma as rows of frames, its classes moved round by `shift`, each frame of norm 1 where asked. */
function readChroma(file: string, shift: number, normalise: boolean): Float64Array {
  const { data, shape } = readSharedNpy(`${folder}/${file}`);
  const [classes, frames] = shape;
  const chroma = new Float64Array(frames * classes);
  for (let n = 0; n < frames; n++) {
    for (let k = 0; k < classes; k++) chroma[n * classes + k] = data[((k - shift + classes) % classes) * frames + n];
    if (!normalise) continue;
    const frame = chroma.subarray(n * classes, (n + 1) * classes);
    const norm = Math.hypot(...frame);
    if (norm > 0) frame.forEach((value, k) => (frame[k] = value / norm));
  }
  return chroma;
}

function chromaProblem(shift: number, normalise: boolean): AlignmentProblem {
  const [x, y] = [readChroma('f_chroma_1.npy', 0, normalise), readChroma('f_chroma_2.npy', shift, normalise)];
  const cost = {
    kind: 'features',
    x,
    y,
    shape: [x.length / 12, y.length / 12],
    dimension: 12,
    localCost: { name: 'innerProduct' },
  } as const;
  return normaliseProblem({ ...dtw(), cost });
}

function readMeasures(recording: string): number[] {
  const path = new URL(`../../../../../shared/${folder}/Schubert_D911-03_${recording}.csv`, import.meta.url);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(';')[0]));
}

function expectAligned(item: LongPath): Extract<LongPath, { status: 'aligned' }> {
  if (item.status !== 'aligned') expect.fail(item.reason);
  return item;
}

describeShared(`${folder}/wp.npy`, () => {
  it('linear memory: the path of Sync Toolbox, step for step', { timeout: 60_000 }, async () => {
    const { data, shape } = readSharedNpy(`${folder}/wp.npy`);
    const problem = chromaProblem(0, false);
    expect(linearMemoryBytes(problem)).toBeLessThan(2e6);
    const { path } = expectAligned((await linearMemoryPath(problem))[0]);
    expect(path.length).toBe(2 * shape[1]);
    const expected = Array.from({ length: path.length }, (_, i) => data[(i % 2) * shape[1] + (i >> 1)]);
    expect(Array.from(path)).toEqual(expected);
  });

  it('measures: multi-scale beside exact, in milliseconds', { timeout: 60_000 }, async () => {
    const problem = chromaProblem(11, true);
    const [from, to] = [readMeasures('HU33'), readMeasures('SC06')];
    const measure = async (name: string, align: (options: WorkOptions) => Promise<LongPath[]>): Promise<{ cost: number; mean: number }> => {
      const cpuBefore = process.cpuUsage();
      const bytesBefore = process.memoryUsage().arrayBuffers;
      let bytes = 0;
      const watch = (): void => void (bytes = Math.max(bytes, process.memoryUsage().arrayBuffers - bytesBefore));
      const { path, cost } = expectAligned((await align({ onProgress: watch }))[0]);
      const { user, system } = process.cpuUsage(cpuBefore);
      const errors = eventErrors(pathToWarp(path, { rowRate: 50, columnRate: 50 }), from, to);
      const { meanMilliseconds: mean, medianMilliseconds: median, largestMilliseconds: largest } = errors;
      const figures = [mean, median, largest].map((value) => value.toFixed(1)).join(', ');
      const work = `${((user + system) / 1e6).toFixed(1)} s of CPU, ${(bytes / 2 ** 20).toFixed(1)} MiB of arrays`;
      process.stdout.write(`${name}: mean, median, largest error ${figures} ms; cost ${cost}; ${work}\n`);
      return { cost, mean };
    };
    const normed = { pooledNorm: 'euclidean' } as const;
    const exact = await measure('exact, in linear memory', (options) => linearMemoryPath(problem, options));
    const multiScale = await measure('multi-scale', (options) => multiScalePath(problem, { ...normed, ...options }));
    const small = await measure('multi-scale, blocks of 10,000 cells', (options) =>
      multiScalePath(problem, { ...normed, blockCells: 10_000, ...options }),
    );
    expect(exact.mean).toBeLessThan(85);
    expect(multiScale.cost / exact.cost).toBeLessThan(1.0001);
    expect(multiScale.mean).toBeLessThan(85);
    expect(small.cost / exact.cost).toBeLessThan(1.001);
    expect(small.mean).toBeLessThan(85);
  });

  it('measures: score following, in milliseconds', { timeout: 60_000 }, () => {
    const [played, reference] = [readChroma('f_chroma_2.npy', 11, true), readChroma('f_chroma_1.npy', 0, true)];
    const [from, to] = [readMeasures('SC06'), readMeasures('HU33')];
    const options = { parameterization: openEnd(dtw()), localCost: { name: 'innerProduct' }, window: 500 };
    const following = new OnlineAlignment({ data: reference, shape: [reference.length / 12, 12] }, options);
    const columns = Array.from({ length: played.length / 12 }, (_, n) => following.push(played.subarray(12 * n, 12 * n + 12)).column);
    // A position may go back by a little: what was known at the time is no warp, so it is looked up.
    const errors = from.map((seconds, i) => 1000 * Math.abs(columns[Math.round(50 * seconds)] / 50 - to[i])).toSorted((a, b) => a - b);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const figures = [mean, errors[errors.length >> 1], errors.at(-1)!].map((value) => value.toFixed(1)).join(', ');
    expect(mean).toBeLessThan(190);
    process.stdout.write(`online: mean, median, largest error ${figures} ms\n`);
  });
});
