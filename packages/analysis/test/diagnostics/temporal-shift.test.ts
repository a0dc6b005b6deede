import { temporalShift } from '@rubato/analysis';
import { createRandom } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/refusal.ts';

const N = 60;
const D = 3;

/** Random frames that stay the same for a few frames, as notes do. */
const frames = fc
  .array(fc.tuple(fc.integer({ min: 2, max: 5 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: D, maxLength: D })), {
    minLength: 40,
    maxLength: 40,
  })
  .map((runs) => runs.flatMap(([length, row]) => Array.from({ length }, () => row)));

const window = (rows: readonly (readonly number[])[], from: number) => ({
  data: rows.slice(from, from + N).flat(),
  shape: [N, D] as const,
});

describe('temporalShift', () => {
  it('finds a shift by whole frames, in either direction, with a correlation of 1', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: -10, max: 10 }), (rows, shift) => {
        const [{ shift: found, correlation, correlationUnshifted, by }] = temporalShift(window(rows, 10 - shift), window(rows, 10));
        expect(Math.abs(found - shift)).toBeLessThanOrEqual(0.5);
        expect(correlation).toBeCloseTo(1, 9);
        expect(correlationUnshifted).toBeLessThanOrEqual(correlation);
        expect(by).toBe('features');
      }),
    );
  });

  it('is antisymmetric, and 0 without any', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: -6, max: 6 }), (rows, shift) => {
        const [a, b] = [window(rows, 10 - shift), window(rows, 10)];
        const [[there], [back]] = [temporalShift(a, b, { maximumShift: 15 }), temporalShift(b, a, { maximumShift: 15 })];
        expect(there.shift).toBeCloseTo(-back.shift, 9);
        expect(Math.abs(temporalShift(a, a)[0].shift)).toBeLessThan(0.5);
      }),
    );
  });

  it('is finer than a frame where features change slowly', () => {
    const wave = (late: number) => ({
      data: Float64Array.from({ length: 200 }, (_, n) => Math.sin((n - late) / 9)),
      shape: [200, 1] as const,
    });
    for (const late of [-2.5, -0.3, 0.25, 3.6]) expect(temporalShift(wave(late), wave(0))[0].shift).toBeCloseTo(late, 1);
  });

  it('compares what begins with an input of another dimension', () => {
    const onsets = [5, 14, 20, 33, 41, 47];
    const curve = (late: number, D2: number) =>
      Float64Array.from({ length: 60 * D2 }, (_, i) => {
        const since = onsets.map((onset) => Math.floor(i / D2) - onset - late).filter((away) => away >= 0);
        return since.length === 0 ? 0 : Math.exp(-Math.min(...since) / 3) * (1 + (i % D2));
      });
    const [found] = temporalShift({ data: curve(3, 2), shape: [60, 2] }, { data: curve(0, 7), shape: [60, 7] });
    expect(found.by).toBe('spectralFlux');
    expect(found.shift).toBeCloseTo(3, 0);
  });

  it('is that of each item alone, whatever stands behind its frames', () => {
    const rows = Array.from({ length: 20 }, (_, n) => [Math.sin(n * n)]);
    const pad = (item: readonly number[], length: number) => [...item, ...new Array<number>(length - item.length).fill(NaN)];
    const [x, y] = [rows.slice(2, 14).flat(), rows.slice(4, 16).flat()];
    const single = temporalShift({ data: x, shape: [12, 1] }, { data: y, shape: [12, 1] });
    const data = {
      x: [...pad(x, 15), ...pad([], 15), ...rows.slice(0, 15).flat()],
      y: [...pad(y, 15), ...pad([], 15), ...new Array<number>(15).fill(7)],
    };
    const all = temporalShift({ data: data.x, shape: [3, 15, 1] }, { data: data.y, shape: [3, 15, 1] }, { lengths: [12, 0, 15] });
    expect(all[0]).toEqual(single[0]);
    expect(single[0].shift).toBeCloseTo(2, 0);
    // Nothing there, and nothing that varies.
    for (const item of all.slice(1)) expect(item).toEqual({ shift: 0, correlation: 0, correlationUnshifted: 0, by: 'features' });
  });

  it('is not told from a few frames, which correlate by chance', () => {
    const random = createRandom(5);
    const noise = (length: number) => ({ data: Float64Array.from({ length }, () => random()), shape: [length, 1] as const });
    for (let k = 0; k < 50; k++) {
      const [x, y] = [noise(12), noise(12)];
      for (const maximumShift of [7, 11, 12]) {
        expectRefusal(() => temporalShift(x, y, { maximumShift }), {
          argument: 'options.maximumShift',
          expected: 'a whole number from 1 to 6',
        });
      }
      const [{ shift, correlation }] = temporalShift(x, y, { maximumShift: 6 });
      expect(Math.abs(shift)).toBeLessThanOrEqual(6.5);
      expect(correlation).toBeLessThan(0.999);
    }
    // Of an item that is shorter than the others its own half.
    const data = Float64Array.from({ length: 40 }, () => random());
    for (let length = 4; length <= 20; length++) {
      const sequence = { data: data.slice(0, 20), shape: [20, 1] } as const;
      const [{ shift, correlation }] = temporalShift(
        sequence,
        { data: data.slice(20), shape: [20, 1] },
        { maximumShift: 10, lengths: [length] },
      );
      expect(Math.abs(shift)).toBeLessThanOrEqual(length / 2 + 0.5);
      if (length > 5) expect(correlation).toBeLessThan(0.999);
    }
  });

  it('refuses a search that would not end', () => {
    const long = { data: new Float32Array(2 ** 22), shape: [2 ** 20, 4] } as const;
    expectRefusal(() => temporalShift(long, long, { maximumShift: 2 ** 19 }), {
      argument: 'options.maximumShift',
      expected: 'a whole number from 1 to 512',
    });
  });

  it('refuses shapes that do not fit, and NaN', () => {
    const x = { data: [0, 1, 2], shape: [3, 1] } as const;
    expectRefusal(() => temporalShift(x, { data: [0, 1], shape: [2, 1] }), { argument: 'reference.shape' });
    expectRefusal(() => temporalShift({ data: [0], shape: [3, 1] }, x), { argument: 'predictions.data' });
    expectRefusal(() => temporalShift({ data: [0], shape: [1] as never }, x), { argument: 'predictions.shape' });
    expectRefusal(() => temporalShift({ data: [], shape: [0, 1] }, x), { argument: 'predictions.shape' });
    expectRefusal(() => temporalShift(x, { data: [0, NaN, 1], shape: [3, 1] }), {
      argument: 'reference.data',
      index: [0, 1, 0],
      found: 'NaN',
    });
    expectRefusal(() => temporalShift(x, x, { maximumShift: 0 }), { argument: 'options.maximumShift' });
    expectRefusal(() => temporalShift(x, x, { lengths: [1, 2] }), { argument: 'options.lengths' });
    expectRefusal(() => temporalShift(x, x, { lengths: [4] }), { argument: 'options.lengths', index: [0] });
    expectRefusal(() => temporalShift(undefined as never, x), { argument: 'predictions' });
    expectRefusal(() => temporalShift(x, x, { shift: 1 } as never), { argument: 'options.shift' });
  });
});
