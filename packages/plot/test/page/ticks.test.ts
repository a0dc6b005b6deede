import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTicks, linearTicks, logarithmicTicks, timeTicks } from '../../src/page/ticks.ts';

describe('ticks', () => {
  it('stand at nice numbers inside the range, not too many', () => {
    expect(linearTicks(0, 1, 5).map(({ label }) => label)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(linearTicks(-4.8, 2.1, 4).map(({ label }) => label)).toEqual(['−4', '−2', '0', '2']);
    expect(countTicks(3, 8).map(({ value }) => value)).toEqual([0, 1, 2, 3]);
    expect(timeTicks(150, 6).map(({ label }) => label)).toEqual(['0:00', '0:30', '1:00', '1:30', '2:00', '2:30']);
    expect(timeTicks(3.5, 8).map(({ label }) => label)).toEqual(['0', '0.5', '1', '1.5', '2', '2.5', '3', '3.5']);
    expect(linearTicks(2, 2, 4)).toEqual([{ value: 2, label: '2' }]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (from, range, most) => {
          for (const ticks of [linearTicks(from, from + range, most), timeTicks(range, most), countTicks(Math.ceil(range), most)]) {
            expect(ticks.length).toBeGreaterThan(0);
            expect(ticks.length).toBeLessThanOrEqual(most + 1);
          }
        },
      ),
    );
  });

  it('are powers of ten on logarithmic axes, linear ones where there are too few', () => {
    expect(logarithmicTicks(0.002, 30, 6).map(({ label }) => label)).toEqual(['0.01', '0.1', '1', '10']);
    expect(logarithmicTicks(1, 1e12, 6).map(({ label }) => label)).toEqual(['1', '100', '10000', '1e6', '1e8', '1e10', '1e12']);
    expect(logarithmicTicks(1e-9, 1e-6, 9).map(({ label }) => label)).toEqual(['1e−9', '1e−8', '1e−7', '1e−6']);
    expect(logarithmicTicks(2, 6, 6).map(({ label }) => label)).toEqual(['2', '3', '4', '5', '6']);
  });
});
