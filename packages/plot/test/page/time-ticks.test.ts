import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeTicks } from '../../src/page/time-ticks.ts';

function told(from: number, to: number, most: number): readonly [labels: string, unit: string] {
  const { ticks, unit } = timeTicks(from, to, most);
  return [ticks.map(({ label }) => label).join(' '), unit];
}

describe('timeTicks', () => {
  it('say seconds, minutes, hours or days, labels and unit alike', () => {
    expect(told(0, 3.5, 8)).toEqual(['0 0.5 1 1.5 2 2.5 3 3.5', 'seconds']);
    expect(told(0, 150, 6)).toEqual(['0:00 0:30 1:00 1:30 2:00 2:30', 'min:s']);
    expect(told(0, 3600 * 2.5, 6)).toEqual(['0:00 0:30 1:00 1:30 2:00 2:30', 'h:min']);
    expect(told(0, 40_000, 3)).toEqual(['0:00 6:00', 'h:min']);
    expect(told(0, 99 * 3600, 3)).toEqual(['0:00 48:00 96:00', 'h:min']);
    expect(told(0, 86_400 * 30, 6)).toEqual(['0 5 10 15 20 25 30', 'days']);
    expect(told(61, 90, 6)).toEqual(['1:05 1:10 1:15 1:20 1:25 1:30', 'min:s']);
    expect(told(100, 100.5, 5)).toEqual(['100 100.1 100.2 100.3 100.4 100.5', 'seconds']);
    // Rounding at the end of the range does not make 1:59 of 2:00.
    expect(told(0, 120 - 1e-9, 4)).toEqual(['0:00 0:30 1:00 1:30 2:00', 'min:s']);
  });

  it('are few, different, and stand where they say', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), fc.integer({ min: 3, max: 12 }), (to, most) => {
        const { ticks, unit } = timeTicks(0, to, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
        if (unit !== 'min:s' && unit !== 'h:min') return;
        for (const { value, label } of ticks) {
          const [whole, rest] = label.split(':').map(Number);
          expect(Math.abs((60 * whole + rest) * (unit === 'min:s' ? 1 : 60) - value)).toBeLessThan(1e-4);
        }
      }),
    );
  });
});
