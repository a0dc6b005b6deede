import { describe, expect, it } from 'vitest';
import { digits, megabytes, table, times } from '../../src/report/table.ts';

describe('digits', () => {
  it.each([
    [1234.5, '1235'],
    [12.345, '12.3'],
    [1.2345, '1.23'],
    [-0.5, '-0.50'],
    [NaN, ''],
  ])('%f', (value, text) => expect(digits(value)).toBe(text));
});

describe('times and megabytes', () => {
  it('carry their unit, or none', () => {
    expect(times(12.34)).toBe('12.3 ×');
    expect(megabytes(151_605_248)).toBe('152');
  });
});

describe('table', () => {
  it('is Markdown with numbers to the right', () => {
    expect(table(['a', 'b'], [['x', '1']])).toBe('| a | b |\n| --- | ---: |\n| x | 1 |');
  });
});
