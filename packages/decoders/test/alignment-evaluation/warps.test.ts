import type { PiecewiseLinearWarp } from '@rubato/decoders';
import { eventErrors, pathToWarp, timeError, warpPositions } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { describeShared, readSharedJson } from '../support/shared.ts';

/** A warp of [0, 12] with up to 8 knots, flat parts included. */
const warps: fc.Arbitrary<PiecewiseLinearWarp> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 47 }), { maxLength: 6 }),
    fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 8, maxLength: 8 }),
  )
  .map(([inner, jumps]) => {
    const positions = [0, ...inner.toSorted((a, b) => a - b), 48].map((p) => p / 4);
    let time = 0;
    return { positions, times: positions.map((_, k) => (time += jumps[k] / 4)) };
  });

/** The line through a warp's knots by its definition, for one position. */
function at({ positions, times }: PiecewiseLinearWarp, s: number): number {
  for (let k = 0; k + 1 < positions.length; k++) {
    if (s > positions[k + 1]) continue;
    return times[k] + ((times[k + 1] - times[k]) * (s - positions[k])) / (positions[k + 1] - positions[k]);
  }
  return NaN;
}

describe('timeError', () => {
  it('is the integral: a sum over many midpoints comes near it', () => {
    const count = 4800;
    fc.assert(
      fc.property(warps, warps, (predicted, truth) => {
        let [absolute, squared, largest] = [0, 0, 0];
        for (let i = 0; i < count; i++) {
          const difference = at(predicted, ((i + 0.5) * 12) / count) - at(truth, ((i + 0.5) * 12) / count);
          absolute += Math.abs(difference) / count;
          squared += difference ** 2 / count;
          largest = Math.max(largest, Math.abs(difference));
        }
        const exact = timeError(predicted, truth);
        expect(exact.error).toBeCloseTo(absolute, 3);
        expect(exact.deviation ** 2).toBeCloseTo(squared, 3);
        expect(Math.abs(exact.largest - largest)).toBeLessThan(0.02);
        expect(timeError(truth, predicted)).toEqual(exact);
      }),
      { numRuns: 200 },
    );
  });

  it('is 0 for the truth, the shift for a shifted one, and adds up over parts', () => {
    fc.assert(
      fc.property(warps, warps, fc.integer({ min: 1, max: 47 }), (predicted, truth, quarter) => {
        expect(timeError(truth, truth)).toEqual({ error: 0, deviation: 0, largest: 0 });
        const shifted = { ...truth, times: Array.from(truth.times, (time) => time + 0.25) };
        expect(timeError(shifted, truth).error).toBeCloseTo(0.25, 12);
        expect(timeError(shifted, truth).deviation).toBeCloseTo(0.25, 12);
        const cut = quarter / 4;
        const parts = [timeError(predicted, truth, { to: cut }), timeError(predicted, truth, { from: cut })];
        const whole = timeError(predicted, truth);
        expect(whole.error * 12).toBeCloseTo(parts[0].error * cut + parts[1].error * (12 - cut), 10);
        expect(whole.deviation ** 2 * 12).toBeCloseTo(parts[0].deviation ** 2 * cut + parts[1].deviation ** 2 * (12 - cut), 10);
      }),
      { numRuns: 200 },
    );
  });

  it('counts a change of sign within a piece', () => {
    // |2t - 1|·4 over [0, 1] has the mean 2, its square 16/3.
    const crossing = timeError({ positions: [0, 1], times: [0, 8] }, { positions: [0, 1], times: [4, 4] });
    expect(crossing).toEqual({ error: 2, deviation: Math.sqrt(16 / 3), largest: 4 });
  });

  it('refuses warps that go back, do not reach, or hold what is no number', () => {
    const truth = { positions: [0, 4], times: [0, 4] };
    expectRefusal(() => timeError({ positions: [0, 0], times: [0, 1] }, truth), 'predicted.positions', { index: [1] });
    expectRefusal(() => timeError({ positions: [0, 4], times: [1, 0] }, truth), 'predicted.times', { index: [1] });
    expectRefusal(() => timeError(truth, { positions: [0, NaN], times: [0, 1] }), 'truth.positions', { index: [1] });
    expectRefusal(() => timeError(truth, { positions: [0, 1], times: [0, Infinity] }), 'truth.times', { index: [1] });
    expectRefusal(() => timeError(truth, { positions: [0], times: [0] }), 'truth.positions');
    expectRefusal(() => timeError(truth, truth, { until: 1 } as never), 'options.until');
    expectRefusal(() => timeError({ positions: [0, 4], times: [-1e300, 1e300] }, truth), 'predicted.times', { index: [0] });
    expectRefusal(() => timeError(truth, { positions: [-1e101, 4], times: [0, 4] }), 'truth.positions', { index: [0] });
  });

  it('blames who asks for more than both warps have', () => {
    const warp = (...positions: number[]): PiecewiseLinearWarp => ({ positions, times: positions.map((_, k) => k) });
    // The truth asks for what the warp does not have.
    expectRefusal(() => timeError(warp(0, 4), warp(-1, 4)), 'truth.positions', { index: [0] });
    expectRefusal(() => timeError(warp(0, 3), warp(0, 2, 4)), 'truth.positions', { index: [2] });
    // An option does.
    expectRefusal(() => timeError(warp(0, 4), warp(0, 4), { from: -1 }), 'options.from');
    expectRefusal(() => timeError(warp(0, 4), warp(0, 4), { to: 5 }), 'options.to');
    expectRefusal(() => timeError(warp(0, 4), warp(0, 4), { from: 4 }), 'options.from');
    expectRefusal(() => timeError(warp(0, 4), warp(0, 4), { from: 2, to: 2 }), 'options.to');
    expectRefusal(() => timeError(warp(0, 4), warp(0, 4), { from: NaN }), 'options.from');
  });

  it('stays finite for the largest times', () => {
    const positions = [-1e100, 1e100];
    const { error, deviation, largest } = timeError({ positions, times: [1e100, 1e100] }, { positions, times: [-1e100, -1e100] });
    expect([error / 2e100, deviation / 2e100, largest / 2e100].map((ratio) => ratio.toFixed(12))).toEqual(Array(3).fill('1.000000000000'));
  });
});

describe('warpPositions', () => {
  it('is exact at the knots and straight between them', () => {
    fc.assert(
      fc.property(warps, fc.double({ min: 0, max: 12, noNaN: true }), (warp, position) => {
        expect(Array.from(warpPositions(warp, warp.positions))).toEqual(Array.from(warp.times));
        expect(warpPositions(warp, [position])[0]).toBeCloseTo(at(warp, position), 10);
      }),
    );
  });

  it('refuses positions outside', () => {
    const warp = { positions: [0, 4], times: [0, 4] };
    expectRefusal(() => warpPositions(warp, [1, 4.5]), 'positions', { index: [1] });
    expectRefusal(() => warpPositions(warp, [NaN]), 'positions', { index: [0] });
    expectRefusal(() => warpPositions(null as never, [0]), 'warp');
  });
});

describe('pathToWarp', () => {
  const path = Int32Array.of(0, 0, 0, 1, 0, 2, 1, 3, 2, 3, 3, 4);

  it('takes the middle of where the path stays, on either axis', () => {
    expect(pathToWarp(path, { rowRate: 10, columnRate: 2 })).toEqual({ positions: [0, 0.1, 0.2, 0.3], times: [0.5, 1.5, 1.5, 2] });
    expect(pathToWarp(path, { from: 'columns' })).toEqual({ positions: [0, 1, 2, 3, 4], times: [0, 0, 0, 1.5, 3] });
  });

  it('leaves rows out that the path skips', () => {
    expect(pathToWarp(Int32Array.of(0, 0, 2, 1, 3, 3))).toEqual({ positions: [0, 2, 3], times: [0, 1, 3] });
  });

  it('refuses what is no path', () => {
    expectRefusal(() => pathToWarp(Int32Array.of(0, 0, 1)), 'path');
    expectRefusal(() => pathToWarp(Int32Array.of(0, 1, 1, 0)), 'path', { index: [3] });
    expectRefusal(() => pathToWarp(Int32Array.of(-1, 0, 1, 1)), 'path', { index: [0] });
    expectRefusal(() => pathToWarp(Int32Array.of(0, 0, 0, 1)), 'path');
    for (const rowRate of [0, 5e-324, 1e300]) expectRefusal(() => pathToWarp(path, { rowRate }), 'options.rowRate');
    expectRefusal(() => pathToWarp(path, { columnRate: 5e-324 }), 'options.columnRate');
    for (const rate of [1e-50, 1e50]) {
      const warp = pathToWarp(Int32Array.of(0, 0, 2 ** 31 - 2, 1, 2 ** 31 - 1, 2), { rowRate: rate, columnRate: rate });
      expect(timeError(warp, warp)).toEqual({ error: 0, deviation: 0, largest: 0 });
    }
    expectRefusal(() => pathToWarp(path, { from: 'rowss' as never }), 'options.from');
  });
});

describe('eventErrors', () => {
  const warp = { positions: [0, 2], times: [0, 4] };

  it('measures late and early in milliseconds', () => {
    const { milliseconds, ...summary } = eventErrors(warp, [0.5, 1, 1.5, 2], [0.75, 2.125, 3, 4]);
    expect(Array.from(milliseconds)).toEqual([250, -125, 0, 0]);
    expect(summary).toEqual({ meanMilliseconds: 93.75, medianMilliseconds: 62.5, largestMilliseconds: 250 });
  });

  it('refuses events that do not fit', () => {
    expectRefusal(() => eventErrors(warp, [], []), 'positions');
    expectRefusal(() => eventErrors(warp, [1], [1, 2]), 'times');
    expectRefusal(() => eventErrors(warp, [1], [NaN]), 'times', { index: [0] });
    expectRefusal(() => eventErrors(warp, [1], [-1e308]), 'times', { index: [0] });
    expectRefusal(() => eventErrors(warp, [3], [1]), 'positions', { index: [0] });
  });

  describeShared('data/mtd/reference.json', () => {
    interface NoteAlignment {
      readonly onset_frames: readonly number[];
      readonly onset_mae_ms: number;
      readonly onset_median_ms: number;
    }
    interface Theme {
      readonly note_alignment: { readonly true_onset_frames: readonly number[] };
      readonly models: Readonly<Record<string, { readonly note_alignment: NoteAlignment }>>;
    }
    const { themes } = readSharedJson('data/mtd/reference.json') as { readonly themes: Readonly<Record<string, Theme>> };

    it.each(Object.entries(themes))('%s: the published onset errors', (_, { note_alignment: truth, models }) => {
      for (const { note_alignment: notes } of Object.values(models)) {
        const seconds = (frames: readonly number[]): number[] => frames.map((frame) => frame / 24.609375);
        const found = { positions: notes.onset_frames.map((_frame, k) => k), times: seconds(notes.onset_frames) };
        const errors = eventErrors(found, found.positions, seconds(truth.true_onset_frames));
        expect(errors.meanMilliseconds).toBeCloseTo(notes.onset_mae_ms, 6);
        expect(errors.medianMilliseconds).toBeCloseTo(notes.onset_median_ms, 6);
      }
    });
  });
});
