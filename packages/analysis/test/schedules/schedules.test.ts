import { describe, expect, it } from 'vitest';
import { constantSchedule, exponentialSchedule, linearSchedule } from '@rubato/analysis';
import { expectRefusal } from '../support/refusal.ts';

describe('schedules', () => {
  it('begin and end exactly at what was asked for, and stay there', () => {
    for (const schedule of [linearSchedule, exponentialSchedule]) {
      for (const [from, to] of [
        [3, 0.1],
        [0.1, 3],
        [2, 2],
      ] as const) {
        const values = Array.from({ length: 12 }, (_, epoch) => schedule({ from, to, epochs: 7 })(epoch));
        expect(values[0]).toBe(from);
        expect(values.slice(7)).toEqual(Array.from({ length: 5 }, () => to));
        const sign = Math.sign(to - from);
        for (let epoch = 1; epoch <= 7; epoch++) expect(Math.sign(values[epoch] - values[epoch - 1])).toBe(sign);
      }
    }
  });

  it('go by equal differences, by equal ratios, or nowhere', () => {
    const linear = linearSchedule({ from: 5, to: 1, epochs: 4 });
    expect([0, 1, 2, 3, 4].map(linear)).toEqual([5, 4, 3, 2, 1]);
    const exponential = exponentialSchedule({ from: 16, to: 1, epochs: 4 });
    [16, 8, 4, 2, 1].forEach((value, epoch) => expect(exponential(epoch)).toBeCloseTo(value, 12));
    expect([0, 1, 100].map(constantSchedule(0.3))).toEqual([0.3, 0.3, 0.3]);
  });

  it('go by equal ratios between values whose ratio is no number', () => {
    const down = exponentialSchedule({ from: 1e200, to: 1e-200, epochs: 4 });
    expect([0, 1, 2, 3, 4].map((epoch) => Math.log10(down(epoch)).toFixed(6))).toEqual(
      [200, 100, 0, -100, -200].map((power) => power.toFixed(6)),
    );
    const up = exponentialSchedule({ from: 5e-324, to: 1e308, epochs: 1000 });
    for (let epoch = 1; epoch <= 1000; epoch++) expect(up(epoch)).toBeGreaterThan(up(epoch - 1));
    expect(up(Infinity)).toBe(1e308);
  });

  it('refuse epochs before the first, and NaN', () => {
    for (const schedule of [linearSchedule, exponentialSchedule]) {
      const at = schedule({ from: 10, to: 1, epochs: 5 });
      for (const epoch of [-5, -1e-9, NaN]) expectRefusal(() => at(epoch), { argument: 'epoch', found: String(epoch) });
      expectRefusal(() => at(undefined as never), { argument: 'epoch' });
      expect(at(2.5)).toBeLessThan(at(2));
      expect(at(Infinity)).toBe(1);
    }
  });

  it('refuse numbers that are not above 0', () => {
    expectRefusal(() => constantSchedule(0), { argument: 'value', found: '0' });
    expectRefusal(() => constantSchedule(Infinity), { argument: 'value' });
    for (const schedule of [linearSchedule, exponentialSchedule]) {
      expectRefusal(() => schedule({ from: -1, to: 1, epochs: 2 }), { argument: 'options.from', found: '-1' });
      expectRefusal(() => schedule({ from: 1, to: NaN, epochs: 2 }), { argument: 'options.to' });
      expectRefusal(() => schedule({ from: 1, to: 1, epochs: 0 }), { argument: 'options.epochs' });
      expectRefusal(() => schedule({ from: 1, to: 1, epochs: 1, steps: 1 } as never), { argument: 'options.steps' });
      expectRefusal(() => schedule(undefined as never), { argument: 'options' });
    }
  });
});
