import { CsvCells } from './csv-cells.ts';
import { detectDelimiter } from './csv-lines.ts';
import { parseCsvNumber } from './csv-number.ts';
import { checkDelimiter, type ReadCsvOptions } from './csv-options.ts';
import { excerpt, excerptList } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import type { NumericArray } from './numeric-array.ts';
import { resolveMaxBytes } from './read-options.ts';

/** A table of numbers, shape `[rows, columns]`. */
export interface CsvTable extends NumericArray<'float64'> {
  /** The names of the columns read, where the file has names. */
  readonly header?: readonly string[];
}

/**
 * Reads a table of numbers from text: CSV, TSV, or another delimiter.
 *
 * Cells are decimals, or `inf`, `-inf`, `nan` in any case. Every row has as many cells as the first. Blank lines and
 * comment lines are left out. Quoting as in RFC 4180; `\n`, `\r\n` and `\r` end lines; a byte order mark is skipped.
 *
 * @returns float64, shape `[rows, columns]`; `header` when the first row holds names
 * @throws FileFormatError with line and column when a cell that is read is no number, a row is shorter or longer than
 * the first, a quote is not closed, the first row mixes numbers and names, a column is not there, there are no rows, or
 * the table is larger than `maxBytes`
 * @throws RangeError when an option is out of range
 *
 * @example
 * ```ts
 * import { readCsv } from '@rubato/io';
 *
 * const text = 'start;pitch;instrument\n0.4;59;piano\n1.42;56;piano\n';
 * const table = readCsv(text, { columns: ['start', 'pitch'] });
 * table.shape; // → [2, 2]
 * Array.from(table.data); // → [0.4, 59, 1.42, 56]
 * table.header; // → ['start', 'pitch']
 * ```
 */
export function readCsv(text: string, options: ReadCsvOptions = {}): CsvTable {
  if (typeof text !== 'string') throw new TypeError('text must be a string');
  const { comment = '#', columns, header = 'auto' } = options;
  const most = Math.floor(resolveMaxBytes(options) / Float64Array.BYTES_PER_ELEMENT);
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const delimiter = options.delimiter ?? detectDelimiter(body, comment);
  checkDelimiter(delimiter);
  if (comment.startsWith(delimiter)) throw new RangeError(`comment ${JSON.stringify(comment)} begins as a delimiter`);

  const first = readFirstRow(new CsvCells(body, delimiter, comment));
  const named = columns?.some((column) => typeof column === 'string') ?? false;
  if (named && header === false) throw new RangeError('columns has names, and header is false; give indices');
  const hasHeader = header === 'auto' ? named || detectHeader(first, columns) : header;
  const selection = selectColumns(first, columns);

  const cells = new CsvCells(body, delimiter, comment);
  if (hasHeader) for (let i = 0; i < first.cells.length; i++) cells.next();
  const numbers = new GrowingNumbers(most);
  let rows = 0;
  while (readRow(cells, first, selection, numbers)) rows++;
  return {
    dtype: 'float64',
    shape: [rows, selection.width],
    data: numbers.take(),
    ...(hasHeader ? { header: selection.sources.map((source) => first.cells[source]) } : {}),
  };
}

interface FirstRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Which columns are read. */
interface Selection {
  readonly width: number;
  /** The file's column of each column read. */
  readonly sources: readonly number[];
  /** The columns read from each of the file's columns, as places in a row. */
  readonly targets: readonly (readonly number[])[];
}

function readFirstRow(cells: CsvCells): FirstRow {
  const row: string[] = [];
  while (cells.next()) {
    row.push(cells.cell);
    if (cells.endsRow) return { cells: row, line: cells.line };
  }
  throw new FileFormatError('csv', 'the table has no rows', { line: cells.line, column: 1 });
}

/** Names, or numbers? Only columns that are read by index count, when there are such. */
function detectHeader(first: FirstRow, columns: readonly (string | number)[] | undefined): boolean {
  const indices = columns ?? first.cells.keys();
  let number = -1;
  let name = -1;
  for (const index of indices) {
    const cell = first.cells[Number(index)];
    if (cell === undefined || cell === '') continue;
    if (parseCsvNumber(cell.trim()) !== undefined) number = Number(index);
    else if (DECIMAL_COMMA.test(cell)) throw notANumber(cell, first.line, Number(index) + 1);
    else name = Number(index);
  }
  if (number >= 0 && name >= 0) {
    const mixed = `the first row mixes numbers and ${excerpt(first.cells[name])}`;
    const advice = 'the option header says whether it holds names';
    throw new FileFormatError('csv', `${mixed}; ${advice}`, { line: first.line, column: name + 1 });
  }
  return name >= 0;
}

function selectColumns(first: FirstRow, columns: readonly (string | number)[] | undefined): Selection {
  const sources = columns === undefined ? [...first.cells.keys()] : columns.map((column) => findColumn(first, column));
  if (sources.length === 0) throw new RangeError('columns is empty; name at least one column');
  const targets: number[][] = first.cells.map(() => []);
  for (const [target, source] of sources.entries()) targets[source].push(target);
  return { width: sources.length, sources, targets };
}

function findColumn(first: FirstRow, column: string | number): number {
  const { cells, line } = first;
  if (typeof column === 'number') {
    if (!Number.isSafeInteger(column) || column < 0) throw new RangeError(`columns: ${column} is no index from 0`);
    if (column < cells.length) return column;
    const problem = `no column ${column} (from 0); the first row has ${cells.length} cells`;
    throw new FileFormatError('csv', problem, { line, column: 1 });
  }
  const index = cells.indexOf(column);
  if (index < 0) {
    const problem = `no column ${excerpt(column)}; there are: ${excerptList(cells)}`;
    throw new FileFormatError('csv', problem, { line, column: 1 });
  }
  const second = cells.indexOf(column, index + 1);
  if (second < 0) return index;
  const problem = `the column ${excerpt(column)} stands twice; give its index`;
  throw new FileFormatError('csv', problem, { line, column: second + 1 });
}

/** Reads a row into `numbers`; false when there is none left. */
function readRow(cells: CsvCells, first: FirstRow, selection: Selection, numbers: GrowingNumbers): boolean {
  const width = first.cells.length;
  let base = -1;
  for (let column = 0; column < width; column++) {
    if (!cells.next()) return false;
    if (column === 0) base = numbers.extend(selection.width, cells.line);
    const targets = selection.targets[column];
    if (targets.length > 0) {
      const value = parseCsvNumber(cells.cell.trim());
      if (value === undefined) throw notANumber(cells.cell, cells.line, cells.column);
      for (let i = 0; i < targets.length; i++) numbers.set(base + targets[i], value);
    }
    if (cells.endsRow !== (column === width - 1)) {
      const problem = cells.endsRow ? `the row ends after ${column + 1} cells` : `the row has more than ${width} cells`;
      const right = `line ${first.line} has ${width}`;
      throw new FileFormatError('csv', `${problem}, ${right}`, { line: cells.line, column: column + 1 });
    }
  }
  return true;
}

const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

function notANumber(cell: string, line: number, column: number): FileFormatError {
  let problem = `${excerpt(cell)} is no number`;
  if (cell === '') problem = 'the cell is empty; write nan where a value is missing';
  else if (DECIMAL_COMMA.test(cell)) problem += '; decimals have a point';
  else if (/^[+-]?[\d.]+e\+?\d+$/i.test(cell)) problem += ' of 64 bits: it is too large';
  return new FileFormatError('csv', problem, { line, column });
}

/** Numbers whose count is not known beforehand: room is doubled, never beyond the bound. */
class GrowingNumbers {
  #data = new Float64Array(1024);
  #count = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Makes room for so many more, and returns where they begin. */
  extend(more: number, line: number): number {
    const start = this.#count;
    this.#count += more;
    if (this.#count > this.#most) {
      const allowed = `the ${this.#most * Float64Array.BYTES_PER_ELEMENT} bytes that maxBytes allows`;
      throw new FileFormatError('csv', `the table takes more than ${allowed}`, { line, column: 1 });
    }
    if (this.#count > this.#data.length) {
      const larger = new Float64Array(Math.min(this.#most, Math.max(2 * this.#data.length, this.#count)));
      larger.set(this.#data);
      this.#data = larger;
    }
    return start;
  }

  set(index: number, value: number): void {
    this.#data[index] = value;
  }

  /** A copy of just the numbers. */
  take(): Float64Array {
    return this.#data.slice(0, this.#count);
  }
}
