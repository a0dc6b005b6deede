import { formatCsvNumber } from './csv-number.ts';
import { checkDelimiter, type WriteCsvOptions } from './csv-options.ts';
import { checkNumericArray, type NumericArray } from './numeric-array.ts';
import { describeShape } from './shape.ts';

/**
 * Writes a table of numbers as text: a row a line, `\n` after each, numbers in the shortest form that reads back equal.
 *
 * @param array shape `[rows, columns]`, or `[rows]` for one column
 * @throws TypeError or RangeError when `array` is not consistent or no table, or `header` has not one name a column
 *
 * @example
 * ```ts
 * import { writeCsv } from '@rubato/io';
 *
 * const path = { dtype: 'int32', shape: [2, 2], data: Int32Array.of(0, 0, 1, 1) } as const;
 * writeCsv(path, { header: ['row', 'column'] }); // → 'row,column\n0,0\n1,1\n'
 * ```
 */
export function writeCsv(array: NumericArray, options: WriteCsvOptions = {}): string {
  checkNumericArray(array, 'array');
  const { delimiter = ',', header } = options;
  checkDelimiter(delimiter);
  const { shape, data } = array;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new RangeError(`array.shape is ${describeShape(shape)}; a table has the shape [rows, columns] or [rows]`);
  }
  const rows = shape[0];
  const columns = shape[1] ?? 1;
  if (columns === 0 || (rows === 0 && header === undefined)) {
    throw new RangeError(`array.shape is ${describeShape(shape)}; a table without cells would be an empty file`);
  }
  const lines: string[] = [];
  if (header !== undefined) {
    if (header.length !== columns) throw new RangeError(`header has ${header.length} names for ${columns} columns`);
    lines.push(header.map((name) => formatName(name, delimiter)).join(delimiter));
  }
  const cells: string[] = Array.from({ length: columns });
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) cells[column] = formatCsvNumber(data[i++]);
    lines.push(cells.join(delimiter));
  }
  lines.push('');
  return lines.join('\n');
}

/** Quoted when it would otherwise be read as something else: cut, trimmed, or taken for a comment or a blank line. */
function formatName(name: string, delimiter: string): string {
  const safe = /^[\p{L}\p{N}_]([\p{L}\p{N}_ .()/-]*[\p{L}\p{N}_.)])?$/u.test(name) && !name.includes(delimiter);
  return safe ? name : `"${name.replaceAll('"', '""')}"`;
}
