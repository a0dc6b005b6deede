import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NumericArray, readCsv, writeCsv } from '@rubato/io';
import { dtypes } from '../src/numeric-array.ts';
import { arrayOf } from './support/arbitraries.ts';

describe('writeCsv', () => {
  it('writes a row a line', () => {
    const data = Float64Array.of(0.1, -0, Infinity, -Infinity, NaN, 1e21);
    expect(writeCsv({ dtype: 'float64', shape: [2, 3], data })).toBe('0.1,-0,inf\n-inf,nan,1e+21\n');
    expect(writeCsv({ dtype: 'int8', shape: [2], data: Int8Array.of(1, -1) }, { delimiter: '\t' })).toBe('1\n-1\n');
  });

  it('quotes names that would be read as something else', () => {
    const empty: NumericArray = { dtype: 'int8', shape: [0, 6], data: new Int8Array(0) };
    expect(writeCsv(empty, { header: ['plain name', 'a,b', '#c', '', ' d', 'e"f'] })).toBe('plain name,"a,b","#c",""," d","e""f"\n');
  });

  it('comes back equal, number for number', () => {
    const table = fc
      .tuple(fc.constantFrom(...dtypes), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
      .chain(([dtype, rows, columns]) => arrayOf(dtype, [rows, columns]));
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t', ' '), (array, delimiter) => {
        const again = readCsv(writeCsv(array, { delimiter }), { delimiter });
        expect(again.shape).toEqual(array.shape);
        expect([...again.data]).toEqual([...array.data]);
      }),
      { numRuns: 300 },
    );
  });

  it('brings names back as they were', () => {
    const names = fc.array(fc.string({ unit: fc.constantFrom('a', '1', '"', ',', ';', '\n', '\r', ' ', '#', '\t', 'é') }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(names, fc.constantFrom(',', ';', '\t'), (header, delimiter) => {
        const array: NumericArray = { dtype: 'float64', shape: [1, header.length], data: new Float64Array(header.length) };
        const again = readCsv(writeCsv(array, { header, delimiter }), { header: true, delimiter });
        expect(again.header).toEqual(header);
        expect(again.shape).toEqual(array.shape);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, number[], object, RegExp]>([
    ['three dimensions', [1, 1, 1], {}, /shape is \[1, 1, 1\]; a table has the shape/],
    ['no dimensions', [], {}, /shape is \[\]/],
    ['no columns', [2, 0], {}, /shape is \[2, 0\]; a table without cells/],
    ['no rows and no names', [0, 2], {}, /shape is \[0, 2\]/],
    ['too few names', [1, 1], { header: [] }, /header has 0 names for 1 columns/],
    ['a delimiter of two characters', [1, 1], { delimiter: '::' }, /delimiter is "::"/],
  ])('refuses %s', (_, shape, options, message) => {
    const count = shape.reduce((product, side) => product * side, 1);
    expect(() => writeCsv({ dtype: 'int8', shape, data: new Int8Array(count) }, options)).toThrow(message);
  });
});
