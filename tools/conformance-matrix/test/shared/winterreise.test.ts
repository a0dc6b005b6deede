import type { AlignmentProblem, Backend, ProblemInput } from 'rubato';
import { normaliseProblem, openBackend } from 'rubato';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeShared } from '../support/shared.ts';
import type { Features } from '../support/winterreise.ts';
import {
  columnsByRow,
  downsample,
  interpolate,
  mean,
  median,
  PITCH_CLASSES,
  readGroundTruth,
  readPerformance,
  readReference,
} from '../support/winterreise.ts';

const NAMES = { squared_l2: 'squaredEuclidean', cosine: 'cosine' } as const;

/** Two performances as a problem; the diagonal wins ties, then (1, 0). */
function align(a: Features, b: Features, localCost: 'squared_l2' | 'cosine', rest: Partial<ProblemInput>): AlignmentProblem {
  const cost = {
    kind: 'features',
    x: a.data,
    y: b.data,
    shape: [a.frames, b.frames],
    dimension: PITCH_CLASSES,
    localCost: { name: NAMES[localCost] },
  } as const;
  return normaliseProblem({
    cost,
    steps: [
      [1, 1],
      [1, 0],
      [0, 1],
    ],
    ...rest,
  });
}

const expectWithin = (actual: number, expected: number, tolerance: number): void =>
  expect(Math.abs(actual - expected), `${actual}, not ${expected}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));

describeShared('data/winterreise', () => {
  const { frame_rate_hz: rate, performances, pairs } = readReference();
  const load = (name: string): Features => readPerformance(name, performances[name].roll_columns_to_common_key);
  const milliseconds = (frames: number): number => (1000 * Math.abs(frames)) / rate;

  // 225 million cells take seconds a pair and cost, and plain TypeScript ten: all six pairs where the data is required, as in CI, on the CPU with
  // ALL_PAIRS=1.
  const names = Object.keys(pairs);
  const atFullRate = (name: string): string[] => {
    const all = process.env['ALL_PAIRS'] === '1' || (name === 'wasm' && process.env['REQUIRE_SHARED'] === '1');
    return all ? names : ['AL98_QU98'];
  };

  describe.each(['cpu', 'wasm'])('by %s', (name) => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await openBackend(name);
    });
    afterAll(() => backend.dispose());

    it.each(atFullRate(name))('%s at the full frame rate: costs, and every event met to the frame', (pair) => {
      const [a, b] = pair.split('_').map(load);
      for (const localCost of ['squared_l2', 'cosine'] as const) {
        const expected = pairs[pair].dtw_full[localCost];
        const { values, paths } = backend.solveSync!(align(a, b, localCost, { minimum: 'hardmin' }), { path: true });
        expectWithin(values[0], expected.cost, localCost === 'squared_l2' ? 0 : 1e-9);
        const columns = columnsByRow(paths![0], a.frames);
        const truth = readGroundTruth(pair);
        expect(mean(truth.map(([m, n]) => milliseconds(columns.first[m] - n)))).toBe(expected.mae_ms_first);
        expect(truth.filter(([m, n]) => columns.first[m] === n)).toHaveLength(expected.events_exact_first);
        if (localCost === 'cosine') continue;
        // Only whole-number costs have exact ties, by which these two depend on the order of steps.
        expect(paths![0].length / 2).toBe(expected.path_length);
        expectWithin(mean(truth.map(([m, n]) => milliseconds(columns.mean[m] - n))), expected.mae_ms_mean, 1e-9);
      }
    });

    it('AL98_QU98 in two keys goes astray by more than half a minute', () => {
      const [a, b] = [load('AL98'), readPerformance('QU98', 0)];
      const expected = pairs['AL98_QU98'].dtw_full_without_roll!.squared_l2;
      const { values, paths } = backend.solveSync!(align(a, b, 'squared_l2', { minimum: 'hardmin' }), { path: true });
      expect(values[0]).toBe(expected.cost);
      expect(paths![0].length / 2).toBe(expected.path_length);
      const { first } = columnsByRow(paths![0], a.frames);
      const error = mean(readGroundTruth('AL98_QU98').map(([m, n]) => milliseconds(first[m] - n)));
      expectWithin(error, expected.mae_ms_first, 1e-9);
      expect(error).toBeGreaterThan(30_000);
    });

    it.each(names.flatMap((pair) => [10, 40].map((factor) => [pair, factor] as const)))(
      '%s, downsampled by %i: DTW and soft-DTW',
      (pair, factor) => {
        const [a, b] = pair.split('_').map((name) => downsample(load(name), factor));
        const expected = pairs[pair].downsampled[`factor_${factor}` as 'factor_10'];
        const truth = readGroundTruth(pair);
        const checkErrors = (columns: Float64Array, errors: { mae_ms: number; median_ms: number; max_ms: number }): void => {
          const found = truth.map(([m, n]) => milliseconds(interpolate(columns, factor, m) - n));
          expectWithin(mean(found), errors.mae_ms, 1e-6);
          expectWithin(median(found), errors.median_ms, 1e-6);
          expectWithin(Math.max(...found), errors.max_ms, 1e-6);
        };

        const hard = backend.solveSync!(align(a, b, 'squared_l2', { minimum: 'hardmin' }), { path: true });
        expectWithin(hard.values[0], expected.dtw_squared_l2.cost, 1e-9);
        expect(hard.paths![0].length / 2).toBe(expected.dtw_squared_l2.path_length);

        for (const temperature of [1, 0.1]) {
          const { value, soft_alignment_sum: sum, ...errors } = expected.soft_dtw[`gamma_${temperature}` as 'gamma_1'];
          const { values, softAlignment } = backend.solveSync!(align(a, b, 'squared_l2', { temperature }), { softAlignment: true });
          expectWithin(values[0], value, 1e-9);
          const { data } = softAlignment!;
          const columns = new Float64Array(a.frames);
          let total = 0;
          for (let n = 0; n < a.frames; n++) {
            let [weight, moment] = [0, 0];
            for (let m = 0; m < b.frames; m++) {
              const e = data[n * b.frames + m];
              weight += e;
              moment += m * e;
            }
            columns[n] = moment / weight;
            total += weight;
          }
          expectWithin(total, sum, 1e-9);
          checkErrors(columns, errors);
        }
      },
    );
  });
});
