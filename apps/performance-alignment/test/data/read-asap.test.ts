import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planSlices } from '../../src/data/plan-slices.ts';
import { readAnnotations } from '../../src/data/read-annotations.ts';
import { readAsap } from '../../src/data/read-asap.ts';
import { splitByPiece } from '../../src/data/split.ts';
import { describeShared, sharedFolder } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('reads beats, and knows those that could not be placed', () => {
  const path = join(temporaryFolder(), 'annotations.txt');
  writeFileSync(path, '0.5\t0.5\tb,,-4\n1.25\t1.25\tbR\n2\t2\tdb,4/4\n');
  expect(readAnnotations(path)).toEqual([0.5, undefined, 2]);
  writeFileSync(path, '0.5\t0.5\tb\nnot a beat\n');
  expect(() => readAnnotations(path)).toThrow(/line 2 is no beat: "not a beat"/);
});

it('refuses a folder without pieces', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'Fugue'));
  expect(() => readAsap(folder)).toThrow(/without Fugue/);
});

describeShared('the shared performances', () => {
  it('are 81 of 24 preludes and fugues, under the numbers of 12 pairs', () => {
    const pieces = readAsap(sharedFolder);
    expect(pieces).toHaveLength(24);
    expect(new Set(pieces.map(({ name }) => name)).size).toBe(12);
    const performances = pieces.flatMap((piece) => piece.performances);
    expect(performances).toHaveLength(81);
    for (const { score, performance } of performances) {
      expect(performance.beats.length).toBe(score.beats.length);
      for (const { beats } of [score, performance]) {
        const wrong = beats.findIndex((beat, b) => b > 0 && !(beat > beats[b - 1]));
        expect(wrong).toBe(-1);
      }
    }
  });

  it('are split by piece, and make 978 slices of 256 frames', () => {
    const split = splitByPiece(readAsap(sharedFolder), 1);
    const counts = [split.training, split.validation, split.test].map((pieces) => ({
      names: new Set(pieces.map(({ name }) => name)),
      slices: pieces.flatMap(({ performances }) => performances.flatMap((pair) => planSlices(pair, 256))).length,
    }));
    expect(new Set(counts.flatMap(({ names }) => [...names])).size).toBe(counts.reduce((sum, { names }) => sum + names.size, 0));
    expect(counts.map(({ slices }) => slices)).toEqual([470, 265, 243]);
  });
});
