import type { FeatureSequence } from '@rubato/audio';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { composePieces } from '../../src/data/compose.ts';
import type { DataSet } from '../../src/data/slice.ts';
import { featureCache } from '../../src/features/feature-cache.ts';
import { featureFingerprint } from '../../src/features/feature-fingerprint.ts';
import type { FeatureKind } from '../../src/features/feature-kind.ts';
import { featureKinds } from '../../src/features/feature-kind.ts';
import type { DataOptions } from '../../src/features/make-data.ts';
import { makeData } from '../../src/features/make-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Which function of `@rubato/audio` answers otherwise, in the last digits. */
const changed = vi.hoisted(() => ({ name: '' }));

vi.mock(import('@rubato/audio'), async (importOriginal) => {
  const audio = await importOriginal();
  const louder = (data: Float32Array): Float32Array => data.map((value) => value * (1 + 2 ** -22));
  const otherwise = <A extends unknown[]>(name: string, extract: (...given: A) => FeatureSequence) => {
    return (...given: A): FeatureSequence => {
      const sequence = extract(...given);
      return changed.name === name ? { ...sequence, data: louder(sequence.data) } : sequence;
    };
  };
  return {
    ...audio,
    synthesise: (...given) => (changed.name === 'synthesise' ? louder(audio.synthesise(...given)) : audio.synthesise(...given)),
    chroma: otherwise('chroma', audio.chroma),
    constantQSpectrum: otherwise('constantQSpectrum', audio.constantQSpectrum),
    melSpectrum: otherwise('melSpectrum', audio.melSpectrum),
  };
});

afterEach(() => {
  changed.name = '';
});

const pieces = composePieces(1, 4, 32);
const options: DataOptions = {
  name: 'embedded pieces',
  kinds: featureKinds,
  frames: 64,
  sizes: { training: 1, validation: 1, test: 1 },
  compression: 10,
  seed: 1,
};

const contents = (folder: string): Map<string, string> =>
  new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'base64')]));
const featuresOf = (data: DataSet): Float32Array[] =>
  [...data.training, ...data.validation, ...data.test].flatMap(({ score, performance }) => [score, performance]);

it.each<[string, readonly FeatureKind[]]>([
  ['synthesise', featureKinds],
  ['chroma', ['Chroma']],
  ['constantQSpectrum', ['CQT']],
  ['melSpectrum', ['Melspec']],
])('the features of another %s are not taken from the cache, and stay there', async (name, kinds) => {
  const folder = temporaryFolder();
  const cached = { ...options, cache: featureCache(folder) };
  const before = await makeData(pieces, cached);
  const files = contents(folder);
  expect(files.size).toBe(3 * featureKinds.length);

  changed.name = name;
  const after = await makeData(pieces, cached);
  expect(after).toEqual(await makeData(pieces, options));
  featureKinds.forEach((kind, k) => {
    if (kinds.includes(kind)) expect(featuresOf(after[k]), kind).not.toEqual(featuresOf(before[k]));
    else expect(featuresOf(after[k]), kind).toEqual(featuresOf(before[k]));
  });
  const filesAfter = contents(folder);
  expect(filesAfter.size).toBe(files.size + 3 * kinds.length);
  for (const [file, content] of files) expect(filesAfter.get(file), file).toBe(content);

  changed.name = '';
  expect(await makeData(pieces, cached)).toEqual(before);
  expect(contents(folder)).toEqual(filesAfter);
});

it('neither are the features of other notes under the same names', async () => {
  const folder = temporaryFolder();
  const cached: DataOptions = { ...options, kinds: ['Chroma'], cache: featureCache(folder) };
  await makeData(pieces, cached);
  const higher = pieces.map((piece) => ({
    ...piece,
    performances: piece.performances.map(({ score, performance }) => ({
      score,
      performance: { ...performance, notes: performance.notes.map((note) => ({ ...note, pitch: note.pitch + 1 })) },
    })),
  }));
  expect(await makeData(higher, cached)).toEqual(await makeData(higher, { ...options, kinds: ['Chroma'] }));
  expect(readdirSync(folder)).toHaveLength(6);
});

it('a fingerprint is always the same, and another one for each kind and compression', () => {
  const fingerprints = featureKinds.flatMap((kind) => [10, 20].map((compression) => featureFingerprint(kind, compression)));
  expect(new Set(fingerprints).size).toBe(6);
  expect(featureKinds.flatMap((kind) => [10, 20].map((compression) => featureFingerprint(kind, compression)))).toEqual(fingerprints);
});
