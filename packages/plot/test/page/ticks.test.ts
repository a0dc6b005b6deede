import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellTicks, linearTicks, logarithmicTicks, type Tick, wholeTicks } from '../../src/page/ticks.ts';

const labelsOf = (ticks: readonly Tick[]): string[] => ticks.map(({ label }) => label);

/** Expects marks inside the range, rising, few, and with labels that tell them apart. */
function expectMarks(ticks: readonly Tick[], from: number, to: number, most: number): void {
  expect(ticks.length).toBeGreaterThan(0);
  expect(ticks.length).toBeLessThanOrEqual(most + 1);
  for (const { value } of ticks) expect([value >= from, value <= to]).toEqual([true, true]);
  for (let i = 1; i < ticks.length; i++) expect(ticks[i].value).toBeGreaterThan(ticks[i - 1].value);
  expect(new Set(labelsOf(ticks)).size).toBe(ticks.length);
  for (const { label } of ticks) expect(label.length).toBeLessThanOrEqual(10);
}

describe('linearTicks', () => {
  it('stand at nice numbers inside the range, not too many', () => {
    expect(labelsOf(linearTicks(0, 1, 5).ticks)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(labelsOf(linearTicks(-4.8, 2.1, 4).ticks)).toEqual(['−4', '−2', '0', '2']);
    expect(linearTicks(2, 2, 4)).toEqual({ ticks: [{ value: 2, label: '2' }], offset: '' });
    expect(linearTicks(-Number.MAX_VALUE, 1.2023068681376876e308, 3).ticks.map(({ value }) => value)).toEqual([-1e308, 0, 1e308]);
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 3, max: 12 }),
        (a, b, most) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          expectMarks(linearTicks(from, to, most).ticks, from, to, most);
        },
      ),
    );
  });

  it('come to an end for ranges of a few doubles, at any size', () => {
    const size = fc.oneof(fc.constantFrom(0, 0.3, 1, 1e17, 2 ** 53, 5e-324, 1.7e308), fc.double({ min: 1e-300, max: 1e300, noNaN: true }));
    fc.assert(
      fc.property(size, fc.boolean(), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 3, max: 12 }), (start, negative, ulps, most) => {
        const spacing = Math.max(5e-324, start === 0 ? 0 : 2 ** (Math.floor(Math.log2(start)) - 52));
        const ends = [start, start + ulps * spacing].map((end) => (negative ? -end : end)).toSorted((a, b) => a - b);
        expectMarks(linearTicks(ends[0], ends[1], most).ticks, ends[0], ends[1], most);
      }),
    );
    expect(labelsOf(linearTicks(0.3, 0.1 + 0.2, 5).ticks)).toEqual(['0.3']);
    expect(labelsOf(linearTicks(1, 1 + Number.EPSILON, 5).ticks)).toEqual(['1']);
  });

  it('have as many digits as tell them apart, what they share in an offset, and powers of ten for the very large', () => {
    const { ticks, offset } = linearTicks(1_000_000.1, 1_000_003, 6);
    expect([labelsOf(ticks), offset]).toEqual([['0.5', '1', '1.5', '2', '2.5', '3'], ' − 1000000']);
    expect(ticks[0].value).toBe(1_000_000.5);
    expect(linearTicks(-1_000_003, -1_000_000.5, 5).offset).toBe(' + 1000010');
    expect(labelsOf(linearTicks(1e16, 1e21, 5).ticks)).toEqual(['2e20', '4e20', '6e20', '8e20', '1e21']);
    expect(labelsOf(linearTicks(-2e-7, 2e-7, 4).ticks)).toEqual(['−2e−7', '−1e−7', '0', '1e−7', '2e−7']);
    expect(labelsOf(linearTicks(1000.5, 1001.5, 4).ticks)).toEqual(['1000.5', '1001', '1001.5']);
  });
});

describe('cellTicks and wholeTicks', () => {
  it('are whole numbers, those of cells in the middle of their cells', () => {
    expect(cellTicks(4, 8)).toEqual([0, 1, 2, 3].map((k) => ({ value: k + 0.5, label: String(k) })));
    expect(labelsOf(cellTicks(101, 6))).toEqual(['0', '20', '40', '60', '80', '100']);
    expect(labelsOf(wholeTicks(-3, 3, 12))).toEqual(['−3', '−2', '−1', '0', '1', '2', '3']);
    expect(wholeTicks(7, 7, 5)).toEqual([{ value: 7, label: '7' }]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.integer({ min: 3, max: 12 }), (count, most) => {
        const ticks = cellTicks(count, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const { value, label } of ticks) expect([Number(label) + 0.5, value < count]).toEqual([value, true]);
      }),
    );
  });
});

describe('logarithmicTicks', () => {
  it('are powers of ten, linear ones where there are too few', () => {
    expect(labelsOf(logarithmicTicks(0.002, 30, 6).ticks)).toEqual(['0.01', '0.1', '1', '10']);
    expect(labelsOf(logarithmicTicks(1, 1e12, 6).ticks)).toEqual(['1', '100', '10000', '1e6', '1e8', '1e10', '1e12']);
    expect(labelsOf(logarithmicTicks(1e-9, 1e-6, 9).ticks)).toEqual(['1e−9', '1e−8', '1e−7', '1e−6']);
    expect(labelsOf(logarithmicTicks(2, 6, 6).ticks)).toEqual(['2', '3', '4', '5', '6']);
  });
});
