import { describe, expect, it } from 'vitest';
import { bestRate, limitTable, rateTable } from '../../src/report/limit-table.ts';
import { report } from '../support/report.ts';

describe('limitTable', () => {
  it('divides instructions by the measured rate, and times by that', () => {
    expect(limitTable(report)?.split('\n').slice(2)).toEqual([
      '| soft-dtw 1024x1024 | wasm | forward | 14.0 | 1.40 | 2.50 | 1.00 | 2.00 | 2.00 × |',
      '| soft-dtw 1024x1024 | wasm | forward + backward | 28.0 | 4.00 | 5.25 | 2.00 | 5.00 | 2.50 × |',
    ]);
  });

  it('leaves the times out where none were taken', () => {
    expect(limitTable({ ...report, results: [] })).toContain('| 28.0 | 4.00 | 5.25 | 2.00 |  |  |');
  });

  it('is not there without a rate or without modules', () => {
    expect(limitTable({ ...report, rates: [] })).toBeUndefined();
    expect(limitTable({ ...report, operations: { wasm: { absent: 'not yet' } } })).toBeUndefined();
  });
});

describe('rateTable', () => {
  it('states multiply-adds of single floats', () => expect(rateTable(report.rates)).toContain('| multiply, add | 13 | 14.0 | 28.0 |'));
});

describe('bestRate', () => {
  it('is the largest', () => {
    const [rate] = report.rates;
    expect(bestRate([rate, { ...rate, vectorInstructionsPerNanosecond: 20 }])).toBe(20);
    expect(bestRate([])).toBeUndefined();
  });
});
