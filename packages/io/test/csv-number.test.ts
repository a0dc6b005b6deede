import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsvNumber, parseCsvNumber } from '../src/csv-number.ts';

describe('parseCsvNumber', () => {
  it.each<[string, number]>([
    ['0', 0],
    ['-0', -0],
    ['+1', 1],
    ['1.', 1],
    ['.5', 0.5],
    ['-1.5e-3', -0.0015],
    ['1E+5', 1e5],
    ['007', 7],
    ['1e-999', 0],
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['+Infinity', Infinity],
    ['NaN', NaN],
    ['nan', NaN],
    ['9007199254740993', 9007199254740992],
  ])('reads %s', (cell, value) => {
    expect(parseCsvNumber(cell)).toBe(value);
  });

  it.each(['', ' ', '.', '-', '+', 'e5', '1e', '1e+', '1.2.3', '0x10', '1_000', '1,5', '1 2', '١', 'infin', '-nan', '1e999', '--1', '1d5'])(
    'refuses %j',
    (cell) => {
      expect(parseCsvNumber(cell)).toBeUndefined();
    },
  );

  it('reads every number back that it writes', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(parseCsvNumber(formatCsvNumber(value))).toBe(value);
      }),
      { numRuns: 2000, examples: [[-0], [NaN], [-Infinity], [5e-324], [1e21], [Number.MAX_VALUE]] },
    );
  });

  it('takes time proportional to the length of a cell', () => {
    const start = performance.now();
    for (const end of ['x', 'e', '.x', '']) parseCsvNumber('1'.repeat(2e6) + end);
    // Backtracking would take hours.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
