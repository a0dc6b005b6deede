import { pathToWarp, timeError } from '@rubato/decoders';
import { expect, it } from 'vitest';
import { alignByDtw, alignByGdtw } from '../../src/alignment/align.ts';
import { FRAMES_PER_SECOND } from '../../src/data/slice.ts';
import { dtwAligner, evaluate, gdtwAligner, rawFeatures } from '../../src/evaluation/evaluate.ts';
import { warp } from '../support/settings.ts';
import { smallData } from '../support/small-data.ts';
import { backend } from '../support/tensors.ts';

const { test: slices } = smallData();

it.each([
  ['DTW', dtwAligner(backend)],
  ['GDTW', gdtwAligner(warp)],
])('%s: TimeErr and TimeDev are those of @rubato/decoders, in milliseconds, mean over slices', async (_, align) => {
  const scores = await evaluate(slices, rawFeatures, align);
  const expected = slices.map((slice) => timeError(align(slice), slice.truth));
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(scores.timeError).toBeCloseTo((1000 / FRAMES_PER_SECOND) * mean(expected.map(({ error }) => error)), 9);
  expect(scores.timeDeviation).toBeCloseTo((1000 / FRAMES_PER_SECOND) * mean(expected.map(({ deviation }) => deviation)), 9);
  // The warps are not yet wrong by a frame on average, and not right by chance.
  expect(scores.timeError).toBeGreaterThan(0);
  expect(scores.timeError).toBeLessThan(100);
});

it('sums what equation 9 says, against a fine Riemann sum', async () => {
  const [slice] = slices;
  const found = alignByGdtw(slice, warp);
  const { error, deviation } = timeError(found, slice.truth);
  let [absolute, squared] = [0, 0];
  const count = 20_000;
  const at = ({ positions, times }: typeof found, s: number): number => {
    let k = 0;
    while (positions[k + 1] < s) k++;
    return times[k] + ((s - positions[k]) / (positions[k + 1] - positions[k])) * (times[k + 1] - times[k]);
  };
  for (let i = 0; i < count; i++) {
    const s = ((i + 0.5) / count) * (slice.frames - 1);
    const difference = at(found, s) - at(slice.truth, s);
    absolute += Math.abs(difference) / count;
    squared += difference ** 2 / count;
  }
  expect(error).toBeCloseTo(absolute, 5);
  expect(deviation).toBeCloseTo(Math.sqrt(squared), 5);
});

it('aligns a slice with itself along the diagonal', () => {
  const [slice] = slices;
  const same = { ...slice, performance: slice.score };
  const diagonal = Array.from({ length: slice.frames }, (_, n) => n);
  const path = Int32Array.from(diagonal.flatMap((n) => [n, n]));
  expect(alignByDtw(same, backend)).toEqual(pathToWarp(path));
  expect(Array.from(alignByGdtw(same, warp).times, (time) => Math.round(1e6 * time) / 1e6)).toEqual(diagonal);
});

it('stops when it is told to', async () => {
  await expect(evaluate(slices, rawFeatures, dtwAligner(backend), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});
