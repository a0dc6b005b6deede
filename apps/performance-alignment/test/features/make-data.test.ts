import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { composePieces } from '../../src/data/compose.ts';
import { dtwAligner, evaluate, gdtwAligner, rawFeatures } from '../../src/evaluation/evaluate.ts';
import type { DataOptions } from '../../src/features/make-data.ts';
import { makeData } from '../../src/features/make-data.ts';
import { featureCache } from '../../src/features/feature-cache.ts';
import { featureKinds } from '../../src/features/feature-kind.ts';
import { warp } from '../support/settings.ts';
import { backend } from '../support/tensors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const pieces = composePieces(1, 4, 32);
const options: DataOptions = {
  name: 'embedded pieces',
  kinds: featureKinds,
  frames: 64,
  sizes: { training: 2, validation: 1, test: 2 },
  compression: 10,
  seed: 1,
};

it('makes the same slices of every kind of feature, and no piece is in two splits', async () => {
  const dataSets = await makeData(pieces, options);
  expect(dataSets.map(({ feature, training: [{ dimension }] }) => [feature, dimension])).toEqual([
    ['CQT', 48],
    ['Chroma', 12],
    ['Melspec', 128],
  ]);
  for (const data of dataSets) {
    const parts = [data.training, data.validation, data.test];
    expect(parts.map((slices) => slices.map(({ name }) => name))).toEqual(
      [dataSets[0].training, dataSets[0].validation, dataSets[0].test].map((slices) => slices.map(({ name }) => name)),
    );
    const pieces = parts.map((slices) => new Set(slices.map(({ piece }) => piece)));
    expect(new Set(pieces.flatMap((set) => [...set])).size).toBe(pieces.reduce((sum, { size }) => sum + size, 0));
    for (const { score, performance, frames, dimension } of parts.flat()) {
      for (const side of [score, performance]) {
        expect(side).toHaveLength(frames * dimension);
        for (let n = 0; n < frames; n++) expect(Math.hypot(...side.subarray(n * dimension, (n + 1) * dimension))).toBeCloseTo(1, 5);
      }
    }
  }
});

it('has the truth where the sound is: both alignments find it within two frames', async () => {
  const dataSets = await makeData(pieces, { ...options, sizes: { training: 1, validation: 1, test: 2 } });
  for (const { test } of dataSets) {
    const byDtw = await evaluate(test, rawFeatures, dtwAligner(backend));
    const byWarp = await evaluate(test, rawFeatures, gdtwAligner({ ...warp, lambda: 1 }));
    expect(byDtw.timeError).toBeLessThan(90);
    expect(byWarp.timeError).toBeLessThan(45);
    // Half a frame of anything systematic would show.
    expect(byWarp.timeError).toBeLessThan(byDtw.timeError);
  }
});

it('takes features from the cache, and makes those anew that are broken there', async () => {
  const folder = temporaryFolder();
  const small = { ...options, kinds: ['Chroma'] as const, sizes: { training: 1, validation: 1, test: 1 }, cache: featureCache(folder) };
  const [made] = await makeData(pieces, small);
  const files = readdirSync(folder);
  expect(files).toHaveLength(3);
  expect(await makeData(pieces, small)).toEqual([made]);
  for (const file of files) writeFileSync(join(folder, file), 'broken');
  expect(await makeData(pieces, small)).toEqual([made]);
  await makeData(pieces, { ...small, compression: 20 });
  expect(readdirSync(folder)).toHaveLength(6);
});

it('stops when it is told to', async () => {
  await expect(makeData(pieces, options, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});
