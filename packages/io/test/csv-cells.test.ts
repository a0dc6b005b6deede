import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvCells } from '../src/csv-cells.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

function rows(text: string, delimiter = ',', comment = '#'): string[][] {
  const cells = new CsvCells(text, delimiter, comment);
  const result: string[][] = [];
  let row: string[] = [];
  while (cells.next()) {
    row.push(cells.cell);
    if (!cells.endsRow) continue;
    result.push(row);
    row = [];
  }
  expect(row).toEqual([]);
  return result;
}

describe('CsvCells', () => {
  it.each<[string, string[][]]>([
    ['', []],
    ['\n\n', []],
    ['a', [['a']]],
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [' a , b\t\n', [['a', 'b']]],
    ['a,,b,\n', [['a', '', 'b', '']]],
    [',', [['', '']]],
    ['# x\na\n\n  \n#y\nb', [['a'], ['b']]],
    ['"a,b","c\nd","e ""f"""', [['a,b', 'c\nd', 'e "f"']]],
    ['"" ,"#a"\n"#b"', [['', '#a'], ['#b']]],
    ['a"b,c""d', [['a"b', 'c""d']]],
  ])('reads %j', (text, expected) => {
    expect(rows(text)).toEqual(expected);
  });

  it('knows lines and columns', () => {
    const cells = new CsvCells('# 1\r\na,"b\n\r\nc"\n\nd,e', ',', '#');
    const places: [string, number, number][] = [];
    while (cells.next()) places.push([cells.cell, cells.line, cells.column]);
    expect(places).toEqual([
      ['a', 2, 1],
      ['b\n\r\nc', 2, 2],
      ['d', 6, 1],
      ['e', 6, 2],
    ]);
  });

  it('names the place of a quote that is not closed, or closed too early', () => {
    const open = formatErrorOf(() => rows('1,2\n3,"4\n5\n'));
    expect(open.position).toEqual({ line: 2, column: 2 });
    expect(open.message).toMatch(/the quoted cell is not closed/);
    expect(formatErrorOf(() => rows('1,"2"3')).message).toMatch(/line 1, column 2: text follows the closing quote/);
  });

  it('reads what RFC 4180 quotes', () => {
    const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.array(
        fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '#', 'é') }), {
          minLength: width,
          maxLength: width,
        }),
      ),
    );
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n', '\r'), (cells, delimiter, end) => {
        const quoted = cells.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter));
        expect(rows(quoted.map((line) => line + end).join(''), delimiter)).toEqual(cells);
        expect(rows(quoted.join(end), delimiter)).toEqual(cells);
      }),
    );
  });
});
