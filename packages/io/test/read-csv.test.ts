import { describe, expect, it } from 'vitest';
import { readCsv, type ReadCsvOptions } from '@rubato/io';
import { formatErrorOf } from './support/file-format-errors.ts';

describe('readCsv', () => {
  it('reads a table without names', () => {
    expect(readCsv('1,2\n3,4\n')).toEqual({ dtype: 'float64', shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) });
    expect('header' in readCsv('1,2')).toBe(false);
  });

  it('reads a table with names', () => {
    const table = readCsv('\ufeff# made by hand\r\nstart;"the ""end"""\r\n\r\n0.5;1e3\r\n-inf;nan\r\n');
    expect(table.header).toEqual(['start', 'the "end"']);
    expect(table.shape).toEqual([2, 2]);
    expect([...table.data]).toEqual([0.5, 1000, -Infinity, NaN]);
  });

  it('reads numbers in quotes', () => {
    expect([...readCsv('"1"," 2 "\n').data]).toEqual([1, 2]);
  });

  it('takes a first row for names when none of its cells is a number', () => {
    expect(readCsv('nan,inf\n1,2').shape).toEqual([2, 2]);
    expect(readCsv('a,b').shape).toEqual([0, 2]);
    expect(readCsv('a,\n1,2').header).toEqual(['a', '']);
    expect(readCsv('440,880\n1,2', { header: true }).header).toEqual(['440', '880']);
    const mixed = formatErrorOf(() => readCsv('time,440\n1,2'));
    expect(mixed.message).toBe(
      'csv: line 1, column 1: the first row mixes numbers and "time"; the option header says whether it holds names',
    );
    expect(readCsv('time,440\n1,2', { header: true }).header).toEqual(['time', '440']);
    expect(formatErrorOf(() => readCsv('a,b\n1,2', { header: false })).position).toEqual({ line: 1, column: 1 });
  });

  it('reads the columns asked for, in that order', () => {
    const text = 'start,label,end\n1,x,2\n3,"y,z",4\n';
    const table = readCsv(text, { columns: ['end', 'start'] });
    expect(table.header).toEqual(['end', 'start']);
    expect([...table.data]).toEqual([2, 1, 4, 3]);
    expect([...readCsv(text, { columns: [2, 'end', 0] }).data]).toEqual([2, 2, 1, 4, 4, 3]);
    // Only these columns say whether the first row holds names.
    expect(readCsv('0.5\t1\tdb\n1.5\t2\tb\n', { columns: [0, 1] }).shape).toEqual([2, 2]);
    expect(readCsv('t\tdb\n1.5\tb\n', { columns: [0] }).header).toEqual(['t']);
  });

  it.each<[string, ReadCsvOptions, RegExp]>([
    ['1,2\n3,4', { columns: ['x'] }, /line 1, column 1: no column "x"; there are: "1", "2"/],
    ['a,b\n3,4', { columns: [2] }, /no column 2 \(from 0\); the first row has 2 cells/],
    ['a,b,a\n3,4,5', { columns: ['a'] }, /line 1, column 3: the column "a" stands twice; give its index/],
  ])('names a column that %j has not', (text, options, message) => {
    expect(formatErrorOf(() => readCsv(text, options)).message).toMatch(message);
  });

  it.each<[string, RegExp, number, number]>([
    ['1,2\n3,x', /"x" is no number/, 2, 2],
    ['# c\n\n1,2\n3,\n', /the cell is empty; write nan where a value is missing/, 4, 2],
    ['1,2\n3', /the row ends after 1 cells, line 1 has 2/, 2, 1],
    ['1,2\n3,4,5', /the row has more than 2 cells, line 1 has 2/, 2, 2],
    ['1,2,', /the cell is empty/, 1, 3],
    ['0,5;1,5\n', /"0,5" is no number; decimals have a point/, 1, 1],
    ['a;b\n1;0,5\n', /"0,5" is no number; decimals have a point/, 2, 2],
    ['1\n1e999', /"1e999" is no number of 64 bits: it is too large/, 2, 1],
    ['a\n0x10', /"0x10" is no number/, 2, 1],
    ['', /the table has no rows/, 1, 1],
    ['# only\n# comments\n', /the table has no rows/, 1, 1],
    ['a\n"1', /the quoted cell is not closed/, 2, 1],
    [`1\n${'x'.repeat(100)}`, new RegExp(`"${'x'.repeat(40)}…" is no number`), 2, 1],
  ])('refuses %j', (text, message, line, column) => {
    const error = formatErrorOf(() => readCsv(text));
    expect(error.position).toEqual({ line, column });
    expect(error.message).toMatch(message);
  });

  it('grows with the table, up to maxBytes', () => {
    const text = Array.from({ length: 5000 }, (_, i) => `${i},${-i}`).join('\n');
    const table = readCsv(text, { maxBytes: 80_000 });
    expect(table.shape).toEqual([5000, 2]);
    expect(table.data.buffer.byteLength).toBe(80_000);
    expect(table.data[9998]).toBe(4999);
    const error = formatErrorOf(() => readCsv(text, { maxBytes: 79_999 }));
    expect(error.message).toMatch(/line 5000, column 1: the table takes more than the 79992 bytes/);
  });

  it('takes another delimiter and comment mark', () => {
    expect([...readCsv('1 2\n3 4', { delimiter: ' ' }).data]).toEqual([1, 2, 3, 4]);
    expect([...readCsv('% note\n1|2', { delimiter: '|', comment: '%' }).data]).toEqual([1, 2]);
    expect(readCsv('#a,#b\n1,2', { comment: '' }).header).toEqual(['#a', '#b']);
  });

  it.each<[ReadCsvOptions, RegExp]>([
    [{ delimiter: ', ' }, /delimiter is ", "/],
    [{ delimiter: '#' }, /comment "#" begins as a delimiter/],
    [{ columns: [] }, /columns is empty/],
    [{ columns: [-1] }, /-1 is no index/],
    [{ columns: ['a'], header: false }, /columns has names, and header is false/],
    [{ maxBytes: -1 }, /maxBytes/],
  ])('refuses the options %j', (options, message) => {
    expect(() => readCsv('1,2', options)).toThrow(RangeError);
    expect(() => readCsv('1,2', options)).toThrow(message);
  });
});
